import Glibc
import HTTPWire
import MessageFormats
import Messages
import Plans
import Queues
import Routing
import SampleWorld
import TestSupport
import Testing

/// What a message is held to by what the gateway knows: its case, and the message that it refers to.
struct CaseAndReferenceTests {
    private static let other = "189002029800"
    private static let reserve = "22950606FH20"

    // MARK: The case

    @Test func `a case is about one patient, and the place is told in the sender's form`() async throws {
        let bench = try await IntakeBench()
        let notice = try ValidSample.read("AdmissionNotice")
        try await bench.post(notice)
        let next = notice.numbered(2).of(Self.other)
        #expect(try await bench.refusal(of: next) == ["VX-1221 /caseId"])
        #expect(try await bench.refusal(of: next, as: .xml) == ["VX-1221 /message/caseId"])
        #expect(try await bench.post(notice.numbered(3)).status == 202)
    }

    @Test func `another organisation may use the same case id for its own`() async throws {
        let notice = try ValidSample.read("AdmissionNotice")
        let foreign = try ValidSample.read("GeneralMessage").numbered(2).of(Self.other).sent(by: .neighbour)
            .addressed(to: .unit(.municipalCare))
        let directory = Directory.sample(
            also: [
                Unit(
                    id: .neighbour, name: "Grannby", kind: .socialService,
                    organisation: try #require(OrganisationID("SE0000000003")),
                    highestSensitivity: 3)
            ])
        let both = try await IntakeBench(directory: directory)
        try await both.post(notice)
        #expect(try await both.post(foreign, by: IntakeBench.neighbour).status == 202)
        let id = try #require(notice.caseID)
        #expect(try both.scratch.queue.cases(named: id).count == 2)
    }

    @Test func `a reserve number that becomes a personnummer is a warning`() async throws {
        let bench = try await IntakeBench()
        let notice = try ValidSample.read("AdmissionNotice")
        let message = try ValidSample.read("GeneralMessage")
        try await bench.post(message.numbered(1).of(Self.reserve, "nationalReserveNumber"))
        #expect(try await bench.warnings(of: notice) == ["VX-W111 /patient/id"])
    }

    @Test func `the parties of a case get what is addressed to them, and nobody knows a case without others`()
        async throws
    {
        let bench = try await IntakeBench()
        let notice = try ValidSample.read("AdmissionNotice").addressed(to: .unit(.socialService), .unit(.healthCentre))
        let message = try ValidSample.read("GeneralMessage").numbered(2).addressed(to: .caseParties)
        #expect(try await bench.refusal(of: message) == ["VX-1312 /receivers/0"])
        try await bench.post(notice)
        try await bench.post(message)
        #expect(bench.destinations(message) == ["SE0000000002-SOC1", "SE0000000001-HC01"])
        let answer = message.numbered(3).sent(by: .socialService)
        try await bench.post(answer, by: IntakeBench.municipal)
        #expect(bench.destinations(answer) == ["SE0000000001-AVD52", "SE0000000001-HC01"])
    }

    /// An admission notice that tells where the patient is listed, and a message of its case for that unit.
    private static func listed() throws -> (notice: Message, general: Message) {
        let unit = Record([
            .init("hsaId", .text("SE0000000001-HC01")), .init("name", .text("Hälsocentralen Ett")),
            .init("principal", .text("region")),
        ])
        let notice = try ValidSample.read("AdmissionNotice").head("legalBasis", .text("consent"))
            .content("listedUnit", .record(unit))
        let message = try ValidSample.read("GeneralMessage").numbered(2)
        let general = message.head(
            "patient", message.record.record("patient").map { .record($0.setting("municipalityCode", to: nil)) }
        ).addressed(to: .listedHealthCentre)
        return (notice, general)
    }

    @Test func `the listed health centre is known from the case`() async throws {
        let bench = try await IntakeBench()
        let (notice, general) = try Self.listed()
        try await bench.post(notice)
        try await bench.post(general)
        #expect(bench.destinations(general) == ["SE0000000001-HC01"])
    }

