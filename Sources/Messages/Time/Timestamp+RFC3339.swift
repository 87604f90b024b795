extension Timestamp {
    /// Reads `YYYY-MM-DDThh:mm:ss[.f{1,9}](Z|±hh:mm)` and nothing else.
    ///
    /// The day must exist, the year be 1000–9999 and the offset within ±14:00; 24:00, a 60th second and small letters are
    /// refused. Digits beyond microseconds are read and cut. Source: RFC 3339 §5.6, narrowed by the contract.
    package init?(rfc3339 text: some StringProtocol) {
        guard let moment = Span.withBytes(of: text, { Timestamp(rfc3339: $0) }) else { return nil }
        self = moment
    }

    /// Reads the same of bytes in UTF-8.
    package init?(rfc3339 bytes: Span<UInt8>) {
        guard let moment = bytes.withUnsafeBufferPointer({ Timestamp(DigitReader($0)) }) else { return nil }
        self = moment
    }

    private init?<Bytes>(_ reader: DigitReader<Bytes>) {
        var digits = reader
        guard let year = digits.number(4), year >= 1000, digits.skip("-"), let month = digits.number(2),
            digits.skip("-"),
            let day = digits.number(2), let date = CivilDate(year: year, month: month, day: day), digits.skip("T"),
            let hour = digits.number(2), hour < 24, digits.skip(":"), let minute = digits.number(2), minute < 60,
            digits.skip(":"), let second = digits.number(2), second < 60,
            let fraction = Self.fraction(&digits), let offset = Self.offset(&digits), digits.isAtEnd
        else { return nil }
        let seconds = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(microseconds: Int64(seconds) * 1_000_000 + Int64(fraction))
    }

    /// The moment in UTC with `Z`, with as many fractional digits as it needs, at most six.
    package var rfc3339: String {
        local(offset: 0) + fractionText + "Z"
    }

    /// The moment by the Swedish clock with its offset: `2026-11-22T08:15:00+01:00`.
    package var swedishLocal: String {
        let offset = swedishOffset
        return local(offset: offset) + fractionText + "+\(decimal(offset / 3600, 2)):00"
    }

    /// The moment by the Swedish clock as `YYYYMMDDhhmmss`, cut to the second.
    ///
    /// Source: GetCarePlans 2.0, `TimeStampType`.
    package var swedishLocalDigits: String {
        String(local(offset: swedishOffset).filter { $0.isASCII && $0.isNumber })
    }

    /// The day by the Swedish clock.
    package var swedishDate: CivilDate {
        CivilDate(daysSince1970: Self.floorDivide(Int(seconds) + swedishOffset, 86_400))
    }

    private func local(offset: Int) -> String {
        let shifted = Int(seconds) + offset
        let days = Self.floorDivide(shifted, 86_400)
        let rest = shifted - days * 86_400
        let date = CivilDate(daysSince1970: days)
        // Every receipt has a moment in it: one text, not one of each number.
        let parts: InlineArray<6, Int> = [date.year, date.month, date.day, rest / 3600, rest / 60 % 60, rest % 60]
        guard parts[0] >= 0, parts[0] < 10_000 else {
            return "\(date.text)T\(decimal(parts[3], 2)):\(decimal(parts[4], 2)):\(decimal(parts[5], 2))"
        }
        return String(unsafeUninitializedCapacity: 19) { text in
            var end = 19
            for index in parts.indices.reversed() {
                var number = parts[index]
                for _ in 0..<(index == 0 ? 4 : 2) {
                    end -= 1
                    text[end] = UInt8(ascii: "0") + UInt8(number % 10)
                    number /= 10
                }
                guard index > 0 else { break }
                end -= 1
                text[end] = index == 3 ? UInt8(ascii: "T") : index > 3 ? UInt8(ascii: ":") : UInt8(ascii: "-")
            }
            return 19
        }
    }

    private var fractionText: String {
        var fraction = Int(microseconds - seconds * 1_000_000)
        guard fraction != 0 else { return "" }
        var digits = 6
        while fraction % 10 == 0 { (fraction, digits) = (fraction / 10, digits - 1) }
        return "." + decimal(fraction, digits)
    }

    /// Microseconds after the point, 0 without one; nil when the point has no digit or more than nine.
    private static func fraction<Bytes>(_ digits: inout DigitReader<Bytes>) -> Int? {
        guard digits.skip(".") else { return 0 }
        var value = 0
        var count = 0
        while let digit = digits.digit() {
            count += 1
            if count <= 6 { value = value * 10 + digit }
        }
        guard (1...9).contains(count) else { return nil }
        for _ in 0..<max(0, 6 - count) { value *= 10 }
        return value
    }

    /// Seconds east of UTC; nil when there is no offset or one beyond ±14:00.
    private static func offset<Bytes>(_ digits: inout DigitReader<Bytes>) -> Int? {
        if digits.skip("Z") { return 0 }
        let isEast = digits.skip("+")
        guard isEast || digits.skip("-"), let hours = digits.number(2), digits.skip(":"),
            let minutes = digits.number(2),
            minutes < 60, hours * 60 + minutes <= 14 * 60
        else { return nil }
        return (isEast ? 1 : -1) * (hours * 60 + minutes) * 60
    }

    static func floorDivide(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : -((divisor - 1 - number) / divisor)
    }
}
