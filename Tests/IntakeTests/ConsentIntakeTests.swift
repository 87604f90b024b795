import HTTPWire
import MessageFormats
import Messages
import Plans
import SampleWorld
import Testing

/// Messages on the basis of consent, by what the gateway knows of that consent.
struct ConsentIntakeTests {
    private let bench: IntakeBench
    private let consent: Message
    private let message: Message

    init() async throws {
        bench = try await IntakeBench()
        consent = try ValidSample.read("ConsentRegistered").head("consentReference", nil)
        message = try ValidSample.read("GeneralMessage").numbered(1).head("caseId", consent.record["caseId"])
            .sent(by: .healthCentre).head("refersTo", nil)
    }

    private func naming(_ consent: Message, _ message: Message) -> Message {
        message.head("consentReference", .text(consent.id.description))
    }

    private func withdrawal(of consent: Message, at moment: Timestamp = IntakeBench.now) throws -> Message {
        try ValidSample.read("ConsentWithdrawn").about(consent).numbered(50).sent(by: .healthCentre)
            .addressed(to: .unit(.socialService)).content("withdrawnAt", .text(moment.rfc3339))
    }

    private func renamed(_ message: Message, _ number: Int) -> Message { message.numbered(number) }

    @Test func `a withdrawn consent stops what rests on it at once, and nothing else`() async throws {
        try await bench.post(consent)
        #expect(try await bench.warnings(of: naming(consent, message)) == [])
        #expect(try await bench.warnings(of: message.numbered(2)) == [])
        try await bench.post(try withdrawal(of: consent))
        #expect(try await bench.refusal(of: naming(consent, message.numbered(3))) == ["VX-1293 /consentReference"])
        #expect(try await bench.refusal(of: message.numbered(4)) == ["VX-1293 /legalBasis"])
        #expect(
            try await bench.refusal(of: message.numbered(4), as: .xml) == ["VX-1293 /message/legalBasis"])
        for basis in ["harm-assessment", "other-law"] {
            #expect(
                try await bench.warnings(of: message.numbered(5).head("legalBasis", .text(basis)).numbered(basis.count))
                    == [])
        }
        // Another case of the same person goes on.
        #expect(try await bench.warnings(of: message.numbered(6).head("caseId", .text("N-6"))) == [])
        // What was sent before stays accepted.
        #expect(try await bench.post(message.numbered(2)).status == 200)
    }

    @Test func `a withdrawal that is to come stops nothing yet`() async throws {
        try await bench.post(consent)
        try await bench.post(try withdrawal(of: consent, at: IntakeBench.now.adding(seconds: 60)))
        #expect(try await bench.warnings(of: message) == [])
    }

    @Test func `what ends or takes back passes without consent`() async throws {
        let plan = try ValidSample.read("SipEstablished").head("caseId", consent.record["caseId"])
        try await bench.post(consent)
        try await bench.post(plan)
        try await bench.post(message)
        try await bench.post(message.numbered(2))
        try await bench.post(try withdrawal(of: consent))
        let closing = try ValidSample.read("SipClosed").numbered(20).about(plan).head(
            "caseId", consent.record["caseId"]
        )
        .content("planId", plan.content["planId"])
        #expect(try await bench.warnings(of: closing) == [])
        #expect(
            try await bench.warnings(of: try message.cancelled().numbered(21).head("legalBasis", .text("consent")))
                == [])
        let notice = try ValidSample.read("MisdirectedNotice").numbered(22).about(message.numbered(2)).sent(
            by: .socialService
        )
        .head("caseId", consent.record["caseId"]).head("legalBasis", .text("consent"))
        #expect(try await bench.warnings(of: notice, by: IntakeBench.municipal) == [])
        #expect(try await bench.post(consent.numbered(23)).status == 202)
    }

    @Test func `a new yes opens again, and a no or one who cannot take a stand closes`() async throws {
        try await bench.post(consent)
        try await bench.post(try withdrawal(of: consent))
        let later = IntakeBench.now.adding(seconds: 60).rfc3339
        let again = consent.numbered(60).head("sentAt", .text(later))
        try await bench.post(again)
        #expect(try await bench.warnings(of: message) == [])
        #expect(try await bench.warnings(of: naming(again, message.numbered(2))) == [])
        for (number, state) in [(61, "refused"), (62, "cannot")] {
            let denied = again.numbered(number).content("state", .text(state)).content(
                "harmAssessment", try ValidSample.read("ConsentRegistered-cannot").content["harmAssessment"])
            try await bench.post(denied.head("legalBasis", .text("harm-assessment")))
            #expect(try await bench.refusal(of: message.numbered(3)) == ["VX-1299 /legalBasis"])
            #expect(try await bench.refusal(of: naming(again, message.numbered(3))) == ["VX-1299 /consentReference"])
            #expect(try await bench.refusal(of: naming(denied, message.numbered(3))) == ["VX-1299 /consentReference"])
            #expect(
                try await bench.warnings(of: message.numbered(number + 10).head("legalBasis", .text("harm-assessment")))
                    == [])
        }
    }

    @Test func `the three questions are never merged`() async throws {
        let plan = try ValidSample.read("SipEstablished").head("caseId", consent.record["caseId"])
        let sharing = consent.content("covers", .list([.text("informationSharing")]))
        try await bench.post(sharing)
        try await bench.post(
            consent.numbered(61).content("covers", .list([.text("sip")])).content("state", .text("refused")))
        // No SIP may be made, and the units may be told of all else.
        #expect(try await bench.refusal(of: plan) == ["VX-1299 /content/consent/state"])
        #expect(try await bench.warnings(of: message) == [])
        #expect(
            try await bench.refusal(of: naming(consent.numbered(61), message.numbered(2))) == [
                "VX-1299 /consentReference"
            ])
        // What the person sees on 1177 is the care giver's decision: a withdrawn consent takes nothing away there.
        try await bench.post(consent.numbered(62).head("sentAt", .text(IntakeBench.now.rfc3339)))
        try await bench.post(plan)
        try await bench.post(try withdrawal(of: consent.numbered(62)))
        #expect(bench.plans.desired(for: plan)?.display == .version(plan.id))
    }

    @Test func `a consent is over on the day after its last one`() async throws {
        // 2027-01-21 by the clock of these tests.
        try await bench.post(consent.content("validUntil", .text("2027-01-21")))
        let standing = try await bench.post(message).status
        try await bench.post(consent.numbered(60).content("validUntil", .text("2027-01-20")))
        #expect(standing == 202)
        #expect(
            try await bench.refusal(of: naming(consent.numbered(60), message.numbered(2))) == [
                "VX-1293 /consentReference"
            ])
    }

    @Test func `a consent that is named is one, about the same person, and known or warned of`() async throws {
        try await bench.post(consent)
        #expect(
            try await bench.warnings(of: naming(consent.numbered(70), message)) == ["VX-W107 /consentReference"])
        #expect(try await bench.refusal(of: naming(message, message.numbered(2))) == ["VX-1225 /consentReference"])
        let other = naming(consent, message.numbered(3)).of("189002029800").head("caseId", .text("N-9"))
        #expect(try await bench.refusal(of: other) == ["VX-1226 /consentReference"])
    }
}