    @Test func `for a message that is refused anyway nobody looks on the disk where the patient is listed`()
        async throws
    {
        let storage = FaultyStorage()
        let bench = try await IntakeBench(storage: storage)
        let (notice, general) = try Self.listed()
        let another = notice.numbered(7).of(Self.other).head("caseId", .text("N-7"))
        try await bench.post(notice)
        try await bench.post(another)
        // The next read of the disk fails, and is done again; `mend` tells whether there was none.
        storage.fail(.read, with: EIO)
        #expect(try await bench.refusal(of: general.about(another)) == ["VX-1226 /refersTo"])
        #expect(storage.mend() == 1)
        storage.fail(.read, with: EIO)
        try await bench.post(general)
        #expect(bench.destinations(general) == ["SE0000000001-HC01"])
        #expect(storage.mend() == 0)
    }

    // MARK: References

    @Test func `what is referred to must be of a fitting type and about the same patient`() async throws {
        let bench = try await IntakeBench()
        let notice = try ValidSample.read("AdmissionNotice")
        let general = try ValidSample.read("GeneralMessage").head("refersTo", nil)
        let ready = try ValidSample.read("ReadyForDischarge")
        try await bench.post(notice)
        try await bench.post(general)
        #expect(try await bench.refusal(of: ready.about(general)) == ["VX-1225 /refersTo"])
        let another = notice.numbered(7).of(Self.other).head("caseId", .text("N-7"))
        try await bench.post(another)
        #expect(try await bench.refusal(of: ready.about(another)) == ["VX-1226 /refersTo"])
        #expect(try await bench.warnings(of: ready.about(notice)) == [])
    }

    @Test func `what is not known, or not the sender's to know, is a warning`() async throws {
        let bench = try await IntakeBench()
        let ready = try ValidSample.read("ReadyForDischarge")
        #expect(try await bench.warnings(of: ready) == ["VX-W107 /refersTo"])
        // A message that the municipality has no part in looks like none.
        let secret = try ValidSample.read("GeneralMessage").numbered(4).head("refersTo", nil)
            .addressed(to: .unit(.healthCentre))
        try await bench.post(secret)
        let asking = try ValidSample.read("GeneralMessage").numbered(5).about(secret).sent(by: .socialService)
            .addressed(to: .unit(.ward))
        #expect(try await bench.warnings(of: asking, by: IntakeBench.municipal) == ["VX-W107 /refersTo"])
    }

    @Test func `a message is replaced by its own organisation and by its own type`() async throws {
        let bench = try await IntakeBench()
        let notice = try ValidSample.read("AdmissionNotice")
        try await bench.post(notice)
        let replacing: (Message) -> Message = {
            $0.head("status", .text("replaces")).head("replaces", .text(notice.id.description))
        }
        #expect(try await bench.warnings(of: replacing(notice.numbered(2))) == [])
        let general = try ValidSample.read("GeneralMessage").numbered(3).head("refersTo", nil)
        #expect(try await bench.refusal(of: replacing(general)) == ["VX-1227 /replaces"])
        let theirs = replacing(notice.numbered(4)).sent(by: .socialService).addressed(to: .unit(.ward))
        #expect(try await bench.refusal(of: theirs, by: IntakeBench.municipal) == ["VX-1227 /replaces"])
        let unknown = notice.numbered(5).head("status", .text("replaces"))
            .head("replaces", .text("00000000-0000-4000-8000-00000000ffff"))
        #expect(try await bench.warnings(of: unknown) == ["VX-W108 /replaces"])
    }

