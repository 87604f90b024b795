import Messages
import Testing

/// Hours of the week by the Swedish clock.
struct WeeklyHoursTests {
    private func isWithin(_ hours: String, _ moment: String) throws -> Bool {
        let list = try #require(WeeklyHours.list(hours))
        let moment = try #require(Timestamp(rfc3339: moment))
        return list.contains { $0.contains(moment) }
    }

    @Test func `days and hours are read`() throws {
        let list = try #require(WeeklyHours.list("mon-fri 16:00-08:00, sat-sun 00:00-24:00"))
        #expect(list.map(\.days) == [[.monday, .tuesday, .wednesday, .thursday, .friday], [.saturday, .sunday]])
        #expect(list.map(\.start) == [960, 0])
        #expect(list.map(\.end) == [480, 1440])
        #expect(WeeklyHours.list("fri-mon 08:00-09:30")?.first?.days == [.friday, .saturday, .sunday, .monday])
        #expect(WeeklyHours.list("wed 08:00-09:30")?.first?.days == [.wednesday])
        #expect(WeeklyHours.list("sun-sat 08:00-09:30")?.first?.days == Set(Weekday.allCases))
    }

    @Test(arguments: [
        "", " ", "mon", "mon 08:00", "mon 8:00-16:00", "mon 08:00-16:00,", ",mon 08:00-16:00", "mon-08:00-16:00",
        "Mon 08:00-16:00", "mån 08:00-16:00", "mon-tue-wed 08:00-16:00", "mon- 08:00-16:00", "-mon 08:00-16:00",
        "mon 08:00-24:01", "mon 08:60-16:00", "mon 25:00-26:00", "mon 08:00-16:00x", "mon 08:00–16:00",
        "mon 08:00-08:00", "mon 24:00-08:00", "mon 16:00-00:00", "mon 08:00-16:00 tue 08:00-16:00",
    ])
    func `anything else is no hours`(text: String) {
        #expect(WeeklyHours.list(text) == nil)
    }

    @Test(arguments: [
        ("2026-11-23T07:59:59+01:00", false), ("2026-11-23T08:00:00+01:00", true),
        ("2026-11-23T15:59:59.999+01:00", true),
        ("2026-11-23T16:00:00+01:00", false), ("2026-11-24T12:00:00+01:00", false), ("2026-07-06T06:00:00Z", true),
        ("2026-07-06T14:00:00Z", false),
    ])
    func `hours hold from their first minute to before their last, on their day`(moment: String, isWithin: Bool) throws
    {
        #expect(try self.isWithin("mon 08:00-16:00", moment) == isWithin)
    }

    @Test(arguments: [
        ("2026-11-20T15:59:59+01:00", false), ("2026-11-20T16:00:00+01:00", true), ("2026-11-20T23:59:59+01:00", true),
        ("2026-11-21T00:00:00+01:00", true), ("2026-11-21T07:59:59+01:00", true), ("2026-11-21T08:00:00+01:00", false),
        ("2026-11-21T16:00:00+01:00", false), ("2026-11-20T07:00:00+01:00", false),
    ])
    func `hours that end earlier than they start go on into the next day, and no further`(
        moment: String, isWithin: Bool
    ) throws {
        #expect(try self.isWithin("fri 16:00-08:00", moment) == isWithin)
    }

    @Test func `the night after Sunday is Monday's morning`() throws {
        #expect(try isWithin("sun 16:00-08:00", "2026-11-23T07:59:00+01:00"))
        #expect(try !isWithin("mon 16:00-08:00", "2026-11-23T07:59:00+01:00"))
    }

    @Test func `a whole day is whole, and the next is not its part`() throws {
        #expect(try isWithin("sat 00:00-24:00", "2026-11-21T00:00:00+01:00"))
        #expect(try isWithin("sat 00:00-24:00", "2026-11-21T23:59:59+01:00"))
        #expect(try !isWithin("sat 00:00-24:00", "2026-11-22T00:00:00+01:00"))
        #expect(try !isWithin("sat 00:00-24:00", "2026-11-20T23:59:59+01:00"))
    }

    @Test(arguments: [
        // 29 March: from 01:59:59 straight to 03:00:00.
        ("2026-03-29T00:59:59Z", "sun 01:00-02:00", true), ("2026-03-29T01:00:00Z", "sun 01:00-02:00", false),
        ("2026-03-29T01:00:00Z", "sun 02:00-03:00", false), ("2026-03-29T01:00:00Z", "sun 03:00-04:00", true),
        ("2026-03-29T05:59:59Z", "sat 16:00-08:00", true), ("2026-03-29T06:00:00Z", "sat 16:00-08:00", false),
        // 25 October: 02:00–02:59 comes twice.
        ("2026-10-25T00:00:00Z", "sun 02:00-03:00", true), ("2026-10-25T00:59:59Z", "sun 02:00-03:00", true),
        ("2026-10-25T01:00:00Z", "sun 02:00-03:00", true), ("2026-10-25T01:59:59Z", "sun 02:00-03:00", true),
        ("2026-10-25T02:00:00Z", "sun 02:00-03:00", false), ("2026-10-25T06:59:59Z", "sat 16:00-08:00", true),
        ("2026-10-25T07:00:00Z", "sat 16:00-08:00", false),
    ])
    func `hours follow the clock on the wall through both of its changes`(
        moment: String, hours: String, isWithin: Bool
    ) throws {
        #expect(try self.isWithin(hours, moment) == isWithin)
    }

    @Test func `the day of the week is told for every day`() throws {
        #expect(CivilDate("1970-01-01")?.weekday == .thursday)
        #expect(CivilDate("1969-12-31")?.weekday == .wednesday)
        #expect(CivilDate("1969-12-28")?.weekday == .sunday)
        #expect(CivilDate("2024-02-29")?.weekday == .thursday)
        #expect(CivilDate("2026-11-22")?.weekday == .sunday)
        for day in Weekday.allCases { #expect(Set(Weekday.allCases.map(\.previous)).contains(day)) }
        #expect(Weekday.monday.previous == .sunday)
        #expect(Weekday.sunday.previous == .saturday)
    }

    @Test func `the minute of the day is what the clock shows`() throws {
        #expect(Timestamp(rfc3339: "2026-11-22T23:30:59Z")?.swedishMinuteOfDay == 30)
        #expect(Timestamp(rfc3339: "2026-07-01T21:59:59Z")?.swedishMinuteOfDay == 1439)
        #expect(Timestamp(rfc3339: "1969-12-31T22:59:59Z")?.swedishMinuteOfDay == 1439)
        #expect(Timestamp(rfc3339: "1969-12-31T23:00:00Z")?.swedishMinuteOfDay == 0)
    }
}
