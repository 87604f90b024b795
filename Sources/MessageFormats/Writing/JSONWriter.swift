/// Writes JSON one value after the other into UTF-8 bytes; names and order are the caller's.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private let isIndented: Bool
    private var depth = 0
    /// Whether the innermost open container is empty still.
    private var isFirst = true
    /// Whether a name was written whose value comes next.
    private var hasName = false

    init(layout: Layout, reserving count: Int = Limits.writtenAtFirst) {
        isIndented = layout == .indented
        bytes.reserveCapacity(count)
    }

    mutating func beginObject() { begin(UInt8(ascii: "{")) }
    mutating func endObject() { end(UInt8(ascii: "}")) }
    mutating func beginList() { begin(UInt8(ascii: "[")) }
    mutating func endList() { end(UInt8(ascii: "]")) }

    /// Writes the name of the member whose value comes next.
    mutating func name(_ name: String) {
        separate()
        appendQuoted(name)
        bytes.append(UInt8(ascii: ":"))
        if isIndented { bytes.append(0x20) }
        hasName = true
    }

    mutating func text(_ text: String) {
        separate()
        appendQuoted(text)
    }

    mutating func integer(_ integer: Int) { word(String(integer)) }
    mutating func boolean(_ boolean: Bool) { word(boolean ? "true" : "false") }
    mutating func null() { word("null") }

    /// Ends an indented text with a line feed, as files end.
    mutating func finish() {
        if isIndented { bytes.append(0x0A) }
    }

    private mutating func word(_ word: String) {
        separate()
        append(word)
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        depth += 1
        isFirst = true
    }

    private mutating func end(_ bracket: UInt8) {
        depth -= 1
        if !isFirst { breakLine() }
        bytes.append(bracket)
        isFirst = false
    }

    private mutating func separate() {
        guard !hasName else {
            hasName = false
            return
        }
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        if depth > 0 { breakLine() }
        isFirst = false
    }

    private mutating func breakLine() {
        guard isIndented else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Appends a text in quotes: what need not be escaped, mostly all of it, is copied in one piece.
    private mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let isContiguous: Void? = text.utf8.withContiguousStorageIfAvailable { append($0.span) }
        if isContiguous == nil { append(Array(text.utf8).span) }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(_ text: Span<UInt8>) {
        var start = 0
        while true {
            let end = Self.escaped(in: text, from: start)
            text.extracting(start..<end).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
            guard end < text.count else { return }
            appendEscaped(text[end])
            start = end + 1
        }
    }

    /// The place of the first byte that must be escaped; the count when there is none.
    private static func escaped(in text: Span<UInt8>, from start: Int) -> Int {
        var place = start
        while place + 8 <= text.count {
            let word = ByteWords.word(of: text, at: place)
            let marks =
                ByteWords.marks(word, below: 0x20) | ByteWords.marks(word, equalTo: UInt8(ascii: "\""))
                | ByteWords.marks(word, equalTo: UInt8(ascii: "\\"))
            // Each mark may be wrong above its own lowest one, never below: the lowest of all is right.
            if marks != 0 { return place + ByteWords.first(marks) }
            place += 8
        }
        while place < text.count, !isEscaped(text[place]) { place += 1 }
        return place
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        default: append("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))")
        }
    }
}
