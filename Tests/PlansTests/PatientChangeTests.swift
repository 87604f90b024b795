import Messages
@testable import Plans
import Routing
import SampleWorld
import Testing

/// A plan goes with its person when the person gets another id, and with nobody else.
struct PatientChangeTests {
    private static let old = "191212121212"
    private static let new = "195009072553"
    private let plan: Message

    init() throws {
        plan = try SamplePlan.version(1, minute: 1)
    }

    private func change(_ former: String = old, to current: String = new, minute: Int) throws -> Message {
        let previous = Record([.init("id", .text(former)), .init("idType", .text("personnummer"))])
        let template = try SamplePlan.assignment(of: SamplePlan.person(), minute: minute).about(current)
        return template.typed(.patientIDChanged).head(
            "content", .record(Record([.init("previous", .record(previous))])))
    }

    private func next(_ number: Int, minute: Int) throws -> Message {
        try SamplePlan.version(number, minute: minute).about(Self.new)
    }

    private func findings(in message: Message, after messages: [Message]) -> PlanFindings {
        let register = PlanRegister()
        register.note(all: messages)
        return register.check(message, inCase: PlanRegister.sampleCase) { $0.text.prefix(12) == $1.text.prefix(12) }
    }

    @Test func `the next version is about the new id`() throws {
        let next = try next(2, minute: 5)
        #expect(findings(in: next, after: [plan]).problems.map(\.code) == [.planOfOthers])
        #expect(findings(in: next, after: [plan, try change(minute: 2)]) == PlanFindings())
        // One who does not know of it yet may go on under the old one, whichever came first.
        let late = try SamplePlan.version(3, minute: 6)
        #expect(findings(in: late, after: [plan, try change(minute: 2), next]) == PlanFindings())
        #expect(findings(in: late, after: [try change(minute: 2), next]) == PlanFindings())
    }

    @Test func `what came under both ids is one plan`() throws {
        let register = PlanRegister()
        let second = try next(2, minute: 5)
        let closing = try SamplePlan.closing(minute: 6).about(Self.new)
        register.note(all: [plan, try change(minute: 2), second, closing])
        for message in [plan, second, closing] {
            #expect(register.desired(for: message)?.display == .closed(version: second.id, closing: closing.id))
            #expect(register.desired(for: message)?.patient?.id == Self.new)
        }
        #expect(register.desired(for: plan)?.isSuperseded == true)
    }

    @Test func `who says so in another case changes nothing`() throws {
        let register = PlanRegister()
        register.note(all: [plan])
        register.note(try change(minute: 2), order: 1, inCase: PlanCase(2)) { _ in false }
        let next = try next(2, minute: 5)
        for planCase in [PlanRegister.sampleCase, PlanCase(2)] {
            let findings = register.check(next, inCase: planCase) { _, _ in true }
            #expect(findings.problems.map(\.code) == [.planOfOthers])
        }
        // Nor does it take the plan from those who go on with it.
        let own = try SamplePlan.version(2, minute: 6)
        #expect(register.check(own, inCase: PlanCase(2)) { _, _ in true } == PlanFindings())
        #expect(register.desired(for: plan)?.patient == nil)
    }

    @Test func `a plan that is shown is shown under the new id, and one that is not stays away`() throws {
        let register = PlanRegister()
        let change = try change(minute: 2)
        register.note(all: [plan])
        #expect(register.recipient(for: change, inCase: PlanRegister.sampleCase)?.destination == .publisher1177)
        #expect(register.documentID(for: change, inCase: PlanRegister.sampleCase) == SamplePlan.planID)
        #expect(register.recipient(for: change, inCase: PlanCase(2)) == nil)
        register.note(change, order: 1, inCase: PlanRegister.sampleCase) { _ in false }
        let desired = try #require(register.desiredOfCase(for: change))
        #expect(desired.map(\.display) == [.version(plan.id)] && desired.map(\.patient?.id) == [Self.new])
        let hidden = PlanRegister()
        hidden.note(all: [try SamplePlan.version(1, minute: 1, wanted: false)])
        #expect(hidden.recipient(for: change, inCase: PlanRegister.sampleCase) == nil)
        #expect(hidden.desiredOfCase(for: plan) == nil)
    }

    @Test func `a change that was cancelled is changed back, also when the cancellation came first`() throws {
        let change = try change(minute: 2)
        let cancellation = try SamplePlan.cancellation(of: change, minute: 3)
        let register = PlanRegister()
        register.note(all: [plan, change, cancellation])
        #expect(register.desiredOfCase(for: cancellation)?.map(\.patient?.id) == [Self.old])
        let own = try SamplePlan.version(2, minute: 6)
        for messages in [[plan, change, cancellation], [plan, cancellation, change]] {
            #expect(findings(in: own, after: messages) == PlanFindings())
            #expect(findings(in: try next(2, minute: 6), after: messages).problems.map(\.code) == [.planOfOthers])
        }
    }

    @Test func `ids may change again, and back`() throws {
        let third = "200302022389"
        let there = [plan, try change(minute: 2), try change(Self.new, to: third, minute: 3)]
        #expect(findings(in: try SamplePlan.version(2, minute: 8).about(third), after: there) == PlanFindings())
        let back = there + [try change(third, to: Self.old, minute: 4)]
        #expect(findings(in: try SamplePlan.version(2, minute: 8), after: back) == PlanFindings())
        let register = PlanRegister()
        register.note(all: back)
        #expect(register.desired(for: plan)?.patient?.id == Self.old)
    }
}
