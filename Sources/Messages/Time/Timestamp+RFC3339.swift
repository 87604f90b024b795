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
        guard bytes.count >= 20, let date = CivilDate(beginOf: bytes), bytes[10] == UInt8(ascii: "T"),
            let hour = bytes.twoDigits(at: 11), hour < 24, bytes[13] == UInt8(ascii: ":"),
            let minute = bytes.twoDigits(at: 14), minute < 60, bytes[16] == UInt8(ascii: ":"),
            let second = bytes.twoDigits(at: 17), second < 60
        else { return nil }
        var place = 19
        guard let fraction = Self.fraction(bytes, &place), let offset = Self.offset(bytes, from: place) else {
            return nil
        }
        let seconds = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(microseconds: Int64(seconds) * 1_000_000 + Int64(fraction))
    }

    /// The moment in UTC with `Z`, with as many fractional digits as it needs, at most six.
    package var rfc3339: String {
        var text = local(offset: 0)
        text += fractionText
        text += "Z"
        return text
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
        // With room for what follows: a fraction and an offset.
        return String(unsafeUninitializedCapacity: 32) { text in
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
    private static func fraction(_ bytes: Span<UInt8>, _ place: inout Int) -> Int? {
        guard bytes[place] == UInt8(ascii: ".") else { return 0 }
        var (value, count) = (0, 0)
        place += 1
        while place < bytes.count, isDigit(bytes[place]) {
            count += 1
            if count <= 6 { value = value * 10 + Int(bytes[place] - UInt8(ascii: "0")) }
            place += 1
        }
        guard (1...9).contains(count) else { return nil }
        for _ in 0..<max(0, 6 - count) { value *= 10 }
        return value
    }

    /// Seconds east of UTC, by the rest of a text; nil when that is no offset or one beyond ±14:00.
    private static func offset(_ bytes: Span<UInt8>, from place: Int) -> Int? {
        if bytes.count == place + 1, bytes[place] == UInt8(ascii: "Z") { return 0 }
        guard bytes.count == place + 6, bytes[place + 3] == UInt8(ascii: ":"),
            let hours = bytes.twoDigits(at: place + 1), let minutes = bytes.twoDigits(at: place + 4), minutes < 60,
            hours * 60 + minutes <= 14 * 60
        else { return nil }
        switch bytes[place] {
        case UInt8(ascii: "+"): return (hours * 60 + minutes) * 60
        case UInt8(ascii: "-"): return -(hours * 60 + minutes) * 60
        default: return nil
        }
    }

    static func floorDivide(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : -((divisor - 1 - number) / divisor)
    }
}
