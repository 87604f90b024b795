/// A moment as HTTP writes it: `Sun, 22 Nov 2026 08:15:00 GMT`.
///
/// Source: RFC 9110 §5.6.7.
package struct HTTPDate: Sendable, Hashable {
    /// The text, always 29 bytes.
    package let text: String

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The moment so many seconds after 1970-01-01T00:00:00Z; not negative, before the year 10000.
    package init(seconds: Int64) {
        let seconds = min(max(0, seconds), 253_402_300_799)
        let days = Int(seconds / 86_400)
        let (year, month, day) = Self.civil(days)
        let time = Int(seconds % 86_400)
        text =
            "\(Self.weekdays[days % 7]), \(Self.two(day)) \(Self.months[month - 1]) \(year) "
            + "\(Self.two(time / 3_600)):\(Self.two(time / 60 % 60)):\(Self.two(time % 60)) GMT"
    }

    // Years are counted from March, so that the leap day is the last. Source: H. Hinnant, "chrono-compatible
    // low-level date algorithms", civil_from_days; for days from 1970 on.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
