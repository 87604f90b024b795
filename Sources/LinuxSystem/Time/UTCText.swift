internal import Glibc

/// Moments as people and programs read them in log lines and lists.
package enum UTCText {
    /// A moment in UTC with `Z`, as `2026-11-22T08:15:00.000123Z`.
    ///
    /// - Parameters:
    ///   - microseconds: since 1970-01-01T00:00:00Z.
    ///   - fraction: false leaves the fraction of the second out.
    /// - Returns: the text. Source: RFC 3339 §5.6.
    package static func of(microseconds: Int64, fraction: Bool = true) -> String {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        // `gmtime_r` is asked so that the calendar is not computed in one more place.
        var seconds = time_t(remainder < 0 ? quotient - 1 : quotient)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let date = "\(1900 + Int(parts.tm_year))-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
        let time = "\(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec))"
        guard fraction else { return "\(date)T\(time)Z" }
        let digits = String(remainder < 0 ? remainder + 1_000_000 : remainder)
        return "\(date)T\(time).\(String(repeating: "0", count: 6 - digits.count))\(digits)Z"
    }

    private static func padded(_ number: Int32) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}
