import AccessControl
import HTTPWire
import MessageFormats
import Messages
import Queues
import Routing
import SampleWorld
import Testing

/// Who may send compulsory care, and what anybody else learns of it.
///
/// Source: rules, "Compulsory care".
struct CompulsoryIntakeTests {
    private let bench: IntakeBench
    private static let types = MessageCatalogue.standard.types.filter(\.isCompulsory)
    private static let without = Identity.limited(.ehr, [.send], .psychiatricWard)
    private static let with = Identity.limited(.ehr, [.send, .compulsory], .psychiatricWard)
    private static let elsewhere = Identity(
        system: .ehr,
        grants: [
            Grant([.send], scope: .units([.psychiatricWard])), Grant([.compulsory], scope: .units([.ward])),
        ])

    init() async throws {
        let psychiatry = Unit(
            id: .psychiatricWard, name: "Psykiatriska avdelningen 1", kind: .psychiatricWard, organisation: .region,
            highestSensitivity: 3)
        bench = try await IntakeBench(directory: .sample(also: [psychiatry]))
    }

    private func read(_ name: String = "CompulsoryReadmission") throws -> Message {
        try ValidSample.read(name).head("refersTo", nil)
    }

    @Test(arguments: types)
    func `who lacks the right for the sending unit does not send compulsory care`(type: MessageType) async throws {
        let message = try ValidSample.read(type.name).sent(by: .psychiatricWard).addressed(to: .unit(.socialService))
        for identity in [Self.without, Self.elsewhere] {
            #expect(try await bench.refusal(of: message, by: identity) == ["VX-1403 /type"])
            #expect(try await bench.refusal(of: message, by: identity, as: .xml) == ["VX-1403 /message/type"])
        }
        #expect(try bench.scratch.queue.status(of: message.id) == nil)
        #expect(try await bench.post(message, by: Self.with).status == 202)
        #expect(bench.destinations(message) == ["SE0000000002-SOC1"])
    }

    @Test func `the right for compulsory care does not send for a unit that is not the sender's`() async throws {
        let stranger = Identity.limited(.municipal, [.send, .compulsory], .socialService)
        #expect(try await bench.refusal(of: read(), by: stranger) == ["VX-1404 /sender/unit"])
    }

    @Test func `a unit that takes no compulsory care refuses it`() async throws {
        let message = try read().addressed(to: .unit(.healthCentre))
        #expect(try await bench.refusal(of: message, by: Self.with) == ["VX-1305 /receivers/0"])
    }

    @Test func `it is fetched by those who may handle it, in a lane of its own in the case`() async throws {
        let admission = try ValidSample.read("AdmissionNotice-psychiatric-ward").addressed(to: .unit(.socialService))
        try await bench.post(admission, by: Self.with)
        try await bench.post(read(), by: Self.with)
        let social = Destination(.socialService)
        let rest = try await bench.scratch.queue.lease(
            from: [social], by: .municipal, maximum: 10, duration: 60, sparingCompulsoryAt: [social])
        #expect(rest.map(\.facts.type) == ["AdmissionNotice"])
        let all = try await bench.scratch.queue.lease(from: [social], by: .municipal, maximum: 10, duration: 60)
        #expect(all.map(\.facts.type) == ["CompulsoryReadmission"])
    }

    @Test func `to a sender without the right a message of compulsory care is one that is not known`() async throws {
        let readmission = try read()
        try await bench.post(readmission, by: Self.with)
        let question = try ValidSample.read("GeneralMessage").about(readmission).sent(by: .psychiatricWard)
            .head("patient", readmission.record["patient"]).head("caseId", .text(readmission.caseID?.text ?? ""))
        #expect(try await bench.warnings(of: question, by: Self.without).contains("VX-W107 /refersTo"))
        #expect(try await !bench.warnings(of: question.numbered(3), by: Self.with).contains("VX-W107 /refersTo"))
    }

    @Test func `who lacks the right does not cancel compulsory care either`() async throws {
        let readmission = try read()
        try await bench.post(readmission, by: Self.with)
        let cancellation = try readmission.cancelled().addressed(to: .unit(.socialService))
        #expect(try await bench.warnings(of: cancellation, by: Self.without).contains("VX-W107 /refersTo"))
        #expect(try bench.scratch.queue.status(of: readmission.id)?.cancellation == nil)
        try await bench.post(cancellation.numbered(4), by: Self.with)
        #expect(try bench.scratch.queue.status(of: readmission.id)?.cancellation != nil)
    }

    @Test func `an answer to a basis for payment refers to what is no message, and to no message that there is`()
        async throws
    {
        let answer = try ValidSample.read("PaymentBasisAnswered").addressed(to: .unit(.ward))
        #expect(try await bench.warnings(of: answer, by: IntakeBench.municipal) == ["VX-W107 /refersTo"])
        let notice = try ValidSample.read("AdmissionNotice")
        try await bench.post(notice)
        #expect(
            try await bench.refusal(of: answer.numbered(5).about(notice), by: IntakeBench.municipal)
                == ["VX-1225 /refersTo"])
    }

    @Test func `a notice of open compulsory care is taken back as any notice that a patient is ready`() async throws {
        let open = try ValidSample.read("DischargeToOpenCompulsoryCare").head("refersTo", nil)
        // The type wants a reference; the gateway does not know the one of the sample.
        let notice = open.head("refersTo", .text("00000000-0000-4000-8000-000000000077"))
        try await bench.post(notice, by: Self.with)
        let withdrawal = try ValidSample.read("ReadyForDischargeWithdrawn").about(notice).sent(by: .psychiatricWard)
            .head("patient", notice.record["patient"]).head("caseId", .text(notice.caseID?.text ?? ""))
            .addressed(to: .unit(.socialService))
        #expect(try await bench.post(withdrawal, by: Self.with).status == 202)
    }
}
