import Testing
import TestSupport

@testable import Queues

struct SleepDeadlinesTests {
    @Test(arguments: 1...20) func `the earliest are due first, whatever was taken out before`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var deadlines = SleepDeadlines()
        var expected: [UInt64: UInt64] = [:]
        for number in 0..<500 as Range<UInt64> {
            let deadline = random.next() % 100
            deadlines.insert(number, at: deadline)
            expected[number] = deadline
            guard random.next() % 2 == 0, let gone = expected.keys.randomElement(using: &random) else { continue }
            deadlines.remove(gone)
            expected[gone] = nil
            #expect(deadlines.first == expected.values.min())
        }
        #expect(deadlines.count == expected.count)
        for now in stride(from: 0 as UInt64, through: 100, by: 7) {
            let due = deadlines.takeDue(at: now)
            #expect(due.map { expected[$0] ?? .max } == due.map { expected[$0] ?? .max }.sorted())
            #expect(Set(due) == Set(expected.filter { $0.value <= now }.keys))
            for number in due { expected[number] = nil }
        }
        #expect(deadlines.count == expected.count)
    }

    @Test func `what is not there is taken out without harm`() {
        var deadlines = SleepDeadlines()
        deadlines.remove(1)
        deadlines.insert(1, at: 5)
        deadlines.remove(2)
        #expect(deadlines.takeDue(at: 4).isEmpty)
        #expect(deadlines.takeDue(at: 5) == [1])
        #expect(deadlines.first == nil)
    }
}
