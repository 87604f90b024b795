/// The byte order marks that are known.
enum ByteOrderMark {
    case utf8, utf16BigEndian, utf16LittleEndian

    init?(of bytes: [UInt8]) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            self = .utf8
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            self = .utf16BigEndian
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            self = .utf16LittleEndian
        } else {
            return nil
        }
    }

    var charset: Charset {
        switch self {
        case .utf8: .utf8
        case .utf16BigEndian: .utf16BigEndian
        case .utf16LittleEndian: .utf16LittleEndian
        }
    }

    var isUTF16: Bool { self != .utf8 }

    /// In bytes.
    var length: Int { self == .utf8 ? 3 : 2 }
}
