/// Text as it stands in XML.
package enum XMLText {
    /// A text for the inside of an element or of an attribute in double quotes.
    ///
    /// A carriage return becomes `&#13;`, which the reader would else turn into a line feed. Source: XML 1.0 §2.4, §2.11.
    package static func escape(_ text: String) -> String {
        var bytes: [UInt8] = []
        escape(text, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends an escaped text to UTF-8 bytes: what need not be escaped, mostly all of it, is copied in one piece.
    package static func escape(_ text: String, into bytes: inout [UInt8]) {
        let isContiguous: Void? = text.utf8.withContiguousStorageIfAvailable { escape($0.span, into: &bytes) }
        if isContiguous == nil { escape(Array(text.utf8).span, into: &bytes) }
    }

    private static func escape(_ text: Span<UInt8>, into bytes: inout [UInt8]) {
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, replacement(of: text[end]) == nil { end += 1 }
            text.extracting(start..<end).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
            guard end < text.count, let replacement = replacement(of: text[end]) else { return }
            bytes.append(contentsOf: replacement.utf8)
            start = end + 1
        }
    }

    /// What stands for a byte; nil when it stands for itself.
    private static func replacement(of byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case 0x0D: "&#13;"
        default: nil
        }
    }
}
