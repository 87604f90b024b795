import Messages
@testable import Plans
import SampleWorld
import Testing

/// Who coordinates a plan, and so may close it: the newest version says, or who was named after it.
struct CoordinatorTests {
    private static let first = SamplePlan.person(hsaID: "SE0000000001-P0101")
    private static let second = SamplePlan.person(hsaID: "SE0000000002-P0300", name: "Testperson Sju")
    private let plan: Message

    init() throws {
        plan = try SamplePlan.version(2, minute: 1)
    }

    private func findings(in message: Message, after messages: [Message]) -> PlanFindings {
        let register = PlanRegister()
        register.note(all: messages)
        return register.check(message, inCase: PlanRegister.sampleCase) { $0.text.prefix(12) == $1.text.prefix(12) }
    }

    private func mayClose(_ person: Record, after messages: [Message]) throws -> Bool {
        let closing = try SamplePlan.closing(minute: 9).content("closedBy", .record(person))
        return findings(in: closing, after: messages).problems.isEmpty
    }

    @Test(arguments: [true, false]) func `who is named after the version closes the plan, and nobody else`(
        isForPlan: Bool
    ) throws {
        let assignment = try SamplePlan.assignment(of: Self.second, minute: 2, isForPlan: isForPlan)
        for messages in [[plan, assignment], [assignment, plan]] {
            #expect(try mayClose(Self.second, after: messages))
            #expect(try !mayClose(Self.first, after: messages))
        }
    }

    @Test func `a version that was sent later names the coordinator anew`() throws {
        let assignment = try SamplePlan.assignment(of: Self.second, minute: 2)
        let next = try SamplePlan.version(3, minute: 3)
        #expect(try mayClose(Self.first, after: [plan, assignment, next]))
        #expect(try !mayClose(Self.second, after: [assignment, next, plan]))
    }

    @Test func `who begins later does not close before that, and then instead of the one before`() throws {
        let now = try SamplePlan.assignment(of: Self.second, minute: 2)
        let later = try SamplePlan.assignment(of: Self.first, minute: 3)
            .content("from", .text("2026-11-21T08:05:00+01:00"))
        #expect(try mayClose(Self.first, after: [plan, now, later]))
        let tomorrow = later.content("from", .text("2026-11-22"))
        #expect(try mayClose(Self.second, after: [plan, now, tomorrow]))
        #expect(try !mayClose(Self.first, after: [plan, now, tomorrow]))
    }

    @Test func `an assignment that is cancelled names nobody`() throws {
        for isForPlan in [true, false] {
            let assignment = try SamplePlan.assignment(of: Self.second, minute: 2, isForPlan: isForPlan)
            let cancellation = try SamplePlan.cancellation(of: assignment, minute: 3)
            for messages in [[plan, assignment, cancellation], [cancellation, assignment, plan]] {
                #expect(try mayClose(Self.first, after: messages))
                #expect(try !mayClose(Self.second, after: messages))
            }
        }
    }

    @Test func `only a party of the plan names its coordinator`() throws {
        let ofPlan = try SamplePlan.assignment(of: Self.second, minute: 2).sent(by: .neighbour)
        #expect(
            findings(in: ofPlan, after: [plan]).problems.map { "\($0.code) \($0.path ?? "")" } == [
                "VX-1291 /content/planId"
            ])
        let ofCase = try SamplePlan.assignment(of: Self.second, minute: 2, isForPlan: false).sent(by: .neighbour)
        #expect(
            findings(in: ofCase, after: [plan]).problems.map { "\($0.code) \($0.path ?? "")" } == [
                "VX-1291 /sender/unit"
            ])
        #expect(findings(in: ofCase.sent(by: .housing), after: [plan]) == PlanFindings())
        // What came before the plan is held to it afterwards.
        #expect(try !mayClose(Self.second, after: [ofPlan, plan]))
        #expect(try !mayClose(Self.second, after: [ofCase, plan]))
    }

    @Test func `a coordinator of a plan that is not known is a warning, one of a case without a plan is none`() throws {
        let ofPlan = try SamplePlan.assignment(of: Self.second, minute: 2)
        #expect(findings(in: ofPlan, after: []).warnings.map(\.code) == [.unknownPlan])
        #expect(findings(in: ofPlan.about("191012101210"), after: [plan]).warnings.map(\.code) == [.unknownPlan])
        let ofCase = try SamplePlan.assignment(of: Self.second, minute: 2, isForPlan: false)
        #expect(findings(in: ofCase, after: []) == PlanFindings())
    }

    @Test func `the organisation of a coordinator who was named sends the next version`() throws {
        let next = try SamplePlan.version(3, minute: 3).sent(by: .housing)
        #expect(findings(in: next, after: [plan]).problems.map(\.code) == [.planOfOthers])
        #expect(
            findings(in: next, after: [plan, try SamplePlan.assignment(of: Self.second, minute: 2)]) == PlanFindings())
    }

    @Test func `a closing that came first is held to who coordinated when it was sent`() throws {
        let register = PlanRegister()
        let closing = try SamplePlan.closing(minute: 9).content("closedBy", .record(Self.second))
            .sent(by: plan.sender.unit)
        let assignment = try SamplePlan.assignment(of: Self.second, minute: 2)
        register.note(all: [closing, plan])
        #expect(register.desired(for: plan)?.display == .version(plan.id))
        register.note(all: [closing, plan, assignment])
        #expect(register.desired(for: plan)?.display == .closed(version: plan.id, closing: closing.id))
    }
}
