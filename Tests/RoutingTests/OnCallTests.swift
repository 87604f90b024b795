import Messages
import Routing
import SampleWorld
import Testing

/// Who looks after whose messages at which hours.
struct OnCallTests {
    private let directory: Directory

    init() throws {
        let nights = try #require(WeeklyHours.list("mon-fri 16:00-08:00"))
        let weekends = try #require(WeeklyHours.list("sat-sun 00:00-24:00"))
        directory = .sample(also: [
            .made(.school, onCall: [.init(unit: .socialService, hours: nights + weekends)]),
            .made(
                .otherCentre, .healthCentre,
                onCall: [
                    .init(unit: .healthCentre, hours: nights), .init(unit: .socialService, hours: weekends),
                    .init(unit: .healthCentre, hours: weekends), .init(unit: .stranger, hours: weekends),
                ]),
            .made(.stranger, to: .testTime),
        ])
    }

    private func at(_ text: String) throws -> Timestamp {
        try #require(Timestamp(rfc3339: text))
    }

    @Test func `a unit covers others in its hours only`() throws {
        // A Monday in winter.
        #expect(directory.unitsCovered(by: .socialService, at: try at("2026-11-23T15:59:59+01:00")).isEmpty)
        #expect(directory.unitsCovered(by: .socialService, at: try at("2026-11-23T16:00:00+01:00")) == [.school])
        #expect(directory.unitsCovered(by: .socialService, at: try at("2026-11-24T07:59:59+01:00")) == [.school])
        #expect(directory.unitsCovered(by: .socialService, at: try at("2026-11-24T08:00:00+01:00")).isEmpty)
        // A Sunday.
        #expect(
            directory.unitsCovered(by: .socialService, at: try at("2026-11-22T12:00:00+01:00"))
                == [.otherCentre, .school])
        #expect(directory.unitsCovered(by: .ward, at: try at("2026-11-22T12:00:00+01:00")).isEmpty)
    }

    @Test func `a unit is covered by those on call, in the order of the file and each once`() throws {
        let sunday = try at("2026-11-22T08:00:00+01:00")
        #expect(directory.onCallUnits(for: .otherCentre, at: sunday) == [.socialService, .healthCentre, .stranger])
        #expect(
            directory.onCallUnits(for: .otherCentre, at: try at("2026-11-21T03:00:00+01:00"))
                == [.healthCentre, .socialService, .stranger])
        #expect(
            directory.onCallUnits(for: .otherCentre, at: try at("2026-11-23T17:00:00+01:00")) == [.healthCentre])
        #expect(directory.onCallUnits(for: .otherCentre, at: try at("2026-11-23T12:00:00+01:00")).isEmpty)
        #expect(directory.onCallUnits(for: .ward, at: sunday).isEmpty)
    }

    @Test func `a unit that is not in force is on call for nobody`() throws {
        let sunday = try at("2026-11-22T12:00:00+01:00")
        #expect(directory.onCallUnits(for: .otherCentre, at: sunday) == [.socialService, .healthCentre])
        #expect(directory.unitsCovered(by: .stranger, at: sunday).isEmpty)
        #expect(directory.unitsCovered(by: .stranger, at: try at("2026-11-22T08:00:00+01:00")) == [.otherCentre])
    }
}
