import Messages

/// Reads JSON strictly by RFC 8259 onto a tape; names that come twice are kept, for the one who knows the names to refuse.
struct JSONParser: ~Copyable {
    /// Its bytes are the text; strings with escapes are resolved in their own place, for they only become shorter.
    private var tape: WireTape
    private let names: NameTable
    private let count: Int
    private var position = 0
    private var line: Int32 = 1
    private var depth = 0

    private init(_ utf8: [UInt8], names: NameTable, taking tape: inout WireTape) {
        self.names = names
        count = utf8.count
        self.tape = WireTape(takingRoomOf: &tape)
        utf8.withUnsafeBufferPointer { self.tape.text.append(contentsOf: $0) }
    }

    /// Parses a text that is valid UTF-8 without byte order mark.
    ///
    /// - Parameters:
    ///   - utf8: The text.
    ///   - names: The names whose numbers the nodes have.
    ///   - tape: Takes the values; what was on it is gone, also when the text is not JSON.
    /// - Throws: What is wrong with the syntax, with the line.
    static func parse(_ utf8: [UInt8], names: NameTable, onto tape: inout WireTape) throws(Rejection) {
        guard utf8.count < Int32.max else { throw Rejection(.jsonTooLarge) }
        var parser = JSONParser(utf8, names: names, taking: &tape)
        defer { swap(&parser.tape, &tape) }
        try parser.document()
    }

    private mutating func document() throws(Rejection) {
        skipSpace()
        guard !isAtEnd else { throw Rejection(.emptyBody) }
        try value(named: -1)
        skipSpace()
        guard isAtEnd else { throw malformed("Text stands behind the value.") }
    }

    private mutating func value(named name: Int32) throws(Rejection) {
        let place = tape.nodes.count
        guard place < Limits.jsonValues else { throw Rejection(Problem(.jsonTooLarge, line: Int(line))) }
        guard !isAtEnd else { throw malformed("The text ends where a value is expected.") }
        switch tape.text[position] {
        case UInt8(ascii: "\""):
            text(.string, name, try string())
        case UInt8(ascii: "{"):
            begin(.object, name)
            try nested { parser throws(Rejection) in try parser.members(of: place) }
        case UInt8(ascii: "["):
            begin(.list, name)
            try nested { parser throws(Rejection) in try parser.items(of: place) }
        case UInt8(ascii: "t"): try word("true", .true, name)
        case UInt8(ascii: "f"): try word("false", .false, name)
        case UInt8(ascii: "n"): try word("null", .null, name)
        default: text(.number, name, try number())
        }
        tape.nodes[place].next = Int32(truncatingIfNeeded: tape.nodes.count)
    }

    private mutating func begin(_ kind: WireTape.Node.Kind, _ name: Int32) {
        tape.nodes.append(WireTape.Node(kind, name: name, line: line))
    }

    private mutating func text(_ kind: WireTape.Node.Kind, _ name: Int32, _ range: Range<Int>) {
        var node = WireTape.Node(kind, name: name, line: line)
        node.start = Int32(truncatingIfNeeded: range.lowerBound)
        node.length = Int32(truncatingIfNeeded: range.count)
        tape.nodes.append(node)
    }

    private mutating func nested(_ body: (inout JSONParser) throws(Rejection) -> Void) throws(Rejection) {
        depth += 1
        guard depth <= Limits.jsonDepth else { throw Rejection(Problem(.jsonTooDeep, line: Int(line))) }
        position += 1
        skipSpace()
        try body(&self)
        depth -= 1
    }

    private mutating func members(of object: Int) throws(Rejection) {
        if skip("}") { return }
        repeat {
            skipSpace()
            guard !isAtEnd, tape.text[position] == UInt8(ascii: "\"") else {
                throw malformed("A member name is expected.")
            }
            let name = number(ofName: try string())
            skipSpace()
            guard skip(":") else { throw malformed("A colon is expected.") }
            skipSpace()
            tape.nodes[object].children += 1
            try value(named: name)
            skipSpace()
        } while skip(",")
        guard skip("}") else { throw malformed("A comma or the end of the object is expected.") }
    }

    private mutating func items(of list: Int) throws(Rejection) {
        if skip("]") { return }
        repeat {
            skipSpace()
            tape.nodes[list].children += 1
            try value(named: -1)
            skipSpace()
        } while skip(",")
        guard skip("]") else { throw malformed("A comma or the end of the list is expected.") }
    }

    private mutating func number(ofName range: Range<Int>) -> Int32 {
        if let number = names.number(of: tape.text[range]) { return number }
        tape.otherNames.append(range)
        return WireTape.number(ofOtherName: tape.otherNames.count - 1)
    }

    private mutating func word(
        _ word: StaticString, _ kind: WireTape.Node.Kind, _ name: Int32
    ) throws(Rejection) {
        guard word.utf8CodeUnitCount <= count - position else { throw malformed("A value is expected.") }
        for place in 0..<word.utf8CodeUnitCount where tape.text[position + place] != word.utf8Start[place] {
            throw malformed("A value is expected.")
        }
        position += word.utf8CodeUnitCount
        begin(kind, name)
    }

