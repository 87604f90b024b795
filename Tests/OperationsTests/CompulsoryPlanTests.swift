import AccessControl
import HTTPDoors
import HTTPWire
import MessageFormats
import Messages
import Operations
import Queues
import SampleWorld
import Testing

/// Which units have attested a plan of compulsory care, and so whether it is made, as its case shows it.
///
/// Source: LPT 7 a §.
struct CompulsoryPlanTests {
    private let scratch: ScratchQueue
    private let door: Door
    /// To be attested by social services and municipal care; the ward that makes it is named too.
    private let plan: Message
    private static let ward = Identity.limited(.ehr, [.send, .receive, .compulsory], .psychiatricWard)
    private static let social = Identity.limited(.municipal, [.send, .receive, .compulsory], .socialService)

    init() async throws {
        scratch = try await ScratchQueue()
        door =
            CaseEndpoint(
                queue: scratch.queue, directory: { .sample() }, fingerprints: scratch.fingerprints
            ).door
        plan = try ValidSample.read("CompulsoryPlanEstablished")
        try await scratch.acceptInCase(plan, to: [.socialService, .municipalCare])
    }

    private func view(_ identity: Identity = CompulsoryPlanTests.ward) async throws -> APIValue {
        try await door.respond(to: .made("GET", "/", parameters: ["caseId": "T-2026-000031"], by: identity)).value()
    }

    /// The plans of the case as `UNIT answer`, the last word of each whether it is valid.
    private func plans(_ identity: Identity = CompulsoryPlanTests.ward) async throws -> [[String]] {
        try await view(identity)["compulsoryPlans"]?.items?.map { plan in
            plan.texts("attestations", "unit").enumerated().map { index, unit in
                "\(unit?.split(separator: "-").last ?? "") \(plan.texts("attestations", "answer")[index] ?? "")"
            } + [plan["valid"]?.boolean == true ? "valid" : "not valid"]
        } ?? []
    }

    @discardableResult
    private func attest(
        _ sample: String, by unit: UnitID, number: Int, of plan: Message? = nil, effect: MessageEffect? = nil
    ) async throws -> Message {
        let message = try ValidSample.read(sample).head(
            "messageId", .text("00000000-0000-4000-8000-00000000010\(number)")
        )
        .sent(by: unit).head("refersTo", .text((plan ?? self.plan).id.description))
        try await scratch.acceptInCase(message, to: [.psychiatricWard], effect: effect)
        return message
    }

    @Test func `a plan that nobody has answered waits for every unit but the one that made it`() async throws {
        #expect(try await plans() == [["SOC1 waiting", "KHS1 waiting", "PSYK1 yes", "not valid"]])
        let shown = try #require(try await view()["compulsoryPlans"]?.items?.first)
        #expect(shown.members?.map(\.name) == ["planId", "planVersion", "messageId", "valid", "attestations"])
        #expect(shown["planId"]?.text == plan.content.text("planId"))
        #expect(shown["attestations"]?.items?.first?["name"]?.text == "Socialtjänsten")
    }

    @Test func `a plan is valid when every unit has said yes, and not before`() async throws {
        try await attest("CompulsoryPlanAttested", by: .socialService, number: 1)
        #expect(try await plans() == [["SOC1 yes", "KHS1 waiting", "PSYK1 yes", "not valid"]])
        try await attest("CompulsoryPlanAttested-no", by: .municipalCare, number: 2)
        #expect(try await plans() == [["SOC1 yes", "KHS1 no", "PSYK1 yes", "not valid"]])
        try await attest("CompulsoryPlanAttested-after-all", by: .municipalCare, number: 3)
        #expect(try await plans() == [["SOC1 yes", "KHS1 yes", "PSYK1 yes", "valid"]])
        let shown = try #require(try await view()["compulsoryPlans"]?.items?.first?["attestations"]?.items?.first)
        #expect(shown["at"]?.text == "2026-11-12T16:10:00+01:00")
        #expect(shown["acceptedAt"]?.text == "2026-11-22T08:00:00Z")
    }

