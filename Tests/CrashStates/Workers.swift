import Foundation
import Synchronization

/// Does numbered work on all processors.
enum Workers {
    private final class Next: Sendable {
        let number = Atomic(0)
    }

    /// Does the work of each number below a count, in no order, until one says false.
    static func run(_ count: Int, _ work: @escaping @Sendable (Int) async -> Bool) async {
        let next = Next()
        await withTaskGroup(of: Void.self) { group in
            // More than there are processors: each waits now and then for what another thread does for it.
            for _ in 0..<2 * ProcessInfo.processInfo.activeProcessorCount {
                group.addTask {
                    while true {
                        let number = next.number.add(1, ordering: .relaxed).oldValue
                        guard number < count, await work(number) else { return }
                    }
                }
            }
        }
    }
}

/// A value that workers gather in.
final class Gathered<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) {
        self.value = Mutex(value)
    }

    func change<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        value.withLock { value in body(&value) }
    }
}
