import HTTPWire
import MessageFormats
import Messages
import Plans
import Queues
import Routing
import SampleWorld
import Testing

/// Messages that change a case, or who has a part in a message: what they ask for, and what follows.
struct CaseChangeIntakeTests {
    private static let other = "199002222397"
    private let bench: IntakeBench
    private let notice: Message
    private let general: Message

    init() async throws {
        bench = try await IntakeBench()
        notice = try ValidSample.read("AdmissionNotice")
        general = try ValidSample.read("GeneralMessage").head("refersTo", nil)
    }

    // MARK: Patient id

    /// The change from the id of the samples to another one, in the case of the notice.
    private func idChange(_ previous: String = "191212121212", _ kind: String = "personnummer") throws -> Message {
        let record = Record([.init("id", .text(previous)), .init("idType", .text(kind))])
        return try ValidSample.read("PatientIdChanged").head("caseId", notice.record["caseId"]).of(Self.other)
            .content("previous", .record(record))
    }

    @Test func `once the id has changed the case goes on under the new one, and the old one is warned of`() async throws
    {
        try await bench.post(notice)
        let next = general.numbered(1).of(Self.other)
        #expect(try await bench.refusal(of: next) == ["VX-1221 /caseId"])
        #expect(try await bench.warnings(of: try idChange()) == [])
        #expect(try await bench.warnings(of: next.about(notice)) == [])
        #expect(try await bench.warnings(of: general.numbered(2).about(next)) == ["VX-W151 /patient/id"])
        #expect(try await bench.warnings(of: try notice.cancelled()) == [])
    }

    @Test func `a reserve number that becomes a personnummer by a message of its own is no warning`() async throws {
        try await bench.post(general.numbered(1).of("22950606FH20", "nationalReserveNumber"))
        #expect(try await bench.warnings(of: try idChange("22950606FH20", "nationalReserveNumber")) == [])
        #expect(try await bench.warnings(of: general.numbered(2).of(Self.other)) == [])
    }

    @Test func `a change of an id that nothing is known of is a warning`() async throws {
        #expect(try await bench.warnings(of: try idChange()) == ["VX-W152 /content/previous/id"])
        // It has opened a case, which takes both ids.
        #expect(try await bench.warnings(of: notice) == ["VX-W151 /patient/id"])
    }

    @Test func `a case of somebody else changes nobody's id`() async throws {
        try await bench.post(notice)
        let change = try idChange("189002029800")
        #expect(try await bench.refusal(of: change) == ["VX-1221 /caseId"])
    }

    @Test func `the plan of the case goes on under the new id, and 1177 is told at once`() async throws {
        let plan = try ValidSample.read("SipEstablished").head("caseId", notice.record["caseId"])
        try await bench.post(plan)
        let change = try idChange()
        try await bench.post(change)
        #expect(bench.destinations(change) == ["SE0000000002-SOC1", "publisher1177"])
        let next = plan.numbered(2).of(Self.other).head("status", .text("replaces"))
            .head("replaces", .text(plan.id.description)).content("planVersion", .integer(2))
        #expect(try await bench.warnings(of: next) == [])
        #expect(bench.plans.desired(for: next)?.patient?.id == Self.other)
    }

    // MARK: Coordinator

    @Test func `who is named coordinator of the case closes its plan`() async throws {
        let plan = try ValidSample.read("SipEstablished")
        try await bench.post(plan)
        let assignment = try ValidSample.read("CoordinatorAssigned").head("caseId", plan.record["caseId"])
            .head("consentReference", nil).head("sentAt", .text(IntakeBench.now.rfc3339))
        try await bench.post(assignment)
        let closing = try ValidSample.read("SipClosed").about(plan).head("caseId", plan.record["caseId"])
            .content("planId", plan.content["planId"]).head("sentAt", .text(IntakeBench.now.rfc3339))
        #expect(try await bench.refusal(of: closing) == ["VX-1233 /content/closedBy"])
        let coordinator = assignment.content.record("coordinator")?.setting("unit", to: nil)
        #expect(try await bench.warnings(of: closing.content("closedBy", coordinator.map { .record($0) })) == [])
    }

    // MARK: Parties

