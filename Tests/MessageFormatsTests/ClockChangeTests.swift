import MessageFormats
import Messages
import Testing

/// Rules about time when the Swedish clocks are put forward, on 29 March 2026, and back, on 25 October 2026.
@Suite struct ClockChangeTests {
    /// The answer to an admission notice that says nothing of a later judgement.
    private func codes(admitted: String, planned: String = "2026-12-24", sent: String) throws -> [RejectionCode] {
        let text = String(decoding: try Sample(path: "valid/AdmissionNotice-minimal.json").bytes(), as: UTF8.self)
            .replacing("\"admittedAt\": \"2026-11-22T06:40:00+01:00\"", with: "\"admittedAt\": \"\(admitted)\"")
            .replacing(#/"sentAt": "[^"]*"/#, with: "\"sentAt\": \"\(sent)\"")
            .replacing(#/"plannedDischargeAt": "[^"]*"/#, with: "\"plannedDischargeAt\": \"\(planned)\"")
        try #require(text.contains(admitted) && text.contains(sent) && text.contains(planned))
        return Answer(text, as: .json).problems.map(\.code)
    }

    @Test(arguments: [
        // Twenty-four hours are hours: from ten to eleven by the clock in March, from ten to nine in October.
        ("2026-03-28T10:00:00+01:00", "2026-03-29T11:00:00+02:00", true),
        ("2026-03-28T10:00:00+01:00", "2026-03-29T11:00:01+02:00", false),
        ("2026-10-24T10:00:00+02:00", "2026-10-25T09:00:00+01:00", true),
        ("2026-10-24T10:00:00+02:00", "2026-10-25T09:00:01+01:00", false),
        // The hour that comes twice, and the one that never comes.
        ("2026-10-25T02:30:00+02:00", "2026-10-26T01:30:00+01:00", true),
        ("2026-10-25T02:30:00+02:00", "2026-10-26T01:30:01+01:00", false),
        ("2026-10-25T02:30:00+01:00", "2026-10-26T02:30:00+01:00", true),
        ("2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00", true),
        ("2026-03-28T02:30:00+01:00", "2026-03-29T03:30:01+02:00", false),
        // The offset is the sender's affair.
        ("2026-03-28T09:00:00Z", "2026-03-29T11:00:00+02:00", true),
        ("2026-10-24T08:00:00.000001Z", "2026-10-25T09:00:00+01:00", true),
        ("2026-10-24T07:59:59.999999Z", "2026-10-25T09:00:00+01:00", false),
    ])
    func `a notice has twenty-four hours, however the clocks are put`(admitted: String, sent: String, inTime: Bool)
        throws
    {
        #expect(try codes(admitted: admitted, sent: sent) == (inTime ? [] : [.needJudgedAtMissing]))
    }

    @Test(arguments: [
        // The day is the Swedish one, with the offset of that day.
        ("2026-03-28T23:30:00Z", "2026-03-29", true), ("2026-03-28T23:30:00Z", "2026-03-28", false),
        ("2026-03-29T22:30:00Z", "2026-03-30", true), ("2026-03-29T22:30:00Z", "2026-03-29", false),
        ("2026-03-29T21:59:59Z", "2026-03-29", true), ("2026-10-24T22:00:00Z", "2026-10-25", true),
        ("2026-10-24T22:00:00Z", "2026-10-24", false), ("2026-10-25T22:59:59Z", "2026-10-25", true),
        ("2026-10-25T23:00:00Z", "2026-10-25", false),
        // Two moments are compared as moments: half past two is first in summer time, then in winter time.
        ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", true),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+02:00", false),
        ("2026-03-29T01:59:59+01:00", "2026-03-29T03:00:00+02:00", true),
        ("2026-03-29T03:00:00+02:00", "2026-03-29T01:59:59+01:00", false),
    ])
    func `a discharge is not planned before the day or moment of admission`(
        admitted: String, planned: String, isRight: Bool
    ) throws {
        let sent = try #require(Timestamp(rfc3339: admitted)).rfc3339
        let found = try codes(admitted: admitted, planned: planned, sent: sent)
        #expect(found == (isRight ? [] : [.dischargeBeforeAdmission]))
    }

    @Test func `an estimate that is the same moment on both sides of the clock's change is no change`() throws {
        func codes(_ planned: String, _ previous: String) throws -> [RejectionCode] {
            let text = String(decoding: try Sample(path: "valid/EstimatedDischargeChanged.json").bytes(), as: UTF8.self)
                .replacing(#/"plannedDischargeAt": "[^"]*"/#, with: "\"plannedDischargeAt\": \"\(planned)\"")
                .replacing(
                    #/"previousPlannedDischargeAt": "[^"]*"/#, with: "\"previousPlannedDischargeAt\": \"\(previous)\"")
            return Answer(text, as: .json).problems.map(\.code)
        }
        #expect(try codes("2026-10-25T02:30:00+01:00", "2026-10-25T03:30:00+02:00") == [.estimateUnchanged])
        #expect(try codes("2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+02:00").isEmpty)
        #expect(try codes("2026-03-29T03:30:00+02:00", "2026-03-29T02:30:00+01:00") == [.estimateUnchanged])
    }

    @Test(arguments: [
        ("2026-03-29T01:58:00+01:00", "2026-03-29T03:03:00+02:00"),
        ("2026-10-25T02:58:00+02:00", "2026-10-25T02:03:00+01:00"),
    ])
    func `the five minutes that clocks may differ are five minutes in those nights too`(sent: String, ready: String)
        throws
    {
        func codes(_ ready: String) throws -> [RejectionCode] {
            let text = String(
                decoding: try Sample(path: "valid/ReadyForDischarge-law-only.json").bytes(), as: UTF8.self
            )
            .replacing(#/"sentAt": "[^"]*"/#, with: "\"sentAt\": \"\(sent)\"")
            .replacing(#/"readyAt": "[^"]*"/#, with: "\"readyAt\": \"\(ready)\"")
            return Answer(text, as: .json).problems.map(\.code)
        }
        #expect(try codes(ready).isEmpty)
        #expect(try codes(ready.replacing(":00+", with: ":01+")) == [.readyInFuture])
    }

    @Test(arguments: [("2026-03-28", 3), ("2026-03-29", 3), ("2026-10-23", 3), ("2026-10-24", 3), ("2026-10-25", 3)])
    func `a number of days is days of the calendar, of twenty-three hours or of twenty-five`(first: String, count: Int)
        throws
    {
        let start = try #require(CivilDate(first))
        let end = CivilDate(daysSince1970: start.daysSince1970 + count)
        var noon = Timestamp.nextSwedishNoon(after: try #require(Timestamp(rfc3339: "\(first)T11:30:00Z")))
        for _ in 1..<count { noon = .nextSwedishNoon(after: noon) }
        #expect(noon.swedishDate == end && noon.swedishLocal.dropFirst(10).hasPrefix("T12:00:00"))
    }
}
