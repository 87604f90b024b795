internal import Synchronization

/// How many of something may be held at a time, over all connections of a server: bytes of bodies, connections.
final class Budget: Sendable {
    let limit: Int
    private let held = Atomic<Int>(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes so many, or none if they are too many.
    func reserve(_ count: Int) -> Bool {
        let (_, sum) = held.add(count, ordering: .relaxed)
        guard sum > limit else { return true }
        held.subtract(count, ordering: .relaxed)
        return false
    }

    /// Takes so many, however many are held.
    func take(_ count: Int) {
        held.add(count, ordering: .relaxed)
    }

    /// Gives back what was taken.
    func release(_ count: Int) {
        held.subtract(count, ordering: .relaxed)
    }
}
