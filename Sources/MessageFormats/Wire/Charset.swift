import Messages

/// The character sets that are read, and the step that brings bytes to UTF-8 before anything else looks at them.
///
/// The order is the contract's: the charset of HTTP, then a byte order mark, then the XML declaration, then UTF-8.
enum Charset: Sendable {
    case utf8, ascii, latin1, windows1252, utf16, utf16BigEndian, utf16LittleEndian

    private static let names: [String: Charset] = [
        "utf-8": .utf8, "utf8": .utf8, "us-ascii": .ascii, "ascii": .ascii, "iso-8859-1": .latin1,
        "iso_8859-1": .latin1,
        "latin1": .latin1, "windows-1252": .windows1252, "cp1252": .windows1252, "utf-16": .utf16,
        "utf-16be": .utf16BigEndian, "utf-16le": .utf16LittleEndian,
    ]

    /// How most documents begin; then nothing else needs to be looked at.
    private static let usualDeclaration = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>".utf8)

    /// Brings XML to UTF-8 without byte order mark; the result is valid UTF-8.
    static func utf8(ofXML bytes: [UInt8], httpCharset: String?) throws(Rejection) -> [UInt8] {
        if httpCharset == nil, bytes.starts(with: usualDeclaration) { return try checkedUTF8(bytes, mark: nil) }
        let mark = ByteOrderMark(of: bytes)
        let utf8 = try charset(ofXML: bytes, httpCharset, mark).decode(bytes, mark: mark)
        // A second mark is a character before the document; libxml2 would pass over it.
        guard ByteOrderMark(of: utf8) != .utf8 else { throw Rejection(Problem(.xmlNotWellFormed, line: 1)) }
        return utf8
    }

    private static func charset(
        ofXML bytes: [UInt8], _ httpCharset: String?, _ mark: ByteOrderMark?
    ) throws(Rejection) -> Charset {
        if let httpCharset { return try named(httpCharset) }
        if let mark { return mark.charset }
        if let guess = utf16WithoutMark(bytes) { return guess }
        guard let name = XMLDeclaration.encoding(of: bytes) else { return .utf8 }
        let declared = try named(name)
        // The declaration could be read a byte a character, so the document is not in what it says.
        guard ![.utf16, .utf16BigEndian, .utf16LittleEndian].contains(declared) else {
            throw Rejection(Problem(.bytesInvalid, line: 1))
        }
        return declared
    }

    /// Holds JSON to UTF-8 and takes a byte order mark away.
    ///
    /// Source: RFC 8259 §8.1.
    static func utf8(ofJSON bytes: [UInt8], httpCharset: String?) throws(Rejection) -> [UInt8] {
        if let httpCharset {
            let charset = try named(httpCharset)
            guard charset == .utf8 || charset == .ascii else { throw Rejection(.charsetNotAllowed) }
        }
        let mark = ByteOrderMark(of: bytes)
        guard mark == nil || mark == .utf8 else { throw Rejection(.charsetNotAllowed) }
        return try Charset.utf8.decode(bytes, mark: mark)
    }

    private static func named(_ name: String) throws(Rejection) -> Charset {
        let plain = name.lowercased().filter { $0 != "\"" && $0 != " " }
        guard let charset = names[plain] else { throw Rejection(.charsetUnknown) }
        return charset
    }

    /// UTF-16 shows by the zero byte beside the first `<`.
    ///
    /// Source: XML 1.0 appendix F.
    private static func utf16WithoutMark(_ bytes: [UInt8]) -> Charset? {
        guard bytes.count >= 4 else { return nil }
        if bytes[0] == 0x3C, bytes[1] == 0, bytes[3] == 0 { return .utf16LittleEndian }
        if bytes[0] == 0, bytes[1] == 0x3C, bytes[2] == 0 { return .utf16BigEndian }
        return nil
    }

    private func decode(_ bytes: [UInt8], mark: ByteOrderMark?) throws(Rejection) -> [UInt8] {
        let body =
            mark?.charset == self || (self == .utf16 && mark?.isUTF16 == true)
            ? bytes.dropFirst(mark?.length ?? 0) : bytes[...]
        switch self {
        case .utf8: return try Self.checkedUTF8(bytes, mark: mark)
        case .ascii:
            if let place = body.firstIndex(where: { $0 >= 0x80 }) { throw Self.invalid(body, at: place) }
            return Array(body)
        case .latin1: return Self.widen(body) { UInt16($0) }
        case .windows1252: return try Self.decodeWindows1252(body)
        case .utf16:
            return try Self.decodeUTF16(body, isBigEndian: mark != .utf16LittleEndian)
        case .utf16BigEndian: return try Self.decodeUTF16(body, isBigEndian: true)
        case .utf16LittleEndian: return try Self.decodeUTF16(body, isBigEndian: false)
        }
    }

    /// The bytes themselves, without the mark that they may begin with.
    private static func checkedUTF8(_ bytes: [UInt8], mark: ByteOrderMark?) throws(Rejection) -> [UInt8] {
        if let place = UTF8Check.firstFault(in: bytes.span) { throw invalid(bytes[...], at: place) }
        guard mark == .utf8, let mark else { return bytes }
        return Array(bytes.dropFirst(mark.length))
    }

    private static func decodeWindows1252(_ bytes: ArraySlice<UInt8>) throws(Rejection) -> [UInt8] {
        if let place = bytes.firstIndex(where: { Windows1252.isUndefined($0) }) { throw invalid(bytes, at: place) }
        return widen(bytes, by: Windows1252.codeUnit)
    }

    private static func decodeUTF16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) throws(Rejection) -> [UInt8] {
        guard bytes.count % 2 == 0 else { throw Rejection(.bytesInvalid) }
        let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        guard let text = String(validating: units, as: UTF16.self) else { throw Rejection(.bytesInvalid) }
        return Array(text.utf8)
    }

    /// Turns characters of one byte each into UTF-8.
    private static func widen(_ bytes: ArraySlice<UInt8>, by codeUnit: (UInt8) -> UInt16) -> [UInt8] {
        var utf8: [UInt8] = []
        utf8.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            let unit = codeUnit(byte)
            switch unit {
            case 0..<0x80: utf8.append(UInt8(unit))
            case 0x80..<0x800: utf8 += [0xC0 | UInt8(unit >> 6), 0x80 | UInt8(unit & 0x3F)]
            default: utf8 += [0xE0 | UInt8(unit >> 12), 0x80 | UInt8(unit >> 6 & 0x3F), 0x80 | UInt8(unit & 0x3F)]
            }
        }
        return utf8
    }

    private static func invalid(_ bytes: ArraySlice<UInt8>, at place: Int) -> Rejection {
        Rejection(Problem(.bytesInvalid, line: line(of: place, in: bytes)))
    }

    private static func line(of place: Int, in bytes: ArraySlice<UInt8>) -> Int {
        bytes[..<place].reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    }
}
