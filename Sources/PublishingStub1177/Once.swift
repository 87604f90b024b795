internal import Synchronization

/// Something to do the first time it is asked for, and never again.
final class Once: Sendable {
    private let action: @Sendable () -> Void
    private let isDone = Atomic<Bool>(false)

    init(_ action: @escaping @Sendable () -> Void) {
        self.action = action
    }

    func run() {
        let (exchanged, _) = isDone.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing)
        if exchanged { action() }
    }
}
