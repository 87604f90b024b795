internal import DurableLog
internal import SnapshotFiles
internal import Synchronization

/// What the disk did not give back when the state asked for it.
///
/// A value that cannot be read is no value that is not there: whoever decides by it asks here before acting.
final class ReadFaults: Sendable {
    private let latest = Mutex<QueueFailure?>(nil)
    private let number = Atomic<Int>(0)

    /// How many reads have failed since the start.
    var total: Int { number.load(ordering: .relaxed) }

    /// The latest fault, which is forgotten by this.
    func take() -> QueueFailure? {
        latest.withLock { fault in
            defer { fault = nil }
            return fault
        }
    }

    func note(_ fault: QueueFailure) {
        latest.withLock { $0 = fault }
        count(1)
    }

    /// Counts reads that failed where nothing was to be decided yet.
    func count(_ failed: Int) {
        number.add(failed, ordering: .relaxed)
    }

    /// What a read of the tables gives; nil and noted when it fails.
    func noting<Value>(_ read: () throws(SnapshotFailure) -> Value?) -> Value? {
        do {
            return try read()
        } catch {
            note(.unreadableSnapshot(error.description))
            return nil
        }
    }
}
