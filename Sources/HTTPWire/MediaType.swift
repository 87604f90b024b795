/// A media type: `application/json; charset=utf-8`.
///
/// Source: RFC 9110 §8.3.1.
package struct MediaType: Sendable, Hashable {
    /// A parameter of a media type.
    package struct Parameter: Sendable, Hashable {
        /// In lower case.
        package let name: String
        /// As sent, without quotes.
        package let value: String
    }

    /// In lower case; `*` in a range.
    package let type: String
    /// In lower case; `*` in a range.
    package let subtype: String
    /// In their order; a name may stand twice.
    package let parameters: [Parameter]

    /// A media type without parameters, as written in our sources.
    package init(_ type: StaticString, _ subtype: StaticString) {
        self.type = type.description
        self.subtype = subtype.description
        parameters = []
    }

    /// Reads a media type; `nil` if it is none, or if anything stands behind it.
    package init?(_ text: String) {
        var scanner = FieldScanner(text)
        scanner.skipBlanks()
        self.init(from: &scanner)
        scanner.skipBlanks()
        guard scanner.isAtEnd else { return nil }
    }

    init?(from scanner: inout FieldScanner) {
        guard let type = scanner.token(), scanner.take("/"), let subtype = scanner.token(),
            let parameters = scanner.parameters()
        else { return nil }
        self.type = type.lowercased()
        self.subtype = subtype.lowercased()
        self.parameters = parameters.map { Parameter(name: $0.name, value: $0.value) }
    }

    /// Type and subtype: `application/json`.
    package var essence: String { "\(type)/\(subtype)" }

    /// The charset parameter, in lower case.
    package var charset: String? { parameter("charset")?.lowercased() }

    /// The value of the first parameter of that name, given in lower case.
    package func parameter(_ name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }
}
