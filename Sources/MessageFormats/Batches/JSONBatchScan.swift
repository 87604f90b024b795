import Messages

/// Finds where the elements of a JSON array begin and end, by its brackets, commas and strings alone.
///
/// What stands between is not judged here: a number with a leading zero in one element is that element's fault only.
struct JSONBatchScan {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    /// The closing brackets that are owed, the innermost last.
    private var owed: [UInt8] = []

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The elements of the array that a text is; the text is valid UTF-8 without byte order mark.
    ///
    /// - Throws: `Rejection` when the brackets or strings do not close, or there are more elements than a batch may have.
    static func parts(of utf8: [UInt8]) throws(Rejection) -> [MessageBatch.Part] {
        var scan = JSONBatchScan(utf8)
        return try scan.array()
    }

    private mutating func array() throws(Rejection) -> [MessageBatch.Part] {
        var parts: [MessageBatch.Part] = []
        skipSpace()
        position += 1
        skipSpace()
        if byte == UInt8(ascii: "]") {
            position += 1
            try expectEnd()
            return []
        }
        while true {
            skipSpace()
            let (start, linesBefore) = (position, line - 1)
            try skipElement()
            guard position > start else { throw malformed("An element of the list is expected.") }
            guard parts.count < Limits.batchParts else { throw Rejection(.batchTooLong) }
            parts.append(MessageBatch.Part(bytes: Array(bytes[start..<position]), linesBefore: linesBefore))
            let end = byte
            position += 1
            guard end == UInt8(ascii: ",") else {
                try expectEnd()
                return parts
            }
        }
    }

    /// Goes on to the comma or bracket that ends an element.
    private mutating func skipElement() throws(Rejection) {
        while let byte {
            switch byte {
            case UInt8(ascii: "\""): try skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                owed.append(byte == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]"))
                guard owed.count <= Limits.jsonDepth else { throw Rejection(Problem(.jsonTooDeep, line: line)) }
            case UInt8(ascii: "]") where owed.isEmpty, UInt8(ascii: ",") where owed.isEmpty: return
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard owed.popLast() == byte else { throw malformed("A bracket closes what it did not open.") }
            case 0x0A: line += 1
            default: break
            }
            position += 1
        }
        throw malformed("The text ends inside the list.")
    }

    /// Goes on to the quotation mark that ends a string.
    private mutating func skipString() throws(Rejection) {
        position += 1
        while let byte, byte != UInt8(ascii: "\"") {
            if byte == 0x0A { line += 1 }
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard byte != nil else { throw malformed("The text ends inside a string.") }
    }

    private mutating func expectEnd() throws(Rejection) {
        skipSpace()
        guard byte == nil else { throw malformed("Text stands behind the value.") }
    }

    private mutating func skipSpace() {
        while let byte, byte.isWhiteSpace {
            if byte == 0x0A { line += 1 }
            position += 1
        }
    }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func malformed(_ detail: String) -> Rejection {
        Rejection(Problem(.jsonNotWellFormed, line: line, detail: detail))
    }
}
