/// A day of the week, Monday first.
package enum Weekday: Int, Hashable, Sendable, CaseIterable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// The day before; Monday's is Sunday.
    package var previous: Weekday {
        Weekday(rawValue: (rawValue + 6) % 7) ?? .sunday
    }
}

extension CivilDate {
    /// The day of the week.
    package var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let days = (daysSince1970 + Weekday.thursday.rawValue) % 7
        return Weekday(rawValue: days < 0 ? days + 7 : days) ?? .monday
    }
}
