import Messages
@testable import Plans
import SampleWorld
import Testing

/// New versions and closings are held to what is known of their plan.
struct PlanCheckTests {
    private let register = PlanRegister()
    private let plan: Message

    init() throws {
        plan = try SamplePlan.version(2, minute: 1)
    }

    /// What is found in a message once these are known; units of one organisation share the digits of their ids.
    private func check(_ message: Message, after messages: [Message]) -> PlanFindings {
        register.note(all: messages)
        return register.check(message, inCase: PlanRegister.sampleCase) { $0.text.prefix(12) == $1.text.prefix(12) }
    }

    private func closing(by person: Record) throws -> Message {
        try SamplePlan.closing(minute: 9).content("closedBy", .record(person))
    }

    private func plan(coordinatedBy person: Record) throws -> Message {
        let unit = plan.content.record("coordinator")?["unit"]
        return plan.content("coordinator", .record(person.setting("unit", to: unit)))
    }

    // MARK: Versions

    @Test func `a plan id that another patient's plan has is refused`() throws {
        let other = try SamplePlan.version(1, minute: 2).about("191012101210")
        let problem = try #require(check(other, after: [plan]).problems.first)
        #expect(problem.code == .planOfOthers)
        #expect(problem.path == "/content/planId")
        #expect(!problem.detail.contains("1912"))
    }

    @Test func `a plan id that another patient's cancelled plan had is free`() throws {
        let other = try SamplePlan.version(1, minute: 2).about("191012101210")
        let cancellation = try SamplePlan.cancellation(of: plan, minute: 3)
        #expect(check(other, after: [plan, cancellation]) == PlanFindings())
    }

    @Test func `a version by an organisation that has no part in the plan is refused`() throws {
        let next = try SamplePlan.version(3, minute: 2)
        #expect(check(next.sent(by: .neighbour), after: [plan]).problems.map(\.code) == [.planOfOthers])
        #expect(check(next.sent(by: .ward), after: [plan]) == PlanFindings())
    }

    @Test func `a party that is neither author nor coordinator sends no version`() throws {
        let next = try SamplePlan.version(3, minute: 2).sent(by: .housing)
        #expect(check(next, after: [plan]).problems.map(\.code) == [.planOfOthers])
    }

    @Test func `the organisation of the coordinator may send the next version`() throws {
        let unit = Record([
            .init("hsaId", .text(UnitID.socialService.text)), .init("name", .text("Socialtjänsten")),
            .init("principal", .text("municipality")),
        ])
        let coordinator = SamplePlan.person(hsaID: "SE0000000002-P0300").setting("unit", to: .record(unit))
        let handed = try SamplePlan.version(3, minute: 2).content("coordinator", .record(coordinator))
        let next = try SamplePlan.version(4, minute: 3).sent(by: .housing)
        #expect(check(next, after: [plan, handed]) == PlanFindings())
    }

    @Test func `an old version that comes late is taken also when the plan has changed hands`() throws {
        let next = try SamplePlan.version(3, minute: 2).sent(by: .housing)
        #expect(check(try SamplePlan.version(1, minute: 1), after: [next]) == PlanFindings())
    }

    @Test func `a higher version of a known plan replaces one`() throws {
        let next = try SamplePlan.version(3, minute: 2).head("status", .text("new")).head("replaces", nil)
        let problems = check(next, after: [plan]).problems
        #expect(problems.map(\.code) == [.planNotReplaced])
        #expect(problems.map(\.path) == ["/status"])
        let same = try SamplePlan.version(2, minute: 2).head("status", .text("new")).head("replaces", nil)
        #expect(check(same, after: [plan]).problems.map(\.code) == [.planVersionNotHigher])
    }

    @Test func `a version does not replace one of another plan`() throws {
        let other = try SamplePlan.version(3, minute: 2).head("replaces", .text(plan.id.description))
            .content("planId", .text("2e0f68e9-7ab9-5098-aed2-5019450715ff"))
        #expect(check(other, after: [plan]).problems.map(\.code) == [.planOfOthers])
    }

    @Test(arguments: [(1, false), (2, false), (3, true)])
    func `a version that replaces has a higher number`(number: Int, isRight: Bool) throws {
        let next = try SamplePlan.version(number, minute: 2).head("status", .text("replaces"))
        let problems = check(next, after: [plan]).problems
        #expect(problems.map(\.code) == (isRight ? [] : [.planVersionNotHigher]))
        #expect(problems.map(\.path) == (isRight ? [] : ["/content/planVersion"]))
    }

    @Test func `an old version that comes late and replaces nothing is taken`() throws {
        #expect(check(try SamplePlan.version(1, minute: 2), after: [plan]) == PlanFindings())
    }

    @Test func `a number that was cancelled may be used again`() throws {
        let again = try SamplePlan.version(2, minute: 3)
        #expect(check(again, after: [plan, try SamplePlan.cancellation(of: plan, minute: 2)]) == PlanFindings())
    }

