import Foundation
import Messages
import Testing

/// Noon by the Swedish clock, by which a kvittens is due.
struct SwedishNoonTests {
    @Test(arguments: [
        ("2026-11-22T08:15:00+01:00", "2026-11-22T12:00:00+01:00"),
        ("2026-11-22T11:59:59.999999+01:00", "2026-11-22T12:00:00+01:00"),
        ("2026-11-22T12:00:00.000001+01:00", "2026-11-23T12:00:00+01:00"),
        ("2026-11-22T23:30:00Z", "2026-11-23T12:00:00+01:00"), ("2026-07-01T22:30:00Z", "2026-07-02T12:00:00+02:00"),
        ("2026-12-31T12:30:00+01:00", "2027-01-01T12:00:00+01:00"),
        ("2026-12-25T09:00:00+01:00", "2026-12-25T12:00:00+01:00"),
    ])
    func `the next noon is the first after the moment, on every day of the year`(moment: String, noon: String) throws {
        let moment = try #require(Timestamp(rfc3339: moment))
        #expect(Timestamp.nextSwedishNoon(after: moment).swedishLocal == noon)
    }

    @Test func `at twelve sharp the next noon is that of the next day`() throws {
        for (sharp, next) in [
            ("2026-11-22T12:00:00+01:00", "2026-11-23T12:00:00+01:00"),
            ("2026-06-30T12:00:00+02:00", "2026-07-01T12:00:00+02:00"),
        ] {
            #expect(Timestamp.nextSwedishNoon(after: try #require(Timestamp(rfc3339: sharp))).swedishLocal == next)
        }
    }

    @Test(arguments: [
        // To summer time on 29 March 2026: the night is an hour short.
        ("2026-03-28T12:00:00+01:00", "2026-03-29T12:00:00+02:00", 23),
        ("2026-03-29T00:00:00+01:00", "2026-03-29T12:00:00+02:00", 11),
        ("2026-03-29T12:00:00+02:00", "2026-03-30T12:00:00+02:00", 24),
        // To winter time on 25 October 2026: the night is an hour long.
        ("2026-10-24T12:00:00+02:00", "2026-10-25T12:00:00+01:00", 25),
        ("2026-10-25T00:00:00+02:00", "2026-10-25T12:00:00+01:00", 13),
        ("2026-10-25T11:30:00+01:00", "2026-10-25T12:00:00+01:00", 0.5),
    ])
    func `a change of the clock does not move noon`(moment: String, noon: String, hours: Double) throws {
        let moment = try #require(Timestamp(rfc3339: moment))
        let next = Timestamp.nextSwedishNoon(after: moment)
        #expect(next.swedishLocal == noon)
        #expect(next == moment.adding(seconds: hours * 3600))
    }

    @Test func `noon agrees with the zone database`() throws {
        guard let zone = TimeZone(identifier: "Europe/Stockholm") else { return }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let start = try #require(Timestamp(rfc3339: "1996-01-01T00:20:00Z")).seconds
        let end = try #require(Timestamp(rfc3339: "2037-12-31T00:00:00Z")).seconds
        for seconds in stride(from: start, to: end, by: 7 * 3600) {
            let noon = Timestamp.nextSwedishNoon(after: Timestamp(microseconds: seconds * 1_000_000)).seconds
            let isNoon = calendar.component(.hour, from: Date(timeIntervalSince1970: Double(noon))) == 12
            guard isNoon, noon > seconds, noon - seconds <= 25 * 3600, noon % 3600 == 0 else {
                Issue.record("noon is wrong after \(Timestamp(microseconds: seconds * 1_000_000).rfc3339)")
                return
            }
        }
    }
}
