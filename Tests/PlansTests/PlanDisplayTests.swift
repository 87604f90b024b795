import Messages
import Plans
import SampleWorld
import Testing

/// What 1177 is to show of a plan, whatever has come of it, and in whatever order.
struct PlanDisplayTests {
    /// What is to be shown after these, as an event of the plan sees it.
    private func display(after messages: [Message]) throws -> PlanDisplay {
        let register = PlanRegister()
        register.note(all: messages)
        let plan = try #require(messages.first { $0.type != .messageCancelled })
        return try #require(register.desired(for: plan)).display
    }

    // MARK: Versions

    @Test func `the newest version is shown, in whatever order they come`() throws {
        let versions = try [
            SamplePlan.version(1, minute: 1), SamplePlan.version(2, minute: 2), SamplePlan.version(3, minute: 3),
        ]
        for order in versions.orders {
            #expect(try display(after: order) == .version(versions[2].id))
        }
    }

    @Test func `of two versions with one number the one sent later is shown`() throws {
        let first = try SamplePlan.version(1, minute: 1)
        let second = try SamplePlan.version(1, minute: 2)
        #expect(try display(after: [first, second]) == .version(second.id))
        #expect(try display(after: [second, first]) == .version(second.id))
    }

    @Test func `a newest version that is not wished for leaves nothing, though an older one was`() throws {
        let first = try SamplePlan.version(1, minute: 1)
        let second = try SamplePlan.version(2, minute: 2, wanted: false)
        #expect(try display(after: [first, second]) == .nothing)
        #expect(try display(after: [second, first]) == .nothing)
        let third = try SamplePlan.version(3, minute: 3)
        #expect(try display(after: [first, second, third]) == .version(third.id))
    }

    @Test func `a plan of another patient with the same id changes nothing`() throws {
        let plan = try SamplePlan.version(1, minute: 1)
        let other = try SamplePlan.version(2, minute: 2, wanted: false).about("191012101210")
        #expect(try display(after: [plan, other]) == .version(plan.id))
        #expect(try display(after: [other, plan]) == .nothing)
    }

    @Test func `noting a message again changes nothing`() throws {
        let plan = try SamplePlan.version(1, minute: 1)
        let closing = try SamplePlan.closing(minute: 2)
        let next = try SamplePlan.version(2, minute: 3)
        #expect(try display(after: [plan, closing, next, closing, plan]) == .version(next.id))
    }

    @Test func `a message that is about no plan means nothing to 1177`() throws {
        let register = PlanRegister()
        let notice = try ValidSample.read("AdmissionNotice")
        register.note(all: [notice])
        #expect(register.desired(for: notice) == nil)
        #expect(register.desired(for: try SamplePlan.version(1, minute: 1)) == nil)
        #expect(register.desired(for: try SamplePlan.cancellation(of: notice, minute: 1)) == nil)
    }

    // MARK: Cancelling

    @Test func `a cancelled version gives way to the one before it, whenever the cancellation comes`() throws {
        let first = try SamplePlan.version(1, minute: 1)
        let second = try SamplePlan.version(2, minute: 2)
        let cancellation = try SamplePlan.cancellation(of: second, minute: 3)
        for order in [first, second, cancellation].orders {
            #expect(try display(after: order) == .version(first.id))
        }
        #expect(try display(after: [second, cancellation]) == .nothing)
    }

    @Test func `cancellations may come anywhere among the rest`() throws {
        let first = try SamplePlan.version(1, minute: 1)
        let closing = try SamplePlan.closing(minute: 2, refersTo: first)
        let second = try SamplePlan.version(2, minute: 3)
        let again = try SamplePlan.closing(minute: 4, refersTo: second)
        let rest = [first, closing, second, again]
        let cancellations = try [
            (second, PlanDisplay.closed(version: first.id, closing: again.id)), (again, .version(second.id)),
            (closing, .closed(version: second.id, closing: again.id)),
        ].map { (try SamplePlan.cancellation(of: $0, minute: 5), $1) }
        for (cancellation, expected) in cancellations {
            for place in 0...rest.count {
                var messages = rest
                messages.insert(cancellation, at: place)
                #expect(try display(after: messages) == expected)
            }
        }
    }

    // MARK: Closing

