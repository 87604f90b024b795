import Synchronization

/// A number that only grows, until the process ends.
package final class Counter: Sendable {
    private let total = Atomic<Int>(0)

    init() {}

    /// Counts so many more; never a negative number.
    package func add(_ count: Int = 1) {
        total.wrappingAdd(count, ordering: .relaxed)
    }

    /// What has been counted since the start.
    package var value: Int { total.load(ordering: .relaxed) }
}