    @Test func `each unit that may read the plan is told what all have said, and the words of none`() async throws {
        try await attest("CompulsoryPlanAttested-no", by: .municipalCare, number: 1)
        #expect(try await plans(Self.social) == [["SOC1 waiting", "KHS1 no", "PSYK1 yes", "not valid"]])
        let view = try await view(Self.social)
        #expect(view.texts("messages", "type") == ["CompulsoryPlanEstablished"], "the answer itself went to the ward")
        for secret in ["helger", "Testperson", "Testläkare", "1970"] { #expect(!view.json.contains(secret)) }
    }

    @Test func `a cancelled answer is none, and the ward's own refusal counts`() async throws {
        let yes = try await attest("CompulsoryPlanAttested", by: .socialService, number: 1)
        var cancellation = try ValidSample.read("MessageCancelled").head("caseId", .text("T-2026-000031"))
        cancellation = cancellation.head("refersTo", .text(yes.id.description)).sent(by: .socialService)
        try await scratch.acceptInCase(
            cancellation, to: [.psychiatricWard], effect: .cancels(yes.id, isWrongPatient: false))
        try await attest("CompulsoryPlanAttested-no", by: .psychiatricWard, number: 2)
        #expect(try await plans() == [["SOC1 waiting", "KHS1 waiting", "PSYK1 no", "not valid"]])
    }

    @Test func `an answer of a unit that was not asked, or about another version, attests nothing`() async throws {
        try await attest("CompulsoryPlanAttested", by: .housing, number: 1)
        let next = plan.head("messageId", .text("00000000-0000-4000-8000-000000000200"))
            .head("status", .text("replaces")).head("replaces", .text(plan.id.description))
            .content("planVersion", .integer(2))
        for (number, unit) in [UnitID.socialService, .municipalCare].enumerated() {
            try await attest("CompulsoryPlanAttested", by: unit, number: number + 2)
        }
        try await scratch.acceptInCase(next, to: [.socialService, .municipalCare])
        #expect(
            try await plans() == [
                ["SOC1 yes", "KHS1 yes", "PSYK1 yes", "valid"],
                ["SOC1 waiting", "KHS1 waiting", "PSYK1 yes", "not valid"],
            ])
        let shown = try await view()
        #expect(shown.texts("compulsoryPlans", "replacedBy") == [next.id.description, nil])
    }

    @Test func `a plan that was cancelled is not valid, whoever has attested it`() async throws {
        for (number, unit) in [UnitID.socialService, .municipalCare].enumerated() {
            try await attest("CompulsoryPlanAttested", by: unit, number: number)
        }
        var cancellation = try ValidSample.read("MessageCancelled").head("caseId", .text("T-2026-000031"))
        cancellation = cancellation.head("refersTo", .text(plan.id.description)).sent(by: .psychiatricWard)
        try await scratch.acceptInCase(
            cancellation, to: [.socialService], effect: .cancels(plan.id, isWrongPatient: false))
        #expect(try await plans().first?.last == "not valid")
        #expect(try await view()["compulsoryPlans"]?.items?.first?["cancelled"] != nil)
    }

    @Test func `an answer that cannot be read back says so, and attests nothing`() async throws {
        let message = try ValidSample.read("CompulsoryPlanAttested")
        var incoming = scratch.incoming(message, to: [Destination(.psychiatricWard)])
        incoming.senderOrganisation = UnitID.socialService.sampleOrganisation
        incoming.refersTo = plan.id
        incoming.payload = Array("{}".utf8)
        _ = try await scratch.queue.accept(incoming)
        #expect(try await plans() == [["SOC1 waiting", "KHS1 waiting", "PSYK1 yes", "not valid"]])
        let shown = try await view()["compulsoryPlans"]?.items?.first?["attestations"]?.items?.first
        #expect(shown?["unreadable"]?.boolean == true)
    }

    @Test func `who may not handle compulsory care, or only operates, is shown no plan`() async throws {
        try await scratch.acceptInCase(
            try ValidSample.read("AdmissionNotice-psychiatric-ward"), to: [.socialService, .municipalCare])
        let without = try await view(.limited(.municipal, [.send, .receive], .socialService))
        #expect(without["compulsoryPlans"] == nil)
        #expect(without.texts("messages", "type") == ["AdmissionNotice"])
        #expect(without.texts("milestones", "step") == ["admitted", "estimate"])
        let operators = Identity(system: .operations, grants: [Grant([.operate, .compulsory], scope: .everywhere)])
        #expect(try await view(operators)["compulsoryPlans"] == nil)
    }

    @Test func `a plan in XML has the names of the JSON`() async throws {
        let xml = try await door.respond(
            to: .made("GET", "/", parameters: ["caseId": "T-2026-000031"], by: Self.ward, form: .xml))
        #expect(xml.text.contains("<compulsoryPlans><compulsoryPlan><planId>"))
        #expect(
            xml.text.contains(
                "<valid>false</valid><attestations><attestation><unit>SE0000000002-SOC1</unit>"))
    }

    @Test func `a discharge to open compulsory care is a notice that the patient is ready, to open forensic care none`()
        async throws
    {
        let open = try ValidSample.read("DischargeToOpenCompulsoryCare")
        try await scratch.acceptInCase(open, to: [.socialService])
        let view = try await view()
        #expect(view.texts("milestones", "step") == ["compulsoryPlan", "openCompulsoryCare", "ready"])
        let ready = try #require(view["milestones"]?.items?.last)
        #expect(ready["at"]?.text == "2026-11-18T11:00:00+01:00")
        #expect(ready["facts"]?["regionalCareClear"]?.text == "yes")
        #expect(ready["facts"]?["patient"]?["municipalityCode"]?.text == "2580")
        #expect(MessageType.dischargeToOpenForensicCare.milestone?.steps == [.openForensicCare])
    }
}
