import Messages
import Plans
import Routing
import SampleWorld
import Testing

/// When 1177 is told of a plan at all.
struct PlanRecipientTests {
    private func recipient(for message: Message, after messages: [Message] = []) throws -> RoutedRecipient {
        let register = PlanRegister()
        register.note(all: messages)
        return try #require(register.recipient(for: message))
    }

    @Test func `a version to be shown goes there, also an old one`() throws {
        let first = try SamplePlan.version(1, minute: 1)
        let second = try SamplePlan.version(2, minute: 2)
        for recipient in [try recipient(for: first), try recipient(for: first, after: [second])] {
            #expect(recipient.destination == .publisher1177)
            #expect(recipient.why == "publication")
            #expect(recipient.skipped == nil)
        }
    }

    @Test func `a version not to be shown is skipped when there was nothing to show before it`() throws {
        let second = try SamplePlan.version(2, minute: 2, wanted: false)
        let unwished = try SamplePlan.version(1, minute: 1, wanted: false)
        let later = try SamplePlan.version(3, minute: 3)
        let other = try SamplePlan.version(1, minute: 1).about("191012101210")
        for messages in [[], [unwished], [later], [other]] {
            #expect(try recipient(for: second, after: messages).skipped?.code == .publicationNotWanted)
        }
    }

    @Test func `a version not to be shown goes there when an earlier one may stand there`() throws {
        let first = try SamplePlan.version(1, minute: 1)
        let second = try SamplePlan.version(2, minute: 2, wanted: false)
        let third = try SamplePlan.version(3, minute: 3, wanted: false)
        let cancellation = try SamplePlan.cancellation(of: first, minute: 4)
        for messages in [[first], [first, second], [first, cancellation]] {
            let recipient = try recipient(for: third, after: messages)
            #expect(recipient.skipped == nil)
            #expect(recipient.why == "withdraws publication")
        }
    }

    @Test func `a closing goes there when the plan is shown, and is skipped when nothing is`() throws {
        let closing = try SamplePlan.closing(minute: 5)
        let queued = try recipient(for: closing, after: [try SamplePlan.version(1, minute: 1)])
        #expect(queued.skipped == nil)
        #expect(queued.why == "closing of a published plan")
        let unwished = try SamplePlan.version(1, minute: 1, wanted: false)
        for messages in [[], [unwished]] {
            #expect(try recipient(for: closing, after: messages).skipped?.code == .nothingPublished)
        }
    }

    @Test func `any other message has no such recipient`() throws {
        let plan = try SamplePlan.version(1, minute: 1)
        let register = PlanRegister()
        register.note(all: [plan])
        let notice = try ValidSample.read("AdmissionNotice")
        #expect(register.recipient(for: try SamplePlan.cancellation(of: notice, minute: 2)) == nil)
        #expect(register.recipient(for: try ValidSample.read("GeneralMessage")) == nil)
    }

    @Test func `the cancellation of part of a plan that was ever to be shown goes there`() throws {
        let shown = try SamplePlan.version(1, minute: 1)
        let hidden = try SamplePlan.version(2, minute: 2, wanted: false)
        let closing = try SamplePlan.closing(minute: 3)
        let register = PlanRegister()
        register.note(all: [hidden, closing])
        #expect(register.recipient(for: try SamplePlan.cancellation(of: closing, minute: 4)) == nil)
        register.note(all: [hidden, closing, shown])
        for message in [shown, hidden, closing] {
            let recipient = register.recipient(for: try SamplePlan.cancellation(of: message, minute: 4))
            #expect(recipient?.destination == .publisher1177 && recipient?.skipped == nil)
        }
    }
}
