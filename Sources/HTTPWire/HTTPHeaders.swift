/// One header line.
package struct HTTPHeader: Sendable, Hashable {
    /// As written by the sender; compare without regard to case.
    package var name: String
    /// Without the white space around it.
    ///
    /// Bytes that are not UTF-8 stand as U+FFFD.
    package var value: String

    /// A line from its two parts, as they are to be written.
    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// The header lines of a message in their order, duplicates kept.
///
/// Duplicates are kept because folding them into one is how two Content-Length lines become a smuggled request.
package struct HTTPHeaders: Sendable, Hashable {
    /// The lines in their order.
    package private(set) var lines: [HTTPHeader] = []

    /// No lines.
    package init() {}

    /// Headers from pairs, as in `HTTPHeaders([("content-type", "text/plain")])`.
    package init(_ pairs: [(String, String)]) {
        lines = pairs.map { HTTPHeader(name: $0.0, value: $0.1) }
    }

    /// The value of the first line of that name, whatever the case of its letters.
    package func first(_ name: String) -> String? {
        lines.first { Self.isSameName($0.name, name) }?.value
    }

    /// The values of all lines of that name, in order.
    package func all(_ name: String) -> [String] {
        lines.compactMap { Self.isSameName($0.name, name) ? $0.value : nil }
    }

    /// Adds a line at the end, whether or not there is one of that name.
    package mutating func append(_ name: String, _ value: String) {
        if lines.isEmpty { lines.reserveCapacity(Limits.headerLinesAtFirst) }
        lines.append(HTTPHeader(name: name, value: value))
    }

    /// Whether a comma-separated header has that token, whatever the case of its letters.
    ///
    /// Source: RFC 9110 §5.6.1. For lists of tokens only (`Connection`, `Transfer-Encoding`), not for quoted strings.
    package func contains(token: String, in name: String) -> Bool {
        lines.contains { line in
            guard Self.isSameName(line.name, name) else { return false }
            return line.value.utf8.split(separator: UInt8(ascii: ",")).contains { part in
                Bytes.isSameText(Bytes.trimmed(part), token.utf8)
            }
        }
    }

    /// Whether a comma-separated header has no other token than that one, as when it is missing or empty.
    ///
    /// Source: RFC 9110 §5.6.1: empty elements of a list are none.
    func hasOnly(token: String, in name: String) -> Bool {
        lines.allSatisfy { line in
            guard Self.isSameName(line.name, name) else { return true }
            return line.value.utf8.split(separator: UInt8(ascii: ",")).allSatisfy { part in
                let trimmed = Bytes.trimmed(part)
                return trimmed.isEmpty || Bytes.isSameText(trimmed, token.utf8)
            }
        }
    }

    private static func isSameName(_ left: String, _ right: String) -> Bool {
        Bytes.isSameText(left, right)
    }
}
