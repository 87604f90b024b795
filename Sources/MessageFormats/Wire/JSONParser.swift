import Messages

/// Reads JSON strictly by RFC 8259 onto a tape; names that come twice are kept, for the one who knows the names to refuse.
struct JSONParser: ~Copyable {
    /// Its bytes are the text; strings with escapes are resolved in their own place, for they only become shorter.
    private var tape: WireTape
    private let names: NameTable
    private var position = 0
    private var line: Int32 = 1
    private var depth = 0

    private init(_ utf8: [UInt8], names: NameTable, taking tape: inout WireTape) {
        self.names = names
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
        try parser.document(utf8.span)
    }

    private mutating func document(_ bytes: Span<UInt8>) throws(Rejection) {
        skipSpace(bytes)
        guard position < bytes.count else { throw Rejection(.emptyBody) }
        try value(named: -1, bytes)
        skipSpace(bytes)
        guard position == bytes.count else { throw malformed("Text stands behind the value.") }
    }

    private mutating func value(named name: Int32, _ bytes: Span<UInt8>) throws(Rejection) {
        guard tape.nodes.count < Limits.jsonValues else {
            throw Rejection(Problem(.jsonTooLarge, line: Int(line)))
        }
        guard position < bytes.count else { throw malformed("The text ends where a value is expected.") }
        switch bytes[position] {
        case UInt8(ascii: "\""): add(.string, name, try string(bytes))
        case UInt8(ascii: "{"): try container(.object, name, bytes)
        case UInt8(ascii: "["): try container(.list, name, bytes)
        case UInt8(ascii: "t"): add(.true, name, try word("true", bytes))
        case UInt8(ascii: "f"): add(.false, name, try word("false", bytes))
        case UInt8(ascii: "n"): add(.null, name, try word("null", bytes))
        default: add(.number, name, try number(bytes))
        }
    }

    /// Adds a value with nothing in it.
    @inline(__always)
    private mutating func add(_ kind: WireTape.Node.Kind, _ name: Int32, _ range: Range<Int>) {
        var node = WireTape.Node(kind, name: name, line: line)
        node.start = Int32(truncatingIfNeeded: range.lowerBound)
        node.length = Int32(truncatingIfNeeded: range.count)
        node.next = Int32(truncatingIfNeeded: tape.nodes.count + 1)
        tape.nodes.append(node)
    }

    private mutating func container(
        _ kind: WireTape.Node.Kind, _ name: Int32, _ bytes: Span<UInt8>
    ) throws(Rejection) {
        let place = tape.nodes.count
        tape.nodes.append(WireTape.Node(kind, name: name, line: line))
        depth += 1
        guard depth <= Limits.jsonDepth else { throw Rejection(Problem(.jsonTooDeep, line: Int(line))) }
        position += 1
        skipSpace(bytes)
        let children = kind == .object ? try members(bytes) : try items(bytes)
        depth -= 1
        tape.nodes[place].children = children
        tape.nodes[place].next = Int32(truncatingIfNeeded: tape.nodes.count)
    }

