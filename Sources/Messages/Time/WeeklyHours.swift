/// Hours that come again every week, by the Swedish clock: `mon-fri 16:00-08:00`.
///
/// They follow the clock on the wall: in the night of a change they are an hour shorter or longer than in others.
package struct WeeklyHours: Hashable, Sendable {
    /// The days on which the hours begin.
    package let days: Set<Weekday>
    /// The first minute of the day that counts, 0–1439.
    package let start: Int
    /// The minute of the day that counts no more, 1–1440; when it is before `start`, one of the day after.
    package let end: Int

    /// Reads several hours with commas between them: `mon-fri 16:00-08:00, sat-sun 00:00-24:00`.
    ///
    /// Nil when any of them is something else than `DAY HH:MM-HH:MM` or `DAY-DAY HH:MM-HH:MM`, with the days `mon tue wed
    /// thu fri sat sun`. Hours that end earlier than they start go on into the next day, and days may go over the end of
    /// the week (`fri-mon`); hours that end when they start are not read, since it could mean all day or nothing.
    package static func list(_ text: String) -> [WeeklyHours]? {
        var hours: [WeeklyHours] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let one = WeeklyHours(part) else { return nil }
            hours.append(one)
        }
        return hours
    }

    private init?(_ text: Substring) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let days = Self.days(parts[0]) else { return nil }
        var digits = DigitReader(parts[1].utf8)
        guard let start = Self.minute(&digits), digits.skip("-"), let end = Self.minute(&digits), digits.isAtEnd,
            start < 1440, end > 0, start != end
        else { return nil }
        self.days = days
        self.start = start
        self.end = end
    }

    /// Whether a moment is within them; the first minute is, the last is not.
    package func contains(_ moment: Timestamp) -> Bool {
        let today = moment.swedishDate.weekday
        let minute = moment.swedishMinuteOfDay
        if start < end { return days.contains(today) && (start..<end).contains(minute) }
        return (days.contains(today) && minute >= start) || (days.contains(today.previous) && minute < end)
    }

    private static let names: [Substring: Weekday] = [
        "mon": .monday, "tue": .tuesday, "wed": .wednesday, "thu": .thursday, "fri": .friday, "sat": .saturday,
        "sun": .sunday,
    ]

    private static func days(_ text: Substring) -> Set<Weekday>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { names[$0] }
        guard (1...2).contains(ends.count), let first = ends.first ?? nil, let last = ends.last ?? nil else {
            return nil
        }
        let count = (last.rawValue - first.rawValue + 7) % 7 + 1
        return Set((0..<count).compactMap { Weekday(rawValue: (first.rawValue + $0) % 7) })
    }

    /// `HH:MM` up to 24:00 as minutes of the day.
    private static func minute<Bytes>(_ digits: inout DigitReader<Bytes>) -> Int? {
        guard let hour = digits.number(2), digits.skip(":"), let minute = digits.number(2), minute < 60,
            hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}
