import Messages
import Plans
import SampleWorld
import Testing

/// Which events a later one has made void: they send nothing, since the later one brings what is to be shown.
struct SupersededTests {
    private let first: Message
    private let second: Message
    private let closing: Message

    init() throws {
        first = try SamplePlan.version(1, minute: 1)
        second = try SamplePlan.version(2, minute: 2)
        closing = try SamplePlan.closing(minute: 3)
    }

    private func isSuperseded(_ event: Message, after messages: [Message]) throws -> Bool {
        let register = PlanRegister()
        register.note(all: messages)
        return try #require(register.desired(for: event)).isSuperseded
    }

    @Test func `a version is superseded by a newer one, wished for or not, and by its cancellation`() throws {
        let unwished = try SamplePlan.version(2, minute: 2, wanted: false)
        let cancellation = try SamplePlan.cancellation(of: second, minute: 4)
        #expect(try isSuperseded(first, after: [first, second]))
        #expect(try isSuperseded(first, after: [first, unwished]))
        #expect(try !isSuperseded(unwished, after: [first, unwished]))
        #expect(try !isSuperseded(second, after: [first, second]))
        #expect(try isSuperseded(second, after: [first, second, cancellation]))
        #expect(try !isSuperseded(first, after: [first, second, cancellation]))
    }

    @Test func `a version is not superseded by a closing, which may have found nothing to close`() throws {
        #expect(try !isSuperseded(first, after: [closing, first]))
    }

    @Test func `a closing is superseded by what opens the plan again, by a later one and by its cancellation`() throws {
        #expect(try !isSuperseded(closing, after: [first, closing]))
        #expect(try isSuperseded(closing, after: [first, closing, second]))
        #expect(try isSuperseded(closing, after: [first, closing, try SamplePlan.closing(minute: 4)]))
        let cancellation = try SamplePlan.cancellation(of: closing, minute: 4)
        #expect(try isSuperseded(closing, after: [first, closing, cancellation]))
        #expect(try isSuperseded(closing, after: [closing]))
    }

    @Test func `a cancellation is superseded when a newer version stands`() throws {
        let ofFirst = try SamplePlan.cancellation(of: first, minute: 4)
        let ofSecond = try SamplePlan.cancellation(of: second, minute: 5)
        #expect(try !isSuperseded(ofFirst, after: [first, ofFirst]))
        #expect(try isSuperseded(ofFirst, after: [first, second, ofFirst]))
        #expect(try !isSuperseded(ofSecond, after: [first, second, ofSecond]))
        let ofClosing = try SamplePlan.cancellation(of: closing, minute: 6)
        #expect(try !isSuperseded(ofClosing, after: [first, closing, ofClosing]))
        #expect(try isSuperseded(ofClosing, after: [first, closing, second, ofClosing]))
    }
}