    @Test func `only the organisation that sent a notice takes it back`() async throws {
        let bench = try await IntakeBench()
        let notice = try ValidSample.read("AdmissionNotice")
        let ready = try ValidSample.read("ReadyForDischarge").about(notice)
        try await bench.post(notice)
        try await bench.post(ready)
        let withdrawal = try ValidSample.read("ReadyForDischargeWithdrawn").about(ready)
        let theirs = withdrawal.numbered(2).sent(by: .socialService).addressed(to: .unit(.ward))
        #expect(try await bench.refusal(of: theirs, by: IntakeBench.municipal) == ["VX-1241 /refersTo"])
        #expect(try await bench.post(withdrawal).status == 202)
    }

    @Test func `a message from the future is a warning`() async throws {
        let bench = try await IntakeBench()
        let early = try ValidSample.read("GeneralMessage").head("refersTo", nil)
            .head("sentAt", .text(IntakeBench.now.adding(seconds: 301).rfc3339))
        #expect(try await bench.warnings(of: early) == ["VX-W121 /sentAt"])
        let soon = early.numbered(2).head("sentAt", .text(IntakeBench.now.adding(seconds: 300).rfc3339))
        #expect(try await bench.warnings(of: soon) == [])
    }

    // MARK: Cancelling

    @Test func `a cancellation goes to those who got the original, and settles what nobody has had`() async throws {
        let bench = try await IntakeBench()
        let notice = try ValidSample.read("AdmissionNotice").addressed(to: .unit(.socialService), .unit(.healthCentre))
        try await bench.post(notice)
        let cancellation = try notice.cancelled()
        #expect(try await bench.warnings(of: cancellation) == [])
        #expect(bench.destinations(cancellation) == ["SE0000000002-SOC1", "SE0000000001-HC01"])
        #expect(bench.scratch.queue.conservation().cancelled == 2)
        let next = try #require(try await bench.scratch.lease(Destination(.socialService)))
        #expect(next.facts.message == cancellation.id && next.originalOffered == false)
        #expect(try await bench.warnings(of: cancellation.numbered(2)) == ["VX-W116 /refersTo"])
    }

    @Test func `only the sender's organisation cancels, nothing is cancelled twice over, and nobody else is told`()
        async throws
    {
        let bench = try await IntakeBench()
        let notice = try ValidSample.read("AdmissionNotice").addressed(to: .unit(.socialService))
        try await bench.post(notice)
        let cancellation = try notice.cancelled()
        let theirs = cancellation.sent(by: .socialService).numbered(2)
        #expect(try await bench.refusal(of: theirs, by: IntakeBench.municipal) == ["VX-1234 /refersTo"])
        let wider = cancellation.numbered(3).addressed(to: .unit(.housing))
        #expect(try await bench.refusal(of: wider) == ["VX-1235 /receivers/0"])
        try await bench.post(cancellation)
        #expect(try await bench.refusal(of: cancellation.numbered(4).about(cancellation)) == ["VX-1225 /refersTo"])
    }

    @Test func `a stranger's cancellation tells nothing of a plan`() async throws {
        let directory = Directory.sample(
            also: [
                Unit(
                    id: .neighbour, name: "Grannby", kind: .socialService,
                    organisation: try #require(OrganisationID("SE0000000003")), highestSensitivity: 3)
            ])
        let bench = try await IntakeBench(directory: directory)
        let plan = try ValidSample.read("SipEstablished")
        try await bench.post(plan)
        let cancellation = try plan.cancelled().sent(by: .neighbour).addressed(to: .unit(.municipalCare))
        #expect(try await bench.post(cancellation, by: IntakeBench.neighbour).status == 202)
        #expect(bench.destinations(cancellation) == ["SE0000000002-KHS1"])
    }

    @Test func `a cancelled plan is not shown, also when the cancellation came first`() async throws {
        let bench = try await IntakeBench()
        let plan = try ValidSample.read("SipEstablished")
        let cancellation = try plan.cancelled().addressed(to: .unit(.socialService))
        try await bench.post(cancellation)
        try await bench.post(plan)
        #expect(bench.plans.desired(for: plan)?.display == .nothing)
    }
}
