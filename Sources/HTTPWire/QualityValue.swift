/// The weight of a choice in a header: `q=0.8`.
///
/// Source: RFC 9110 §12.4.2.
enum QualityValue {
    /// 0 to 1,000; nil when the text is not 0 or 1 with at most three decimals.
    static func thousandths(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1"), bytes.count <= 5,
            bytes.count == 1 || bytes[1] == UInt8(ascii: "."), bytes.dropFirst(2).allSatisfy(Bytes.isDigit)
        else { return nil }
        let decimals = Array(bytes.dropFirst(2)) + [0x30, 0x30, 0x30]
        let thousandths = decimals.prefix(3).reduce(Int(first - 0x30)) { $0 * 10 + Int($1 - 0x30) }
        return thousandths <= 1_000 ? thousandths : nil
    }
}
