import Messages

/// A way to put a document into bytes, apart from the program's own charset step.
enum TestEncoding: Sendable {
    case utf8, utf8WithMark, utf16LittleEndian, utf16BigEndian, utf16LittleEndianWithMark, utf16BigEndianWithMark
    case latin1, windows1252

    /// The bytes of a text; what the encoding does not have becomes a question mark.
    func bytes(_ text: String) -> [UInt8] {
        switch self {
        case .utf8: Array(text.utf8)
        case .utf8WithMark: [0xEF, 0xBB, 0xBF] + Array(text.utf8)
        case .utf16LittleEndian: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16BigEndian: text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        case .utf16LittleEndianWithMark: [0xFF, 0xFE] + Self.utf16LittleEndian.bytes(text)
        case .utf16BigEndianWithMark: [0xFE, 0xFF] + Self.utf16BigEndian.bytes(text)
        case .latin1: text.unicodeScalars.map { UInt8(exactly: $0.value) ?? 0x3F }
        case .windows1252: text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8(exactly: $0.value) ?? 0x3F }
        }
    }
}
