import Foundation
import Messages
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-22T08:15:00+01:00", 1_795_331_700),
        ("2026-11-22T07:15:00Z", 1_795_331_700),
        ("2026-11-21T19:15:00-12:00", 1_795_331_700), ("2024-02-29T12:00:00Z", 1_709_208_000),
        ("2000-02-29T00:00:00+14:00", 951_732_000), ("1969-12-31T23:59:59Z", -1),
    ])
    func `a moment is read`(text: String, seconds: Int64) throws {
        #expect(Timestamp(rfc3339: text)?.microseconds == seconds * 1_000_000)
    }

    @Test(arguments: [
        "", "2026-11-22", "2026-11-22T08:15Z", "2026-11-22T08:15:00", "2026-11-22t08:15:00Z", "2026-11-22T08:15:00z",
        "2026-11-22 08:15:00Z", "2026-11-22T24:00:00Z", "2026-11-22T23:59:60Z", "2026-11-22T08:60:00Z",
        "2026-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-11-31T00:00:00Z",
        "2026-11-00T00:00:00Z",
        "0999-01-01T00:00:00Z", "2026-11-22T08:15:00+14:01", "2026-11-22T08:15:00-15:00", "2026-11-22T08:15:00+01:60",
        "2026-11-22T08:15:00+0100", "2026-11-22T08:15:00.Z", "2026-11-22T08:15:00.0123456789Z",
        "2026-11-22T08:15:00,5Z",
        " 2026-11-22T08:15:00Z", "2026-11-22T08:15:00Z ", "2026-11-22T08:15:00ZZ", "20261122T081500Z",
        "٢٠٢٦-11-22T08:15:00Z",
    ])
    func `anything else is refused`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(arguments: [
        ("2026-11-22T08:15:00.5Z", 500_000), ("2026-11-22T08:15:00.000001Z", 1),
        ("2026-11-22T08:15:00.123456789Z", 123_456),
    ])
    func `fractions are kept to the microsecond`(text: String, microseconds: Int64) throws {
        let moment = try #require(Timestamp(rfc3339: text))
        #expect(moment.microseconds - moment.seconds * 1_000_000 == microseconds)
    }

    @Test func `a moment is written in UTC and by the Swedish clock`() throws {
        let winter = try #require(Timestamp(rfc3339: "2026-11-22T08:15:00.25+01:00"))
        #expect(winter.rfc3339 == "2026-11-22T07:15:00.25Z")
        #expect(winter.swedishLocal == "2026-11-22T08:15:00.25+01:00")
        #expect(winter.swedishLocalDigits == "20261122081500")
        let summer = try #require(Timestamp(rfc3339: "2026-07-01T22:30:00Z"))
        #expect(summer.swedishLocal == "2026-07-02T00:30:00+02:00")
        #expect(summer.swedishDate.text == "2026-07-02")
    }

    @Test func `the Swedish clock changes at one in the morning UTC`() throws {
        let changes = [
            ("2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00"),
            ("2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00"),
            ("2026-10-25T00:59:59Z", "2026-10-25T02:59:59+02:00"),
            ("2026-10-25T01:00:00Z", "2026-10-25T02:00:00+01:00"),
        ]
        for (utc, local) in changes {
            #expect(try #require(Timestamp(rfc3339: utc)).swedishLocal == local)
        }
    }

    @Test func `the Swedish clock agrees with the zone database`() throws {
        guard let zone = TimeZone(identifier: "Europe/Stockholm") else { return }
        let start = try #require(Timestamp(rfc3339: "1980-01-01T00:30:00Z")).seconds
        let end = try #require(Timestamp(rfc3339: "2037-12-31T00:00:00Z")).seconds
        for seconds in stride(from: start, to: end, by: 3600) {
            let ours = Timestamp(microseconds: seconds * 1_000_000).swedishOffset
            guard ours != zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))) else { continue }
            Issue.record("the offsets differ at \(Timestamp(microseconds: seconds * 1_000_000).rfc3339)")
            return
        }
    }

    @Test func `days are counted there and back`() throws {
        for days in stride(from: -350_000, to: 2_900_000, by: 97) {
            let date = CivilDate(daysSince1970: days)
            #expect(date.daysSince1970 == days)
            #expect(CivilDate(year: date.year, month: date.month, day: date.day) == date)
        }
        #expect(CivilDate("2026-11-31") == nil)
        #expect(CivilDate("2026-1-1") == nil)
        #expect(CivilDate("2024-02-29")?.text == "2024-02-29")
    }

    @Test(arguments: [
        ("2026-11-22", "2026-11-21T23:00:00Z"), ("2026-07-01", "2026-06-30T22:00:00Z"),
        ("2026-03-29", "2026-03-28T23:00:00Z"), ("2026-03-30", "2026-03-29T22:00:00Z"),
        ("2026-10-25", "2026-10-24T22:00:00Z"), ("2026-10-26", "2026-10-25T23:00:00Z"),
        ("2026-11-22T08:15:00+01:00", "2026-11-22T07:15:00Z"),
    ])
    func `a day begins at midnight by the Swedish clock, through both of its changes`(text: String, moment: String) {
        #expect(Timestamp(beginOf: text)?.rfc3339 == moment)
        #expect(Timestamp(beginOf: "2026-11-31") == nil)
    }
}
