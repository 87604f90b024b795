internal import DurableLog
internal import LinuxSystem
internal import Messages

/// What the disk has taken and the queues have not yet: all of a batch is applied together, so that the lock is not fought
/// over once for each message, and those who wait for it go on together.
///
/// Concurrency: `add` is called where the journal reports, and `apply` there behind each batch; what a batch stored
/// has been applied when the journal's next one is written, and before a snapshot is taken.
final class Conclusions: Sendable {
    private struct Pending {
        /// Holds the queues only until the batch is through.
        var queue: MessageQueue?
        var steps: [any Concluding] = []
    }

    private let pending = Lock(Pending())

    /// Takes what the journal says of a group: one that is stored waits for the rest of its batch.
    func add(_ step: some Concluding, _ outcome: Result<AppendedGroup, JournalFailure>, in queue: MessageQueue) {
        switch outcome {
        case .success(let group):
            step.note(group)
            pending.withLock {
                $0.queue = queue
                $0.steps.append(step)
            }
        case .failure(let failure):
            let woken = queue.guarded.withLock { step.giveUp(failure, in: &$0) }
            step.resume()
            for sleeper in woken { sleeper.resume() }
        }
    }

    /// Applies what a batch has stored, in its order.
    func apply() {
        let batch = pending.withLock { pending in
            defer { pending = Pending() }
            return pending
        }
        guard let queue = batch.queue else { return }
        for start in stride(from: 0, to: batch.steps.count, by: Limits.appliedAtOnce) {
            let steps = batch.steps[start..<min(start + Limits.appliedAtOnce, batch.steps.count)]
            let boot = queue.clock.bootNanoseconds()
            let woken = queue.guarded.withLock { guarded in steps.flatMap { $0.conclude(in: &guarded, at: boot) } }
            for step in steps { step.resume() }
            for sleeper in woken { sleeper.resume() }
        }
    }
}

/// Something that goes on when the journal has said what became of its records.
protocol Concluding: AnyObject, Sendable {
    /// Keeps where the records lie.
    func note(_ group: AppendedGroup)
    /// Applies the records; those who waited for that are to be woken outside the lock.
    func conclude(in guarded: inout MessageQueue.Guarded, at boot: UInt64) -> [Waiting.Sleeper]
    /// Gives up what was reserved for records that were not stored.
    func giveUp(_ failure: JournalFailure, in guarded: inout MessageQueue.Guarded) -> [Waiting.Sleeper]
    /// Lets the caller go on, outside the lock.
    func resume()
}

/// The records of one group, and the caller that waits for them.
///
/// `@unchecked Sendable`: `stored` and `result` change where the journal reports, one batch after another, or in the one call
/// that refuses the group, and are read there.
final class Conclusion<Output: Sendable>: Concluding, @unchecked Sendable {
    private let records: [QueueRecord]
    private let reserved: [Waiting.Reason]
    private let destinations: [Destination]
    private let finish: @Sendable (inout QueueState) -> Output
    private let continuation: CheckedContinuation<Result<Output, QueueFailure>, Never>
    private var stored: AppendedGroup?
    private var result: Result<Output, QueueFailure>?

    /// Takes what is stored and who waits.
    ///
    /// - Parameters:
    ///   - records: what happens.
    ///   - reserved: reservations and arrivals that end with this, however it goes.
    ///   - destinations: where room was kept for deliveries until now.
    ///   - finish: runs under the lock after the records were applied.
    ///   - continuation: who waits.
    init(
        _ records: [QueueRecord], ending reserved: [Waiting.Reason], releasing destinations: [Destination],
        _ finish: @escaping @Sendable (inout QueueState) -> Output,
        _ continuation: CheckedContinuation<Result<Output, QueueFailure>, Never>
    ) {
        self.records = records
        self.reserved = reserved
        self.destinations = destinations
        self.finish = finish
        self.continuation = continuation
    }

    func note(_ group: AppendedGroup) {
        stored = group
    }

    func conclude(in guarded: inout MessageQueue.Guarded, at boot: UInt64) -> [Waiting.Sleeper] {
        guard let stored else { return [] }
        var woken: [Waiting.Sleeper] = []
        do throws(QueueFailure) {
            for (index, record) in records.enumerated() {
                let action = try guarded.state.follow(
                    record, sequence: stored.firstSequence + UInt64(index), byteCount: stored.byteCount(at: index),
                    boot: boot)
                woken += guarded.note(action)
            }
            result = .success(finish(&guarded.state))
        } catch {
            // The records are stored all the same: everybody who waits is woken to find that the queues have failed.
            result = .failure(error)
            woken += guarded.waiting.takeAll()
        }
        return woken + end(in: &guarded)
    }

    func giveUp(_ failure: JournalFailure, in guarded: inout MessageQueue.Guarded) -> [Waiting.Sleeper] {
        var woken: [Waiting.Sleeper] = []
        for case .delivery(let id) in reserved { woken += guarded.note(guarded.state.unreserve(id)) }
        result = .failure(QueueFailure(appending: failure))
        return woken + end(in: &guarded)
    }

    func resume() {
        guard let result else { return }
        continuation.resume(returning: result)
    }

    private func end(in guarded: inout MessageQueue.Guarded) -> [Waiting.Sleeper] {
        guarded.releaseRoom(at: destinations)
        guarded.arriving.subtract(reserved)
        return reserved.flatMap { guarded.waiting.take(all: $0) }
    }
}
