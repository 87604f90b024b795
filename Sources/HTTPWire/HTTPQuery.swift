/// The query of a request's target, decoded.
package struct HTTPQuery: Sendable, Hashable {
    private let parts: [Part]

    private struct Part: Hashable {
        let name: String
        let value: String
    }

    /// Whether nothing is asked.
    package var isEmpty: Bool { parts.isEmpty }

    /// No parts.
    package init() { parts = [] }

    /// Reads `a=1&b=2`; `nil` if a percent-encoding in it is broken.
    ///
    /// A part without `=` has the empty value; empty parts are skipped. `+` means itself.
    package init?(_ text: Substring) {
        var parts: [Part] = []
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decoded(halves[0]),
                let value = PercentEncoding.decoded(halves.count > 1 ? halves[1] : "")
            else { return nil }
            parts.append(Part(name: name, value: value))
        }
        self.parts = parts
    }

    /// The value of the first part of that name; names are compared exactly.
    package subscript(name: String) -> String? {
        parts.first { $0.name == name }?.value
    }

    /// The names in their order; one that stands twice is here twice.
    package var names: [String] { parts.map(\.name) }
}