    @Test func `a version that is known already is in order`() throws {
        #expect(check(plan, after: [plan, try SamplePlan.version(3, minute: 2)]) == PlanFindings())
    }

    // MARK: Closings

    @Test func `a closing by an organisation that has no part in the plan is refused`() throws {
        let closing = try SamplePlan.closing(minute: 9).sent(by: .neighbour)
        #expect(check(closing, after: [plan]).problems.map(\.code) == [.planOfOthers])
    }

    @Test func `the coordinator of the newest version may close, and nobody else`() throws {
        let coordinator = SamplePlan.person(hsaID: "SE0000000001-P0202", name: "Testperson Sex")
        let next = try SamplePlan.version(3, minute: 2).content("coordinator", .record(coordinator))
        #expect(check(try closing(by: SamplePlan.person(hsaID: "SE0000000001-P0101")), after: [plan]).problems.isEmpty)
        let problems = check(try closing(by: SamplePlan.person(hsaID: "SE0000000001-P0101")), after: [next]).problems
        #expect(problems.map(\.code) == [.closedByOther])
        #expect(problems.map(\.path) == ["/content/closedBy"])
        #expect(check(try closing(by: coordinator), after: []) == PlanFindings())
    }

    @Test(arguments: [
        (SamplePlan.person(hsaID: "SE1-P1"), SamplePlan.person(hsaID: "se1-p1", name: "Annat namn"), true),
        (SamplePlan.person(hsaID: "SE1-P1", localID: "a"), SamplePlan.person(hsaID: "SE1-P2", localID: "a"), false),
        (SamplePlan.person(hsaID: "SE1-P1", localID: "a"), SamplePlan.person(localID: "a"), true),
        (SamplePlan.person(localID: "a"), SamplePlan.person(localID: "a", name: "testperson  FEM"), true),
        (SamplePlan.person(localID: "a"), SamplePlan.person(localID: "a", name: "Testperson Sex"), false),
        (SamplePlan.person(localID: "a"), SamplePlan.person(localID: "A"), false),
        (SamplePlan.person(hsaID: "SE1-P1"), SamplePlan.person(localID: "a"), false),
        (SamplePlan.person(), SamplePlan.person(), false),
    ])
    func `a person is known by the HSA-id, else by local id and name`(
        coordinator: Record, closer: Record, isSame: Bool
    ) throws {
        let findings = check(try closing(by: closer), after: [try plan(coordinatedBy: coordinator)])
        #expect(findings.problems.isEmpty == isSame)
    }

    @Test func `a closing of a plan that is not known is a warning`() throws {
        let closing = try SamplePlan.closing(minute: 2)
        let findings = check(closing, after: [])
        #expect(findings.problems.isEmpty)
        #expect(findings.warnings.map(\.code) == [.unknownPlan])
        #expect(findings.warnings.map(\.path) == ["/content/planId"])
        let cancelled = check(closing, after: [plan, try SamplePlan.cancellation(of: plan, minute: 3)])
        #expect(cancelled.warnings.map(\.code) == [.unknownPlan])
    }

    @Test func `a message of another type is in order`() throws {
        #expect(check(try ValidSample.read("AdmissionNotice"), after: [plan]) == PlanFindings())
        #expect(check(try SamplePlan.cancellation(of: plan, minute: 2), after: [plan]) == PlanFindings())
    }

    // MARK: Following up

    private func told(_ type: MessageType) throws -> Message {
        try SamplePlan.closing(minute: 9).typed(type)
    }

    @Test(arguments: [MessageType.sipFollowUp, .sipEvaluation, .sipMeetingInvitation])
    func `what is told of a plan that is not known is a warning`(type: MessageType) throws {
        let findings = check(try told(type), after: [])
        #expect(findings == PlanFindings(warnings: [Problem(.unknownPlan, path: "/content/planId")]))
        #expect(check(try told(type).content("planId", nil), after: [plan]) == PlanFindings())
    }

    @Test(arguments: [MessageType.sipFollowUp, .sipEvaluation, .sipMeetingInvitation])
    func `any party of a plan tells of it, and nobody else`(type: MessageType) throws {
        #expect(check(try told(type).sent(by: .housing), after: [plan]) == PlanFindings())
        #expect(check(try told(type).sent(by: .neighbour), after: [plan]).problems.map(\.code) == [.planOfOthers])
        #expect(check(try told(type).about("191012101210"), after: [plan]).warnings.map(\.code) == [.unknownPlan])
    }

    @Test func `a follow-up changes nothing in the plan`() throws {
        let followUp = try told(.sipFollowUp)
        register.note(all: [plan, followUp])
        #expect(register.recipient(for: followUp) == nil && register.desired(for: followUp) == nil)
        #expect(check(try SamplePlan.version(3, minute: 10), after: []) == PlanFindings())
    }
}
