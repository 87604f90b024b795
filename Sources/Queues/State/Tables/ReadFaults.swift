internal import DurableLog
internal import LinuxSystem
internal import SnapshotFiles
internal import Synchronization

/// What the disk did not give back when the state asked for it.
///
/// A value that cannot be read is no value that is not there: whoever decides by it asks here before acting.
final class ReadFaults: Sendable {
    private let latest = Lock<QueueFailure?>(nil)
    private let number = Atomic<Int>(0)
    private let watcher = Lock<(@Sendable (String) -> Void)?>(nil)

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

    /// Notes a message that was asked for and is not in memory, unless a read has failed.
    func pass(_ sequence: UInt64) {
        latest.withLock { fault in
            switch fault {
            case .unread(let others): fault = .unread(others + [sequence])
            case nil: fault = .unread([sequence])
            default: break
            }
        }
    }

    /// Has the watcher told when a file is not as it was written.
    func tell(of failure: SnapshotFailure) {
        if case .damaged(let file) = failure { watcher.withLock { $0 }?(file) }
    }

    /// Counts reads that failed where nothing was to be decided yet.
    func count(_ failed: Int) {
        number.add(failed, ordering: .relaxed)
    }

    /// Keeps a fault that was taken to look for others.
    func putBack(_ fault: QueueFailure?) {
        guard let fault else { return }
        latest.withLock { $0 = $0 ?? fault }
    }

    /// Has somebody told of each file that is found to be not as it was written.
    func watch(_ watcher: @escaping @Sendable (String) -> Void) {
        self.watcher.withLock { $0 = watcher }
    }

    /// What a read of the tables gives; nil and noted when it fails, also at the last of a few tries when that may help.
    func noting<Value>(_ read: () throws(SnapshotFailure) -> Value?) -> Value? {
        var failure: SnapshotFailure?
        for _ in 0..<Limits.readTries {
            do {
                return try read()
            } catch {
                failure = error
            }
            guard case .unreadable = failure else { break }
        }
        guard let failure else { return nil }
        tell(of: failure)
        note(.unreadableSnapshot(failure.description))
        return nil
    }
}