    @Test func `a closed plan shows its newest version as closed`() throws {
        let first = try SamplePlan.version(1, minute: 1)
        let second = try SamplePlan.version(2, minute: 2)
        let closing = try SamplePlan.closing(minute: 3, refersTo: first)
        #expect(try display(after: [first, second, closing]) == .closed(version: second.id, closing: closing.id))
    }

    @Test func `a plan that is not to be shown is not shown as closed either`() throws {
        let plan = try SamplePlan.version(1, minute: 1, wanted: false)
        #expect(try display(after: [plan, try SamplePlan.closing(minute: 2)]) == .nothing)
    }

    @Test func `a later version opens the plan again, and taking that back closes it`() throws {
        let first = try SamplePlan.version(1, minute: 1)
        let closing = try SamplePlan.closing(minute: 2, refersTo: first)
        let second = try SamplePlan.version(2, minute: 3)
        #expect(try display(after: [first, closing, second]) == .version(second.id))
        let cancellation = try SamplePlan.cancellation(of: second, minute: 4)
        #expect(
            try display(after: [first, closing, second, cancellation])
                == .closed(version: first.id, closing: closing.id))
    }

    @Test func `a version with no higher number does not open the plan again`() throws {
        let second = try SamplePlan.version(2, minute: 1)
        let closing = try SamplePlan.closing(minute: 2, refersTo: second)
        let late = try SamplePlan.version(2, minute: 3)
        #expect(try display(after: [second, closing, late]) == .closed(version: late.id, closing: closing.id))
    }

    @Test func `a closing that comes before its plan closes what was sent before it`() throws {
        let closing = try SamplePlan.closing(minute: 5)
        let before = try SamplePlan.version(1, minute: 4)
        #expect(try display(after: [closing, before]) == .closed(version: before.id, closing: closing.id))
        let after = try SamplePlan.version(1, minute: 6)
        #expect(try display(after: [closing, after]) == .version(after.id))
        let named = try SamplePlan.closing(minute: 5, refersTo: after)
        #expect(try display(after: [named, after]) == .closed(version: after.id, closing: named.id))
    }

    @Test func `of two closings the later one counts`() throws {
        let plan = try SamplePlan.version(1, minute: 1)
        let closings = try [SamplePlan.closing(minute: 2), SamplePlan.closing(minute: 3)]
        #expect(try display(after: [plan] + closings) == .closed(version: plan.id, closing: closings[1].id))
    }

    @Test func `a closing that came first closes only what its own coordinator may close`() throws {
        let plan = try SamplePlan.version(1, minute: 5)
        let closing = try SamplePlan.closing(minute: 9)
        #expect(try display(after: [closing, plan]) == .closed(version: plan.id, closing: closing.id))
        let stranger = closing.sent(by: .neighbour)
        #expect(try display(after: [stranger, plan]) == .version(plan.id))
        let nobody = closing.content("closedBy", .record(SamplePlan.person(hsaID: "SE0000000001-P0999")))
        #expect(try display(after: [nobody, plan]) == .version(plan.id))
    }

    @Test func `what was sent for the wrong patient does not take away what is shown for the right one`() throws {
        let wrong = try SamplePlan.version(1, minute: 1)
        let right = try SamplePlan.version(1, minute: 2).about("191012101210")
        let cancellation = try SamplePlan.cancellation(of: wrong, minute: 3)
        let register = PlanRegister()
        register.note(all: [wrong, cancellation, right])
        let desired = try #require(register.desired(for: cancellation))
        #expect(desired.display == .nothing && desired.isSuperseded)
        #expect(register.documentID(for: cancellation) == SamplePlan.planID)
    }

    @Test func `the order of acceptance decides, not that in which they were noted`() throws {
        let first = try SamplePlan.version(1, minute: 1)
        let closing = try SamplePlan.closing(minute: 2)
        let second = try SamplePlan.version(2, minute: 3)
        let register = PlanRegister()
        for (message, order) in [(first, UInt64(1)), (second, 3), (closing, 2)] {
            register.note(message, order: order, inCase: nil) { _ in false }
        }
        #expect(register.desired(for: first)?.display == .version(second.id))
    }
}

extension Array {
    /// The elements in every order.
    fileprivate var orders: [[Element]] {
        guard count > 1 else { return [self] }
        return indices.flatMap { index in
            var rest = self
            let element = rest.remove(at: index)
            return rest.orders.map { [element] + $0 }
        }
    }
}
