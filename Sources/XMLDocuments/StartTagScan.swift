/// A look at the markup of a document before libxml2 gets it: declarations, depth, number and size of start tags.
///
/// It does not judge well-formedness; where the markup is broken it may lose its place, and libxml2 refuses the document.
struct StartTagScan {
    private let limits: XMLLimits
    private var position = 0
    private var depth = 0
    private var elements = 0

    private init(limits: XMLLimits) {
        self.limits = limits
    }

    /// Goes through a document; throws at the first thing that is not allowed.
    static func run(_ bytes: Span<UInt8>, limits: XMLLimits) throws(XMLFailure) {
        guard bytes.count <= limits.bytes else { throw .tooLarge }
        var scan = StartTagScan(limits: limits)
        while case let next = Self.index(of: UInt8(ascii: "<"), from: scan.position, bytes), next < bytes.count {
            scan.position = next
            switch next + 1 < bytes.count ? bytes[next + 1] : 0 {
            case UInt8(ascii: "!"): try scan.declaration(bytes)
            case UInt8(ascii: "?"): scan.skip(past: "?>", from: next + 2, bytes)
            case UInt8(ascii: "/"):
                scan.depth -= 1
                scan.skip(past: ">", from: next + 2, bytes)
            default: try scan.startTag(bytes)
            }
        }
    }

    private mutating func declaration(_ bytes: Span<UInt8>) throws(XMLFailure) {
        if Self.has("<!--", at: position, bytes) {
            skip(past: "-->", from: position + 4, bytes)
        } else if Self.has("<![CDATA[", at: position, bytes) {
            skip(past: "]]>", from: position + 9, bytes)
        } else if Self.has("<!DOCTYPE", at: position, bytes) {
            throw .doctype(line: Self.line(at: position, bytes))
        } else {
            skip(past: ">", from: position + 2, bytes)
        }
    }

    private mutating func startTag(_ bytes: Span<UInt8>) throws(XMLFailure) {
        let start = position
        var attributes = 0
        // The quotation mark that ends the value of an attribute; 0 outside of one.
        var quote: UInt8 = 0
        var place = start + 1
        while place < bytes.count, case let byte = bytes[place], quote != 0 || byte != UInt8(ascii: ">") {
            if byte == quote {
                quote = 0
            } else if quote == 0, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if quote == 0, byte == UInt8(ascii: "=") {
                attributes += 1
            }
            place += 1
            guard attributes <= limits.attributes, place - start <= limits.startTagBytes else {
                throw .startTagTooLarge(line: Self.line(at: start, bytes))
            }
        }
        elements += 1
        guard elements <= limits.elements else { throw .tooLarge }
        if bytes[place - 1] != UInt8(ascii: "/") { depth += 1 }
        guard depth <= limits.depth else { throw .tooDeep(line: Self.line(at: start, bytes)) }
        position = place + 1
    }

    /// Moves behind the next place of a text, or to the end.
    private mutating func skip(past text: StaticString, from start: Int, _ bytes: Span<UInt8>) {
        let first = text.utf8Start.pointee
        var place = start
        while case let next = Self.index(of: first, from: place, bytes), next < bytes.count {
            if Self.has(text, at: next, bytes) {
                position = next + text.utf8CodeUnitCount
                return
            }
            place = next + 1
        }
        position = bytes.count
    }

    /// The place of the next such byte; the count when there is none.
    static func index(of byte: UInt8, from start: Int, _ bytes: Span<UInt8>) -> Int {
        var place = start
        while place < bytes.count, bytes[place] != byte { place += 1 }
        return place
    }

    private static func has(_ text: StaticString, at start: Int, _ bytes: Span<UInt8>) -> Bool {
        guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
        for place in 0..<text.utf8CodeUnitCount where bytes[start + place] != text.utf8Start[place] { return false }
        return true
    }

    /// The line of a byte, counted from 1.
    static func line(at position: Int, _ bytes: Span<UInt8>) -> Int {
        var line = 1
        for place in 0..<position where bytes[place] == UInt8(ascii: "\n") { line += 1 }
        return line
    }
}
