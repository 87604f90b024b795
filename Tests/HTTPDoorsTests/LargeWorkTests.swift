import Dispatch
import HTTPDoors
import SampleWorld
import Synchronization
import TestSupport
import Testing

struct LargeWorkTests {
    @Test func `owners have their turns, each with its own in order`() {
        var turns = Turns<String, Int>()
        for number in 1...3 { turns.add(number, for: "a") }
        turns.add(10, for: "b")
        turns.add(20, for: "c")
        var order: [Int] = []
        while let next = turns.next() { order.append(next) }
        #expect(order == [1, 10, 20, 2, 3])
        #expect(turns.next() == nil)
    }

    @Test(.timeLimit(.minutes(30))) func `what one system has brought does not hold up another's`() async {
        let work = LargeWork(width: 2)
        let gate = DispatchSemaphore(value: 0)
        let (begun, submitted) = (Tally(), Tally())
        let begunBefore = Atomic(0)
        let flood = Task {
            await withTaskGroup { group in
                for _ in 0..<20 {
                    group.addTask {
                        await work.run(for: .ehr) {
                            begun.add()
                            gate.wait()
                        }
                    }
                }
            }
        }
        await until { begun.count == 2 }
        let other = Task {
            submitted.add()
            await work.run(for: .municipal) { begunBefore.store(begun.count, ordering: .sequentiallyConsistent) }
        }
        await until { submitted.count == 1 }
        while begunBefore.load(ordering: .sequentiallyConsistent) == 0 {
            gate.signal()
            try? await Task.sleep(for: .milliseconds(5))
        }
        // Not behind all that the first has brought.
        #expect((2...10).contains(begunBefore.load(ordering: .sequentiallyConsistent)))
        for _ in 0..<20 { gate.signal() }
        await other.value
        await flood.value
        #expect(begun.count == 20)
    }
}