    /// A number by RFC 8259 §6: no plus, no leading zeros, digits on both sides of the point.
    private mutating func number() throws(Rejection) -> Range<Int> {
        let start = position
        _ = skip("-")
        let firstDigit = position
        guard skipDigits() else { throw malformed("A value is expected.") }
        guard tape.text[firstDigit] != UInt8(ascii: "0") || position == firstDigit + 1 else {
            throw malformed("A number has a leading zero.")
        }
        if skip("."), !skipDigits() { throw malformed("A number ends at its point.") }
        if skip("e") || skip("E") {
            if !skip("+") { _ = skip("-") }
            guard skipDigits() else { throw malformed("A number ends at its exponent.") }
        }
        guard position - start <= Limits.jsonNumberCharacters else {
            throw Rejection(Problem(.jsonNumberTooLarge, line: Int(line)))
        }
        return start..<position
    }

    // MARK: Strings

    /// Reads a string and says where its characters stand, escapes resolved.
    private mutating func string() throws(Rejection) -> Range<Int> {
        let start = position + 1
        let (end, isASCII) = endOfPlainText(from: start)
        guard end < count else { throw malformed("The text ends inside a string.") }
        switch tape.text[end] {
        case UInt8(ascii: "\""):
            position = end + 1
            if !isASCII { try check(start..<end) }
            return start..<end
        case UInt8(ascii: "\\"):
            return try escapedString(from: start, to: end)
        default:
            throw malformed("A control character stands in a string.")
        }
    }

    /// The place of the first quotation mark, backslash or control character, and whether all bytes before it are ASCII.
    private func endOfPlainText(from start: Int) -> (end: Int, isASCII: Bool) {
        let bytes = tape.text[0..<count].span
        var place = start
        var seen: UInt64 = 0
        while place + 8 <= count {
            let word = ByteWords.word(of: bytes, at: place)
            let marks =
                ByteWords.marks(word, equalTo: UInt8(ascii: "\"")) | ByteWords.marks(word, equalTo: UInt8(ascii: "\\"))
                | ByteWords.marks(word, below: 0x20)
            // The bytes behind the mark count too; then the string is looked at again for nothing.
            seen |= word
            if marks != 0 { return (place + ByteWords.first(marks), seen & ByteWords.highs == 0) }
            place += 8
        }
        while place < count, bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\""),
            bytes[place] != UInt8(ascii: "\\")
        {
            seen |= UInt64(bytes[place])
            place += 1
        }
        return (place, seen & ByteWords.highs == 0)
    }

    /// Reads a string on from its first backslash, and moves what follows an escape to the left.
    private mutating func escapedString(from start: Int, to backslash: Int) throws(Rejection) -> Range<Int> {
        var end = backslash
        position = backslash
        while position < count {
            let byte = tape.text[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                try check(start..<end)
                return start..<end
            case UInt8(ascii: "\\"):
                for unit in String(try escape()).utf8 {
                    tape.text[end] = unit
                    end += 1
                }
            case 0..<0x20:
                throw malformed("A control character stands in a string.")
            default:
                tape.text[end] = byte
                end += 1
            }
        }
        throw malformed("The text ends inside a string.")
    }

    private mutating func escape() throws(Rejection) -> Unicode.Scalar {
        guard !isAtEnd else { throw malformed("The text ends inside a string.") }
        defer { position += 1 }
        switch tape.text[position] {
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
        guard (0xD800..<0xDC00).contains(first), position + 2 < count, tape.text[position + 1] == UInt8(ascii: "\\"),
            tape.text[position + 2] == UInt8(ascii: "u")
        else { throw Rejection(Problem(.jsonLoneSurrogate, line: Int(line))) }
        let second = try hexDigits(from: position + 3)
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        else { throw Rejection(Problem(.jsonLoneSurrogate, line: Int(line))) }
        position += 6
        return scalar
    }

    private func hexDigits(from start: Int) throws(Rejection) -> UInt16 {
        guard start + 4 <= count else { throw malformed("Four hexadecimal digits are expected.") }
        var value: UInt16 = 0
        for byte in tape.text[start..<start + 4] {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt16(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt16(byte & 0x0F + 9)
            default: throw malformed("Four hexadecimal digits are expected.")
            }
        }
        return value
    }

    /// Refuses the characters that could not be written in XML: controls, which only escapes can bring, U+FFFE and U+FFFF.
    ///
    /// Source: XML 1.0 §2.2.
    private func check(_ range: Range<Int>) throws(Rejection) {
        let bytes = tape.text[0..<count].span
        for place in range {
            let isForbidden =
                switch bytes[place] {
                case 0x09, 0x0A, 0x0D: false
                case 0..<0x20: true
                case 0xEF: place + 2 < range.upperBound && bytes[place + 1] == 0xBF && bytes[place + 2] >= 0xBE
                default: false
                }
            guard !isForbidden else { throw Rejection(Problem(.forbiddenCharacter, line: Int(line))) }
        }
    }

    // MARK: Bytes

    private func malformed(_ detail: String) -> Rejection {
        Rejection(Problem(.jsonNotWellFormed, line: Int(line), detail: detail))
    }

    private var isAtEnd: Bool { position >= count }

    private mutating func skipSpace() {
        let bytes = tape.text[0..<count].span
        var place = position
        while place < count {
            switch bytes[place] {
            case 0x0A:
                line += 1
                // A line that is indented begins with many spaces.
                while place + 9 <= count, ByteWords.word(of: bytes, at: place + 1) == ByteWords.spaces { place += 8 }
            case 0x20, 0x09, 0x0D: break
            default:
                position = place
                return
            }
            place += 1
        }
        position = place
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard !isAtEnd, tape.text[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Whether at least one digit was read.
    private mutating func skipDigits() -> Bool {
        let start = position
        while position < count, (0x30...0x39).contains(tape.text[position]) { position += 1 }
        return position > start
    }
}
