/// The protocol's version as it stands in first lines.
///
/// Source: RFC 9112 §2.3.
enum HTTPVersion {
    /// The x of `HTTP/1.x`.
    static func minor(in bytes: ArraySlice<UInt8>) throws(HTTPProblem) -> Int {
        let text = Array(bytes)
        guard text.count == 8, text.starts(with: "HTTP/".utf8), Bytes.isDigit(text[5]), text[6] == UInt8(ascii: "."),
            Bytes.isDigit(text[7])
        else { throw .versionMalformed }
        guard text[5] == UInt8(ascii: "1") else { throw .versionNotSupported }
        return Int(text[7] - 0x30)
    }
}
