internal import Synchronization

/// A count that closures of a test may share.
package final class Tally: Sendable {
    private let value = Atomic(0)

    package init() {}

    /// Counts one more.
    package func add() {
        value.add(1, ordering: .sequentiallyConsistent)
    }

    /// How many were counted.
    package var count: Int { value.load(ordering: .sequentiallyConsistent) }
}
