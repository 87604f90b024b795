/// Writes JSON one value after the other into UTF-8 bytes; names and order are the caller's.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private let isIndented: Bool
    private var depth = 0
    /// Whether the innermost open container is empty still.
    private var isFirst = true
    /// Whether a name was written whose value comes next.
    private var hasName = false

    init(layout: Layout) {
        isIndented = layout == .indented
    }

    mutating func beginObject() { begin("{") }
    mutating func endObject() { end("}") }
    mutating func beginList() { begin("[") }
    mutating func endList() { end("]") }

    /// Writes the name of the member whose value comes next.
    mutating func name(_ name: String) {
        separate()
        appendQuoted(name)
        append(isIndented ? ": " : ":")
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
        if isIndented { append("\n") }
    }

    private mutating func word(_ word: String) {
        separate()
        append(word)
    }

    private mutating func begin(_ bracket: String) {
        separate()
        append(bracket)
        depth += 1
        isFirst = true
    }

    private mutating func end(_ bracket: String) {
        depth -= 1
        if !isFirst { breakLine() }
        append(bracket)
        isFirst = false
    }

    private mutating func separate() {
        guard !hasName else {
            hasName = false
            return
        }
        if !isFirst { append(",") }
        if depth > 0 { breakLine() }
        isFirst = false
    }

    private mutating func breakLine() {
        guard isIndented else { return }
        append("\n")
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0..<0x20: append("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))")
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
