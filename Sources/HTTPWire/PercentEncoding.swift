/// Percent-encoding of URIs.
///
/// Source: RFC 3986 §2.1.
package enum PercentEncoding {
    /// The text behind a path segment or a query part; `nil` if an escape is broken, the bytes are not UTF-8, or a
    /// control character comes out.
    ///
    /// `+` stays `+`: these are URIs, not forms, and a time with an offset holds a plus.
    package static func decoded(_ text: Substring) -> String? {
        guard text.utf8.contains(Bytes.percent) else { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == Bytes.percent else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(Bytes.hexadecimal),
                let low = rest.popFirst().flatMap(Bytes.hexadecimal)
            else { return nil }
            let decoded = high << 4 | low
            guard decoded >= 0x20, decoded != 0x7F else { return nil }
            bytes.append(decoded)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The text as one path segment or query part: everything but unreserved characters is escaped.
    package static func encoded(_ text: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if Bytes.isDigit(byte) || Bytes.isLetter(byte) || "-._~".utf8.contains(byte) {
                result.append(byte)
            } else {
                result.append(Bytes.percent)
                result.append(contentsOf: String(byte >> 4, radix: 16, uppercase: true).utf8)
                result.append(contentsOf: String(byte & 15, radix: 16, uppercase: true).utf8)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
