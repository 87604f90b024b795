/// Goes from tag to tag through markup, over comments, processing instructions and CDATA.
///
/// It does not judge well-formedness: what it finds holds for a document that a parser has taken.
struct MarkupScan {
    /// A start or end tag and where it stands, its angle brackets included.
    struct Tag {
        enum Kind { case start, end, empty }

        let kind: Kind
        let range: Range<Int>
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next tag; nil at the end, and before a document type, which no document here may have.
    mutating func next() -> Tag? {
        while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            let rest = bytes[start...]
            if rest.starts(with: "<!--".utf8) {
                skip(past: "-->", from: start + 4)
            } else if rest.starts(with: "<![CDATA[".utf8) {
                skip(past: "]]>", from: start + 9)
            } else if rest.starts(with: "<?".utf8) {
                skip(past: "?>", from: start + 2)
            } else if rest.starts(with: "<!".utf8) {
                return nil
            } else {
                return tag(from: start)
            }
        }
        return nil
    }

    private mutating func tag(from start: Int) -> Tag? {
        var quote: UInt8?
        var place = start + 1
        while place < bytes.count, quote != nil || bytes[place] != UInt8(ascii: ">") {
            let byte = bytes[place]
            if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            }
            place += 1
        }
        guard place < bytes.count, place > start + 1 else { return nil }
        position = place + 1
        let isEnd = bytes[start + 1] == UInt8(ascii: "/")
        let isEmpty = bytes[place - 1] == UInt8(ascii: "/")
        return Tag(kind: isEnd ? .end : isEmpty ? .empty : .start, range: start..<position)
    }

    private mutating func skip(past text: StaticString, from start: Int) {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        var place = start
        while place + wanted.count <= bytes.count {
            if bytes[place...].starts(with: wanted) {
                position = place + wanted.count
                return
            }
            place += 1
        }
        position = bytes.count
    }
}
