internal import Dispatch
internal import Synchronization

/// Tells those who wait for a batch what became of it, one batch after another, while the writer goes on with the next.
///
/// Waking hundreds of callers takes longer than a fast disk takes to sync; the disk is not to stand still meanwhile.
/// Concurrency: `tell` is called by the writer alone.
final class BatchTeller: Sendable {
    private let queue = DispatchQueue(label: "journal.tell")
    /// Batches handed over and not told yet.
    private let untold = Atomic<Int>(0)
    private let aside: Bool

    /// Makes a teller; one that tells nothing aside does it all on the writer's thread.
    init(aside: Bool) {
        self.aside = aside
    }

    /// Has a batch told: at once on this thread when the writer has nothing else to do and nothing waits before it, which
    /// saves the change of threads.
    func tell(atOnce isIdle: Bool, _ message: @escaping @Sendable () -> Void) {
        let waiting = untold.load(ordering: .acquiring)
        guard aside, waiting > 0 || !isIdle else { return message() }
        // A writer far ahead of those who are told would only fill the memory.
        if waiting >= Limits.untoldBatches { queue.sync {} }
        untold.add(1, ordering: .relaxed)
        queue.async {
            message()
            self.untold.subtract(1, ordering: .releasing)
        }
    }

    /// Returns when everything handed over has been told.
    func finish() {
        queue.sync {}
    }
}
