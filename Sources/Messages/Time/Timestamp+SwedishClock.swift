extension Timestamp {
    /// Seconds that the Swedish clock is ahead of UTC: 7200 in summer time, else 3600.
    ///
    /// Reckoned, not looked up, so that it does not depend on a time-zone database on the host: summer time from 1980, since 1996
    /// to the last Sunday of October, before to that of September, both changes at 01:00 UTC.
    /// Source: directive 2000/84/EC articles 2–3; förordning (2001:127) om sommartid. A test holds it to the zone database.
    package var swedishOffset: Int {
        let year = CivilDate(daysSince1970: Self.floorDivide(Int(seconds), 86_400)).year
        guard year >= 1980 else { return 3600 }
        let starts = year == 1980 ? Self.change(year: 1980, month: 4, day: 6) : Self.lastSunday(year: year, month: 3)
        let ends = Self.lastSunday(year: year, month: year < 1996 ? 9 : 10)
        return (starts..<ends).contains(Int(seconds)) ? 7200 : 3600
    }

    /// Whole minutes that the Swedish clock shows since midnight, 0–1439.
    ///
    /// What the clock shows, not what has passed: the hour that comes twice in autumn has the same minutes twice, and the one
    /// that is left out in spring has none.
    package var swedishMinuteOfDay: Int {
        let shifted = Int(seconds) + swedishOffset
        return (shifted - Self.floorDivide(shifted, 86_400) * 86_400) / 60
    }

    /// Seconds since 1970 at 01:00 UTC on the last Sunday of a month that has 30 or 31 days.
    private static func lastSunday(year: Int, month: Int) -> Int {
        let last = CivilDate(year: year, month: month, day: month == 9 ? 30 : 31)?.daysSince1970 ?? 0
        // 1970-01-01 was a Thursday: day numbers that leave 3 on division by 7 are Sundays.
        let sunday = last - ((last - 3) % 7 + 7) % 7
        return sunday * 86_400 + 3600
    }

    private static func change(year: Int, month: Int, day: Int) -> Int {
        (CivilDate(year: year, month: month, day: day)?.daysSince1970 ?? 0) * 86_400 + 3600
    }
}

extension Timestamp {
    /// The first 12.00 by the Swedish clock after a moment; of 12:00:00 sharp that of the next day.
    package static func nextSwedishNoon(after moment: Timestamp) -> Timestamp {
        let noon = swedishNoon(ofDay: moment.swedishDate.daysSince1970)
        return moment < noon ? noon : swedishNoon(ofDay: moment.swedishDate.daysSince1970 + 1)
    }

    /// The moment that a text of type `when` names: a day begins at 00.00 by the Swedish clock; nil for what is neither.
    package init?(beginOf text: String) {
        if let day = CivilDate(text) { self.init(beginOf: day) } else { self.init(rfc3339: text) }
    }

    /// 00.00 of a day by the Swedish clock.
    package init(beginOf day: CivilDate) {
        let midnightInUTC = Timestamp(microseconds: Int64(day.daysSince1970 * 86_400) * 1_000_000)
        // The clock changes at 01.00 UTC, so that the offset two hours before midnight UTC is that at midnight in Sweden.
        let offset = midnightInUTC.adding(seconds: -7200).swedishOffset
        self.init(microseconds: midnightInUTC.microseconds - Int64(offset) * 1_000_000)
    }

    /// 12.00 of a day by the Swedish clock; it changes at night, so the offset at 12.00 UTC is that at noon.
    private static func swedishNoon(ofDay day: Int) -> Timestamp {
        let noonInUTC = Timestamp(microseconds: Int64(day * 86_400 + 43_200) * 1_000_000)
        return Timestamp(microseconds: noonInUTC.microseconds - Int64(noonInUTC.swedishOffset) * 1_000_000)
    }
}
