/// The bytes of a request, and the places that differ from one to the next.
struct Request {
    let bytes: [UInt8]
    /// Where a fresh UUID goes.
    let id: Int?
    /// Where fresh letters go.
    let `case`: Int?

    /// The bytes of the next request.
    func fresh() -> [UInt8] {
        var fresh = bytes
        var random = SystemRandomNumberGenerator()
        let numbers = [random.next(), random.next()] as [UInt64]
        if let id { Self.write(numbers, Array("0123456789abcdef".utf8), asUUID: true, at: id, in: &fresh) }
        if let `case` { Self.write(numbers, Array("ABCDEFGHIJKLMNOP".utf8), asUUID: false, at: `case`, in: &fresh) }
        return fresh
    }

    /// Writes 31 or 32 digits of 16 kinds.
    ///
    /// Source of a UUID's form, version 4: RFC 9562 §5.4.
    private static func write(
        _ numbers: [UInt64], _ digits: [UInt8], asUUID: Bool, at place: Int, in bytes: inout [UInt8]
    ) {
        var at = place
        for index in 0..<(asUUID ? 32 : Talk.caseMarker.count) {
            if asUUID, [8, 12, 16, 20].contains(index) { at += 1 }
            let nibble = Int(numbers[index / 16] >> (4 * UInt64(index % 16)) & 15)
            bytes[at] = digits[asUUID && index == 12 ? 4 : asUUID && index == 16 ? 8 | nibble & 3 : nibble]
            at += 1
        }
    }
}