    /// Reads on to the end of an object, and says how many members it has.
    private mutating func members(_ bytes: Span<UInt8>) throws(Rejection) -> Int32 {
        if skip(UInt8(ascii: "}"), bytes) { return 0 }
        var count: Int32 = 0
        repeat {
            skipSpace(bytes)
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw malformed("A member name is expected.")
            }
            let name = try name(bytes)
            skipSpace(bytes)
            guard skip(UInt8(ascii: ":"), bytes) else { throw malformed("A colon is expected.") }
            skipSpace(bytes)
            count += 1
            try value(named: name, bytes)
            skipSpace(bytes)
        } while skip(UInt8(ascii: ","), bytes)
        guard skip(UInt8(ascii: "}"), bytes) else { throw malformed("A comma or the end of the object is expected.") }
        return count
    }

    /// Reads on to the end of a list, and says how many items it has.
    private mutating func items(_ bytes: Span<UInt8>) throws(Rejection) -> Int32 {
        if skip(UInt8(ascii: "]"), bytes) { return 0 }
        var count: Int32 = 0
        repeat {
            skipSpace(bytes)
            count += 1
            try value(named: -1, bytes)
            skipSpace(bytes)
        } while skip(UInt8(ascii: ","), bytes)
        guard skip(UInt8(ascii: "]"), bytes) else { throw malformed("A comma or the end of the list is expected.") }
        return count
    }

    /// Reads the name of a member and says its number.
    private mutating func name(_ bytes: Span<UInt8>) throws(Rejection) -> Int32 {
        let start = position + 1
        let (end, _) = Self.endOfPlainText(from: start, bytes)
        if end < bytes.count, bytes[end] == UInt8(ascii: "\""), let number = names.number(of: bytes, start..<end) {
            position = end + 1
            return number
        }
        return otherName(try string(bytes))
    }

    /// The number of a name that is not known, or that has escapes, which have been resolved on the tape.
    private mutating func otherName(_ range: Range<Int>) -> Int32 {
        if let number = names.number(of: tape.text[0..<tape.text.count].span, range) { return number }
        tape.otherNames.append(range)
        return WireTape.number(ofOtherName: tape.otherNames.count - 1)
    }

    /// Reads a word, which has no text on the tape.
    private mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) throws(Rejection) -> Range<Int> {
        guard word.utf8CodeUnitCount <= bytes.count - position else { throw malformed("A value is expected.") }
        for offset in 0..<word.utf8CodeUnitCount where bytes[position + offset] != word.utf8Start[offset] {
            throw malformed("A value is expected.")
        }
        position += word.utf8CodeUnitCount
        return 0..<0
    }

    /// A number by RFC 8259 §6: no plus, no leading zeros, digits on both sides of the point.
    private mutating func number(_ bytes: Span<UInt8>) throws(Rejection) -> Range<Int> {
        let start = position
        _ = skip(UInt8(ascii: "-"), bytes)
        let firstDigit = position
        guard skipDigits(bytes) else { throw malformed("A value is expected.") }
        guard bytes[firstDigit] != UInt8(ascii: "0") || position == firstDigit + 1 else {
            throw malformed("A number has a leading zero.")
        }
        if skip(UInt8(ascii: "."), bytes), !skipDigits(bytes) { throw malformed("A number ends at its point.") }
        if skip(UInt8(ascii: "e"), bytes) || skip(UInt8(ascii: "E"), bytes) {
            if !skip(UInt8(ascii: "+"), bytes) { _ = skip(UInt8(ascii: "-"), bytes) }
            guard skipDigits(bytes) else { throw malformed("A number ends at its exponent.") }
        }
        guard position - start <= Limits.jsonNumberCharacters else {
            throw Rejection(Problem(.jsonNumberTooLarge, line: Int(line)))
        }
        return start..<position
    }

    // MARK: Strings

    /// Reads a string and says where its characters stand, escapes resolved.
    private mutating func string(_ bytes: Span<UInt8>) throws(Rejection) -> Range<Int> {
        let start = position + 1
        let (end, isASCII) = Self.endOfPlainText(from: start, bytes)
        guard end < bytes.count else { throw malformed("The text ends inside a string.") }
        switch bytes[end] {
        case UInt8(ascii: "\""):
            position = end + 1
            if !isASCII { try checkCharacters(bytes.extracting(start..<end)) }
            return start..<end
        case UInt8(ascii: "\\"):
            return try escapedString(from: start, to: end, bytes)
        default:
            throw malformed("A control character stands in a string.")
        }
    }

    /// The place of the first quotation mark, backslash or control character, and whether all bytes before it are ASCII.
    @inline(__always)
    private static func endOfPlainText(from start: Int, _ bytes: Span<UInt8>) -> (end: Int, isASCII: Bool) {
        var place = start
        var seen: UInt64 = 0
        while place <= bytes.count - 8 {
            let word = ByteWords.word(of: bytes, at: place)
            let marks =
                ByteWords.marks(word, equalTo: UInt8(ascii: "\"")) | ByteWords.marks(word, equalTo: UInt8(ascii: "\\"))
                | ByteWords.marks(word, below: 0x20)
            guard marks == 0 else {
                // What is marked is ASCII itself, so only the bytes before it can have a high bit below the mark.
                seen |= word & (marks ^ (marks &- 1))
                return (place &+ ByteWords.first(marks), seen & ByteWords.highs == 0)
            }
            seen |= word
            place &+= 8
        }
        while place < bytes.count, bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\""),
            bytes[place] != UInt8(ascii: "\\")
        {
            seen |= UInt64(bytes[place])
            place += 1
        }
        return (place, seen & ByteWords.highs == 0)
    }

    /// Reads a string on from its first backslash, and puts what follows an escape on the tape further to the left.
    private mutating func escapedString(
        from start: Int, to backslash: Int, _ bytes: Span<UInt8>
    ) throws(Rejection) -> Range<Int> {
        var end = backslash
        position = backslash
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                try check(start..<end)
                return start..<end
            case UInt8(ascii: "\\"):
                for unit in String(try escape(bytes)).utf8 {
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

    private mutating func escape(_ bytes: Span<UInt8>) throws(Rejection) -> Unicode.Scalar {
        guard position < bytes.count else { throw malformed("The text ends inside a string.") }
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
        case UInt8(ascii: "u"): return try unicodeEscape(bytes)
        default: throw malformed("A backslash stands before a character that it does not escape.")
        }
    }

    /// Reads four digits behind `u`, and the second half of a pair; leaves the position on the last digit.
    private mutating func unicodeEscape(_ bytes: Span<UInt8>) throws(Rejection) -> Unicode.Scalar {
        let first = try hexDigits(from: position + 1, bytes)
        position += 4
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), position + 2 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "\\"), bytes[position + 2] == UInt8(ascii: "u")
        else { throw Rejection(Problem(.jsonLoneSurrogate, line: Int(line))) }
        let second = try hexDigits(from: position + 3, bytes)
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        else { throw Rejection(Problem(.jsonLoneSurrogate, line: Int(line))) }
        position += 6
        return scalar
    }

    private func hexDigits(from start: Int, _ bytes: Span<UInt8>) throws(Rejection) -> UInt16 {
        guard start + 4 <= bytes.count else { throw malformed("Four hexadecimal digits are expected.") }
        var value: UInt16 = 0
        for place in start..<start + 4 {
            let byte = bytes[place]
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt16(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt16(byte & 0x0F + 9)
            default: throw malformed("Four hexadecimal digits are expected.")
            }
        }
        return value
    }

    /// Refuses what escapes have brought, or what stood beside them, and could not be written in XML.
    ///
    /// Source: XML 1.0 §2.2.
    private func check(_ range: Range<Int>) throws(Rejection) {
        let characters = tape.text[range].span
        for place in characters.indices where characters[place] < 0x20 {
            guard [0x09, 0x0A, 0x0D].contains(characters[place]) else {
                throw Rejection(Problem(.forbiddenCharacter, line: Int(line)))
            }
        }
        try checkCharacters(characters)
    }

    /// Refuses U+FFFE and U+FFFF, which are the last two that begin with the byte EF.
    ///
    /// Source: XML 1.0 §2.2.
    private func checkCharacters(_ characters: Span<UInt8>) throws(Rejection) {
        var place = ByteWords.index(of: 0xEF, in: characters, from: 0)
        while place < characters.count {
            // The text is valid UTF-8, so two bytes follow.
            guard characters[place + 1] != 0xBF || characters[place + 2] < 0xBE else {
                throw Rejection(Problem(.forbiddenCharacter, line: Int(line)))
            }
            place = ByteWords.index(of: 0xEF, in: characters, from: place + 3)
        }
    }

    // MARK: Bytes

    private func malformed(_ detail: String) -> Rejection {
        Rejection(Problem(.jsonNotWellFormed, line: Int(line), detail: detail))
    }

    @inline(__always)
    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        guard position < bytes.count, bytes[position] <= 0x20 else { return }
        // One space stands behind most colons.
        if bytes[position] == 0x20, position + 1 < bytes.count, bytes[position + 1] > 0x20 {
            position += 1
        } else {
            skipLongSpace(bytes)
        }
    }

    private mutating func skipLongSpace(_ bytes: Span<UInt8>) {
        var place = position
        while place < bytes.count {
            switch bytes[place] {
            case 0x0A:
                line += 1
                // A line that is indented begins with many spaces.
                place = ByteWords.endOfSpaces(in: bytes, from: place + 1)
            case 0x20, 0x09, 0x0D:
                place += 1
            default:
                position = place
                return
            }
        }
        position = place
    }

    @inline(__always)
    private mutating func skip(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Whether at least one digit was read.
    private mutating func skipDigits(_ bytes: Span<UInt8>) -> Bool {
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        return position > start
    }
}
