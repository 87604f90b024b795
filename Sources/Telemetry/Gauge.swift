import Synchronization

/// A number that goes up and down: connections open, bytes held.
package final class Gauge: Sendable {
    private let current = Atomic<Int>(0)

    init() {}

    /// Replaces the value.
    package func set(_ value: Int) {
        current.store(value, ordering: .relaxed)
    }

    /// Moves the value by a difference, which may be negative.
    package func add(_ difference: Int) {
        current.wrappingAdd(difference, ordering: .relaxed)
    }

    /// The value now.
    package var value: Int { current.load(ordering: .relaxed) }
}
