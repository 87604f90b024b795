/// Reads the parts that structured header values are made of, from front to back.
///
/// Source: RFC 9110 §5.6.
struct FieldScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    /// Passes spaces and tabs.
    mutating func skipBlanks() {
        while position < bytes.count, Bytes.isBlank(bytes[position]) { position += 1 }
    }

    /// Passes that character if it is next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// A token of at least one character.
    mutating func token() -> String? {
        let start = position
        while position < bytes.count, Bytes.isToken(bytes[position]) { position += 1 }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    /// A token or a quoted string, without its quotes and backslashes.
    mutating func tokenOrQuoted() -> String? {
        guard take("\"") else { return token() }
        var text: [UInt8] = []
        while position < bytes.count {
            var byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") {
                guard position < bytes.count else { return nil }
                byte = bytes[position]
                position += 1
            }
            text.append(byte)
        }
        return nil
    }

    /// Passes everything up to the next comma outside quotes, and the comma.
    mutating func skipElement() {
        while position < bytes.count, !take(",") {
            if bytes[position] == UInt8(ascii: "\"") {
                if tokenOrQuoted() == nil { position = bytes.count }
            } else {
                position += 1
            }
        }
    }

    /// `; name=value` as often as it comes; `nil` if one is broken.
    ///
    /// Names in lower case.
    mutating func parameters() -> [(name: String, value: String)]? {
        var parameters: [(name: String, value: String)] = []
        while true {
            let before = position
            skipBlanks()
            guard take(";") else {
                position = before
                return parameters
            }
            skipBlanks()
            guard let name = token() else { continue }
            guard take("="), let value = tokenOrQuoted() else { return nil }
            parameters.append((name.lowercased(), value))
        }
    }

    /// The elements of a list over all its lines, at most so many; those that cannot be read are passed over.
    ///
    /// Source: RFC 9110 §5.6.1.
    static func elements<Element>(
        of lines: [String], atMost limit: Int, _ read: (inout FieldScanner) -> Element?
    ) -> [Element] {
        var elements: [Element] = []
        for line in lines {
            var scanner = FieldScanner(line)
            while !scanner.isAtEnd, elements.count < limit {
                scanner.skipBlanks()
                if let element = read(&scanner) { elements.append(element) }
                scanner.skipElement()
            }
        }
        return elements
    }
}
