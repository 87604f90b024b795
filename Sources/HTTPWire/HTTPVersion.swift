/// The protocol's version as it stands in first lines.
///
/// Source: RFC 9112 §2.3.
enum HTTPVersion {
    /// The x of `HTTP/1.x`.
    static func minor(in bytes: ArraySlice<UInt8>) throws(HTTPProblem) -> Int {
        guard bytes.count == 8, bytes.starts(with: "HTTP/".utf8) else { throw .versionMalformed }
        let major = bytes[bytes.startIndex + 5]
        let point = bytes[bytes.startIndex + 6]
        let minor = bytes[bytes.startIndex + 7]
        guard Bytes.isDigit(major), point == UInt8(ascii: "."), Bytes.isDigit(minor) else { throw .versionMalformed }
        guard major == UInt8(ascii: "1") else { throw .versionNotSupported }
        return Int(minor - 0x30)
    }
}