    private func partyChange(
        added: [UnitID] = [], removed: [UnitID] = [], from: Timestamp = IntakeBench.now
    ) throws -> Message {
        let list = { (units: [UnitID]) -> Value? in
            units.isEmpty
                ? nil
                : .list(
                    units.map {
                        .record(Record([.init("hsaId", .text($0.text)), .init("name", .text("Enheten"))]))
                    })
        }
        return try ValidSample.read("PartyChanged").head("caseId", notice.record["caseId"]).head(
            "consentReference", nil
        )
        .sent(by: .ward).content("added", list(added)).content("removed", list(removed))
        .content("from", .text(from.rfc3339))
    }

    @Test func `who joins gets what goes to the parties, and who leaves no more`() async throws {
        try await bench.post(notice.addressed(to: .unit(.socialService), .unit(.healthCentre)))
        let change = try partyChange(added: [.municipalCare], removed: [.healthCentre])
        try await bench.post(change)
        #expect(bench.destinations(change) == ["SE0000000002-SOC1", "SE0000000001-HC01", "SE0000000002-KHS1"])
        let next = general.numbered(1).addressed(to: .caseParties)
        try await bench.post(next)
        #expect(bench.destinations(next) == ["SE0000000002-SOC1", "SE0000000002-KHS1"])
    }

    @Test func `a change that is to come changes nothing yet`() async throws {
        try await bench.post(notice.addressed(to: .unit(.socialService), .unit(.healthCentre)))
        try await bench.post(try partyChange(removed: [.healthCentre], from: IntakeBench.now.adding(seconds: 60)))
        let next = general.numbered(1).addressed(to: .caseParties)
        try await bench.post(next)
        #expect(bench.destinations(next) == ["SE0000000002-SOC1", "SE0000000001-HC01"])
    }

