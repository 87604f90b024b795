import Messages

/// Reads JSON strictly by RFC 8259 into wire nodes; names that come twice are kept, for the one who knows the names to refuse.
struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var depth = 0
    private var values = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Parses a text that is valid UTF-8 without byte order mark.
    static func parse(_ utf8: [UInt8]) throws(Rejection) -> WireNode {
        var parser = JSONParser(utf8)
        parser.skipSpace()
        guard !parser.isAtEnd else { throw Rejection(.emptyBody) }
        let node = try parser.value()
        parser.skipSpace()
        guard parser.isAtEnd else { throw parser.malformed("Text stands behind the value.") }
        return node
    }

    private mutating func value() throws(Rejection) -> WireNode {
        values += 1
        guard values <= Limits.jsonValues else { throw Rejection(Problem(.jsonTooLarge, line: line)) }
        let start = line
        guard !isAtEnd else { throw malformed("The text ends where a value is expected.") }
        let content: WireNode.Content =
            switch bytes[position] {
            case UInt8(ascii: "{"): .object(try nested { parser throws(Rejection) in try parser.object() })
            case UInt8(ascii: "["): .list(try nested { parser throws(Rejection) in try parser.list() })
            case UInt8(ascii: "\""): .text(try string())
            case UInt8(ascii: "t"): try word("true", .boolean(true))
            case UInt8(ascii: "f"): try word("false", .boolean(false))
            case UInt8(ascii: "n"): try word("null", .null)
            default: .number(try number())
            }
        return WireNode(line: start, content: content)
    }

    private mutating func nested<Result>(
        _ body: (inout JSONParser) throws(Rejection) -> Result
    ) throws(Rejection) -> Result {
        depth += 1
        guard depth <= Limits.jsonDepth else { throw Rejection(Problem(.jsonTooDeep, line: line)) }
        position += 1
        skipSpace()
        let result = try body(&self)
        depth -= 1
        return result
    }

    private mutating func object() throws(Rejection) -> [WireNode.Member] {
        var members: [WireNode.Member] = []
        if skip("}") { return members }
        repeat {
            skipSpace()
            guard !isAtEnd, bytes[position] == UInt8(ascii: "\"") else { throw malformed("A member name is expected.") }
            let name = try string()
            skipSpace()
            guard skip(":") else { throw malformed("A colon is expected.") }
            skipSpace()
            members.append(WireNode.Member(name: name, node: try value()))
            skipSpace()
        } while skip(",")
        guard skip("}") else { throw malformed("A comma or the end of the object is expected.") }
        return members
    }

    private mutating func list() throws(Rejection) -> [WireNode] {
        var items: [WireNode] = []
        if skip("]") { return items }
        repeat {
            skipSpace()
            items.append(try value())
            skipSpace()
        } while skip(",")
        guard skip("]") else { throw malformed("A comma or the end of the list is expected.") }
        return items
    }

    private mutating func word(_ word: String, _ content: WireNode.Content) throws(Rejection) -> WireNode.Content {
        guard bytes[position...].starts(with: word.utf8) else { throw malformed("A value is expected.") }
        position += word.utf8.count
        return content
    }

    /// A number by RFC 8259 §6: no plus, no leading zeros, digits on both sides of the point.
    private mutating func number() throws(Rejection) -> String {
        let start = position
        _ = skip("-")
        let firstDigit = position
        guard skipDigits() else { throw malformed("A value is expected.") }
        guard bytes[firstDigit] != UInt8(ascii: "0") || position == firstDigit + 1 else {
            throw malformed("A number has a leading zero.")
        }
        if skip("."), !skipDigits() { throw malformed("A number ends at its point.") }
        if skip("e") || skip("E") {
            if !skip("+") { _ = skip("-") }
            guard skipDigits() else { throw malformed("A number ends at its exponent.") }
        }
        guard position - start <= Limits.jsonNumberCharacters else {
            throw Rejection(Problem(.jsonNumberTooLarge, line: line))
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func string() throws(Rejection) -> String {
        let start = position + 1
        var place = start
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                position = place + 1
                return try checked(String(decoding: bytes[start..<place], as: UTF8.self))
            case UInt8(ascii: "\\"):
                return try escapedString(from: start, to: place)
            case 0..<0x20:
                throw malformed("A control character stands in a string.")
            default:
                place += 1
            }
        }
        throw malformed("The text ends inside a string.")
    }

    /// Reads a string on from its first backslash.
    private mutating func escapedString(from start: Int, to backslash: Int) throws(Rejection) -> String {
        var units = Array(bytes[start..<backslash])
        position = backslash
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try checked(String(decoding: units, as: UTF8.self))
            case UInt8(ascii: "\\"): units.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20: throw malformed("A control character stands in a string.")
            default: units.append(byte)
            }
        }
        throw malformed("The text ends inside a string.")
    }

    private mutating func escape() throws(Rejection) -> Unicode.Scalar {
        guard !isAtEnd else { throw malformed("The text ends inside a string.") }
        defer { position += 1 }
        switch bytes[position] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw malformed("A backslash stands before a character that it does not escape.")
        }
    }

    /// Reads four digits behind `u`, and the second half of a pair; leaves the position on the last digit.
    private mutating func unicodeEscape() throws(Rejection) -> Unicode.Scalar {
        let first = try hexDigits(from: position + 1)
        position += 4
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), bytes[(position + 1)...].starts(with: [0x5C, 0x75]) else {
            throw Rejection(Problem(.jsonLoneSurrogate, line: line))
        }
        let second = try hexDigits(from: position + 3)
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        else { throw Rejection(Problem(.jsonLoneSurrogate, line: line)) }
        position += 6
        return scalar
    }

    private func hexDigits(from start: Int) throws(Rejection) -> UInt16 {
        guard start + 4 <= bytes.count, bytes[start..<start + 4].allSatisfy(\.isHexDigit),
            let value = UInt16(String(decoding: bytes[start..<start + 4], as: UTF8.self), radix: 16)
        else { throw malformed("Four hexadecimal digits are expected.") }
        return value
    }

    /// Refuses the characters that could not be written in XML.
    ///
    /// Source: XML 1.0 §2.2.
    private func checked(_ text: String) throws(Rejection) -> String {
        guard text.unicodeScalars.allSatisfy(\.isAllowedInXML) else {
            throw Rejection(Problem(.forbiddenCharacter, line: line))
        }
        return text
    }

    private func malformed(_ detail: String) -> Rejection {
        Rejection(Problem(.jsonNotWellFormed, line: line, detail: detail))
    }

    private var isAtEnd: Bool { position >= bytes.count }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x0A: line += 1
            case 0x20, 0x09, 0x0D: break
            default: return
            }
            position += 1
        }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard !isAtEnd, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Whether at least one digit was read.
    private mutating func skipDigits() -> Bool {
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        return position > start
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        (0x30...0x39).contains(self) || (0x61...0x66).contains(self | 0x20)
    }
}

extension Unicode.Scalar {
    /// Whether XML 1.0 can hold the character.
    var isAllowedInXML: Bool {
        value >= 0x20 ? value != 0xFFFE && value != 0xFFFF : value == 0x09 || value == 0x0A || value == 0x0D
    }
}
