import Messages
import Plans
import Routing
import SampleWorld
import Testing

/// A plan goes to 1177 only when the person wishes it and the care giver approves it.
struct PublicationRuleTests {
    private func publication(wanted: Value?, approved: Value?) throws -> Message {
        let consent = Record().setting("wanted", to: wanted).setting("approvedForPatient", to: approved)
        return try ValidSample.read("SipEstablished").content("publication", .record(consent))
    }

    @Test(arguments: [
        (true, true, RejectionCode?.none),
        (true, false, .publicationNotApproved),
        (false, true, .publicationNotWanted),
        (false, false, .publicationNotWanted),
    ])
    func `both questions must be answered yes`(wanted: Bool, approved: Bool, refusal: RejectionCode?) throws {
        let plan = try publication(wanted: .boolean(wanted), approved: .boolean(approved))
        #expect(PublicationRule.refusal(of: plan)?.code == refusal)
        let publisher = try #require(PlanRegister().recipient(for: plan))
        #expect(publisher.destination == .publisher1177)
        #expect(publisher.skipped?.code == refusal)
        #expect(publisher.why == "publication")
    }

    @Test func `a question that is not answered is answered no`() throws {
        let yes = Value.boolean(true)
        #expect(
            PublicationRule.refusal(of: try publication(wanted: yes, approved: nil))?.code == .publicationNotApproved)
        #expect(PublicationRule.refusal(of: try publication(wanted: nil, approved: yes))?.code == .publicationNotWanted)
        let text = Value.text("true")
        #expect(
            PublicationRule.refusal(of: try publication(wanted: text, approved: yes))?.code == .publicationNotWanted)
        let silent = try ValidSample.read("SipEstablished").content("publication", nil)
        #expect(PublicationRule.refusal(of: silent)?.code == .publicationNotWanted)
    }

    @Test func `nothing but a plan goes to 1177`() throws {
        #expect(PlanRegister().recipient(for: try ValidSample.read("AdmissionNotice")) == nil)
    }
}
