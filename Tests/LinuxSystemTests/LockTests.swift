import LinuxSystem
import Testing

@Suite struct LockTests {
    private struct Refusal: Error {}

    private final class Keeper: Sendable {
        let numbers = Lock<[Int]>([])

        func refuse() throws(Refusal) {
            try numbers.withLock { numbers throws(Refusal) in
                numbers.append(-1)
                throw Refusal()
            }
        }
    }

    @Test func `of what many change at once nothing is lost`() async {
        let keeper = Keeper()
        await withTaskGroup(of: Void.self) { group in
            for caller in 0..<8 {
                group.addTask {
                    for number in 0..<2_000 { keeper.numbers.withLock { $0.append(caller * 2_000 + number) } }
                }
            }
        }
        #expect(keeper.numbers.withLock { $0.sorted() } == Array(0..<16_000))
    }

    @Test func `an error comes through and leaves the lock open`() {
        let keeper = Keeper()
        #expect(throws: Refusal.self) { try keeper.refuse() }
        #expect(keeper.numbers.withLock { $0 } == [-1])
    }

    @Test func `what is guarded goes with its lock`() {
        weak var kept: Keeper?
        do {
            let keeper = Keeper()
            let lock = Lock<Keeper?>(keeper)
            kept = lock.withLock { $0 }
            #expect(kept != nil)
        }
        #expect(kept == nil)
    }
}
