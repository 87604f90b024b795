/// A look at the markup of a document before libxml2 gets it: declarations, depth, number and size of start tags.
///
/// It does not judge well-formedness; where the markup is broken it may lose its place, and libxml2 refuses the document.
struct StartTagScan {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let limits: XMLLimits
    private var position = 0
    private var depth = 0
    private var elements = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, limits: XMLLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// Goes through the document; throws at the first thing that is not allowed.
    mutating func run() throws(XMLFailure) {
        guard bytes.count <= limits.bytes else { throw .tooLarge }
        while let next = index(of: "<", from: position) {
            position = next
            switch byte(next + 1) {
            case UInt8(ascii: "!"): try declaration()
            case UInt8(ascii: "?"): skip(past: "?>", from: next + 2)
            case UInt8(ascii: "/"):
                depth -= 1
                skip(past: ">", from: next + 2)
            default: try startTag()
            }
        }
    }

    private mutating func declaration() throws(XMLFailure) {
        if hasPrefix("<!--") {
            skip(past: "-->", from: position + 4)
        } else if hasPrefix("<![CDATA[") {
            skip(past: "]]>", from: position + 9)
        } else if hasPrefix("<!DOCTYPE") {
            throw .doctype(line: line(at: position))
        } else {
            skip(past: ">", from: position + 2)
        }
    }

    private mutating func startTag() throws(XMLFailure) {
        let start = position
        var attributes = 0
        var quote: UInt8?
        var place = start + 1
        while let byte = byte(place), quote != nil || byte != UInt8(ascii: ">") {
            if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if quote == nil, byte == UInt8(ascii: "=") {
                attributes += 1
            }
            place += 1
            guard attributes <= limits.attributes, place - start <= limits.startTagBytes else {
                throw .startTagTooLarge(line: line(at: start))
            }
        }
        elements += 1
        guard elements <= limits.elements else { throw .tooLarge }
        if byte(place - 1) != UInt8(ascii: "/") { depth += 1 }
        guard depth <= limits.depth else { throw .tooDeep(line: line(at: start)) }
        position = place + 1
    }

    /// The line of a byte, counted from 1.
    private func line(at position: Int) -> Int {
        bytes[0..<position].reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    }

    private func byte(_ index: Int) -> UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    private func index(of character: Unicode.Scalar, from start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        return bytes[start...].firstIndex(of: UInt8(ascii: character))
    }

    private func hasPrefix(_ text: StaticString, at start: Int? = nil) -> Bool {
        let start = start ?? position
        guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[start + $0] == text.utf8Start[$0] }
    }

    /// Moves behind the next place of a text, or to the end.
    private mutating func skip(past text: StaticString, from start: Int) {
        let first = Unicode.Scalar(text.utf8Start[0])
        var place = start
        while let next = index(of: first, from: place) {
            if hasPrefix(text, at: next) {
                position = next + text.utf8CodeUnitCount
                return
            }
            place = next + 1
        }
        position = bytes.count
    }
}
