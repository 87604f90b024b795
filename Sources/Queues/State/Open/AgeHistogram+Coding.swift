internal import Messages

/// The seconds of a histogram as bytes: a few for each, since they lie close together.
///
///     4     number of seconds, and of each, in order:
///     1–10  seconds since the one before; of the first: seconds since 1970-01-01T00:00:00Z
///     1–3   microseconds of the earliest moment
///     1–5   deliveries
///
/// Numbers of varying length have seven bits in a byte, the lowest first, and the top bit set in all bytes but the last.
/// A first second before 1970 wraps around.
extension AgeHistogram {
    func encode(to encoder: inout RecordEncoder) {
        encoder.integer(UInt32(secondCount))
        var before: Int64 = 0
        for second in seconds {
            encoder.number(UInt64(bitPattern: second.number &- before))
            encoder.number(UInt64(second.first))
            encoder.number(UInt64(second.count))
            before = second.number
        }
    }

    /// Reads what `encode` wrote.
    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        var before: Int64?
        let seconds = try decoder.list { decoder throws(RecordDecoder.Mismatch) in
            let number = (before ?? 0) &+ Int64(bitPattern: try decoder.number())
            let first = try decoder.number()
            let count = try decoder.number()
            guard before.map({ $0 < number }) ?? true, number.magnitude <= Self.largestSecond, first < 1_000_000,
                let count = UInt32(exactly: count), count > 0
            else { throw RecordDecoder.Mismatch() }
            before = number
            return Second(number: number, first: UInt32(first), count: count)
        }
        self.init(seconds)
    }

    /// The last second all of whose microseconds a `Timestamp` can tell.
    private static let largestSecond = UInt64(Int64.max / 1_000_000 - 1)
}

extension RecordEncoder {
    /// A number of varying length.
    fileprivate mutating func number(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            integer(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        integer(UInt8(rest))
    }
}

extension RecordDecoder {
    fileprivate mutating func number() throws(Mismatch) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try integer(UInt8.self)
            // The tenth byte has room for one bit.
            guard shift < 63 || byte <= 1 else { throw Mismatch() }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw Mismatch()
    }
}