    @Test
    func `a ward changes the parties, or the organisation that coordinates, or else the one that opened the case`()
        async throws
    {
        try await bench.post(notice.addressed(to: .unit(.socialService), .unit(.healthCentre)))
        let theirs = try partyChange(added: [.housing]).sent(by: .socialService)
        #expect(try await bench.refusal(of: theirs, by: IntakeBench.municipal) == ["VX-1295 /sender/unit"])
        #expect(
            try await bench.post(try partyChange(added: [.housing]).numbered(2).sent(by: .healthCentre)).status == 202)
        let assignment = try ValidSample.read("CoordinatorAssigned").head("caseId", notice.record["caseId"])
            .head("consentReference", nil)
        try await bench.post(assignment)
        #expect(try await bench.post(theirs.numbered(3), by: IntakeBench.municipal).status == 202)
        let region = try partyChange(added: [.municipalCare]).numbered(4)
        #expect(try await bench.refusal(of: region.sent(by: .healthCentre)) == ["VX-1295 /sender/unit"])
        #expect(try await bench.post(region).status == 202)
    }

    // MARK: Handing on

    private func forwarded(_ original: Message, to unit: UnitID = .municipalCare) throws -> Message {
        try ValidSample.read("Forwarded").about(original).addressed(to: .unit(unit)).head("caseId", nil)
    }

    @Test func `a message is forwarded by a unit that has it, within its organisation`() async throws {
        try await bench.post(general)
        let message = try forwarded(general)
        #expect(
            try await bench.refusal(of: message.sent(by: .housing), by: IntakeBench.municipal) == ["VX-1298 /refersTo"])
        #expect(
            try await bench.refusal(of: forwarded(general, to: .healthCentre), by: IntakeBench.municipal)
                == ["VX-1320 /receivers/0"])
        #expect(try await bench.warnings(of: message, by: IntakeBench.municipal) == [])
        #expect(bench.destinations(message) == ["SE0000000002-KHS1"])
        let status = try #require(try bench.scratch.queue.status(of: general.id))
        #expect(status.forwardings.map(\.to) == [.municipalCare])
        // The new receiver is a party now.
        let next = general.numbered(5).addressed(to: .caseParties)
        try await bench.post(next)
        #expect(bench.destinations(next) == ["SE0000000002-SOC1", "SE0000000002-KHS1"])
    }

    @Test func `who a message was passed on to may pass it on in its turn`() async throws {
        try await bench.post(notice)
        let first = try forwarded(notice).head("legalBasis", .text("other-law"))
        let second = first.numbered(2).sent(by: .municipalCare).addressed(to: .unit(.housing))
        #expect(try await bench.refusal(of: second, by: IntakeBench.municipal) == ["VX-1298 /refersTo"])
        try await bench.post(first, by: IntakeBench.municipal)
        #expect(try await bench.warnings(of: second, by: IntakeBench.municipal) == [])
        #expect(try bench.scratch.queue.status(of: notice.id)?.forwardings.map(\.to) == [.municipalCare, .housing])
    }

    @Test func `a message is not forwarded to a unit that it could not have gone to itself`() async throws {
        let directory = Directory.sample(also: [
            Unit(
                id: .sample("SE0000000002-SKOLA"), name: "Skolan", kind: .school, organisation: .municipality,
                highestSensitivity: 2)
        ])
        let bench = try await IntakeBench(directory: directory)
        try await bench.post(notice)
        let school = try forwarded(notice, to: .sample("SE0000000002-SKOLA"))
        #expect(try await bench.refusal(of: school, by: IntakeBench.municipal) == ["VX-1306 /receivers/0"])
        try await bench.post(general.numbered(1))
        let housing = try forwarded(general.numbered(1), to: .housing)
        #expect(try await bench.refusal(of: housing, by: IntakeBench.municipal) == ["VX-1305 /receivers/0"])
    }

    @Test func `one who may not know of a message gets no part in it by forwarding it`() async throws {
        let secret = general.numbered(9).addressed(to: .unit(.healthCentre))
        try await bench.post(secret)
        let message = try forwarded(secret)
        #expect(try await bench.warnings(of: message, by: IntakeBench.municipal) == ["VX-W107 /refersTo"])
        #expect(try bench.scratch.queue.status(of: secret.id)?.forwardings.isEmpty == true)
    }

    // MARK: Misdirected

    @Test func `a misdirected message is told to its sender and to nobody else, and hidden from the unit`() async throws
    {
        try await bench.post(notice)
        let message = try ValidSample.read("MisdirectedNotice").about(notice).head("caseId", notice.record["caseId"])
        #expect(
            try await bench.refusal(of: message.addressed(to: .unit(.healthCentre)), by: IntakeBench.municipal)
                == ["VX-1321 /receivers/0"])
        #expect(
            try await bench.refusal(of: message.sent(by: .housing), by: IntakeBench.municipal) == ["VX-1298 /refersTo"])
        #expect(try await bench.warnings(of: message, by: IntakeBench.municipal) == [])
        #expect(bench.destinations(message) == ["SE0000000001-AVD52"])
        let delivery = try #require(try bench.scratch.queue.status(of: notice.id)?.deliveries.first)
        #expect(delivery.misdirection?.by == message.id && delivery.state == .cancelled)
        #expect(try await bench.scratch.lease(Destination(.socialService)) == nil)
        // Nobody takes part in the case any more but the ward.
        #expect(
            try await bench.refusal(of: general.numbered(1).addressed(to: .caseParties)) == ["VX-1312 /receivers/0"])
    }

    @Test func `of a message that is not known the notice goes to whom it is addressed`() async throws {
        let message = try ValidSample.read("MisdirectedNotice").addressed(to: .unit(.ward))
        #expect(try await bench.warnings(of: message, by: IntakeBench.municipal) == ["VX-W107 /refersTo"])
        #expect(bench.destinations(message) == ["SE0000000001-AVD52"])
        let unaddressed = message.numbered(2).addressed()
        #expect(try await bench.refusal(of: unaddressed, by: IntakeBench.municipal) == ["VX-1308 /receivers"])
    }

    // MARK: Blocks

    @Test func `a block is kept, also when it reaches nobody, and the gateway says that it blocks nothing`()
        async throws
    {
        let block = try ValidSample.read("AccessBlockChanged")
        #expect(try await bench.warnings(of: block) == ["VX-W150 /content/change"])
        #expect(bench.destinations(block) == [])
        let told = block.numbered(2).addressed(to: .unit(.socialService))
        #expect(try await bench.post(told).status == 202)
        #expect(bench.destinations(told) == ["SE0000000002-SOC1"])
        #expect(try await bench.post(block).status == 200)
    }
}
