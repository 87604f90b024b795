internal import Dispatch
package import DurableLog
package import LinuxSystem
internal import Messages
internal import Synchronization
package import Telemetry

/// The durable queues of all units: accept, lease, settle, give up.
///
/// - Promise: what a call answers is on disk before it answers; a restart finds it, once.
/// - Order: in a lane, deliveries are leased strictly in the order of acceptance.
/// - Concurrency: all calls may be made from any thread; none blocks one. Decisions are made under one lock, on a value
///   (`QueueState`); records are written without it, and applied in the order of the log.
/// - Failure: after a failed write everything but looking throws, and `failure` says why.
package final class MessageQueue: Sendable {
    /// What the lock guards.
    struct Guarded: Sendable {
        var state = QueueState()
        /// Messages on their way to the disk.
        var arriving: [MessageID: Arrival] = [:]
        var arrivingTransmissions: Set<TransmissionID> = []
        /// Those who wait for something to lease.
        var pollers: [UInt64: Poller] = [:]
        /// Those who wait until a record about a delivery is on disk.
        var settlers: [DeliveryID: [CheckedContinuation<Void, Never>]] = [:]
        var followers: [UInt64: CheckedContinuation<Void, Never>] = [:]
        /// The revision of the dead letters that the followers know.
        var toldDeadRevision: UInt64 = 0
        var failureWaiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter: UInt64 = 0
        var failure: QueueFailure?
        /// No poller waits any longer.
        var isEnding = false
        /// The latest time given out, so that none goes back when the wall clock does.
        var lastWall = Timestamp(microseconds: 0)
    }

    /// A message that is being written: its like is judged by it, and waits for it.
    struct Arrival: Sendable {
        let message: IncomingMessage
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// Somebody who waits for something to lease.
    struct Poller: Sendable {
        let destinations: Set<Destination>
        let continuation: CheckedContinuation<Void, Never>
    }

    let guarded: Mutex<Guarded>
    let journal: Journal
    let policy: DeliveryPolicy
    private let clock: SystemClock
    private let reader = DispatchQueue(label: "vaxel.queue.reader")
    let timer = DispatchQueue(label: "vaxel.queue.timer")

    private init(journal: Journal, state: QueueState, policy: DeliveryPolicy, clock: SystemClock) {
        self.journal = journal
        self.policy = policy
        self.clock = clock
        guarded = Mutex(Guarded(state: state))
    }

    /// Opens the queues and reads what the journal holds.
    ///
    /// - Parameter root: the journal's folder.
    /// - Throws: `QueueFailure`; nothing was changed then, but a torn tail may have been cut.
    package static func open(
        at root: String, storage: any Storage = FileStorage(), clock: SystemClock = .system,
        policy: DeliveryPolicy = DeliveryPolicy(), options: JournalOptions = JournalOptions(), log: Log
    ) async throws(QueueFailure) -> MessageQueue {
        let opened = await withCheckedContinuation { continuation in
            DispatchQueue(label: "vaxel.queue.open").async {
                continuation.resume(
                    returning: openNow(at: root, storage, clock, policy: policy, options: options, log: log))
            }
        }
        return try opened.get()
    }

    private static func openNow(
        at root: String, _ storage: any Storage, _ clock: SystemClock, policy: DeliveryPolicy, options: JournalOptions,
        log: Log
    ) -> Result<MessageQueue, QueueFailure> {
        let hook = FailureHook()
        var state = QueueState()
        var unreadable: UInt64?
        let now = Moment(wall: Timestamp(microseconds: clock.wallMicroseconds()), boot: clock.bootNanoseconds())
        do {
            let (journal, report) = try Journal.open(
                at: root, storage: storage, options: options, log: log, onFailure: { hook.fire($0) }
            ) { record in
                guard let event = QueueRecord(record.bytes) else {
                    unreadable = unreadable ?? record.place.sequence
                    return
                }
                state.apply(event, at: record.place, now: now)
            }
            if let unreadable { return .failure(.unreadableRecord(sequence: unreadable)) }
            state.endAllLeases()
            _ = state.takeWoken()
            log.write(
                .info, "queue.opened",
                [("records", .integer(report.records)), ("waiting", .integer(state.tally.waiting))])
            let queue = MessageQueue(journal: journal, state: state, policy: policy, clock: clock)
            hook.set { [weak queue] failure in queue?.fail(QueueFailure(failure)) }
            return .success(queue)
        } catch {
            return .failure(QueueFailure(error))
        }
    }

    /// The latest moment by both clocks; the wall clock's never goes back.
    func now(_ guarded: inout Guarded) -> Moment {
        let wall = max(Timestamp(microseconds: clock.wallMicroseconds()), guarded.lastWall)
        guarded.lastWall = wall
        return Moment(wall: wall, boot: clock.bootNanoseconds())
    }

    // MARK: - Writing

    /// Writes records as one group, applies them when the disk has them, then lets `body` see the state, all in order.
    ///
    /// - Parameter busy: the deliveries that were marked for it; the mark is taken back when the group is refused.
    func write<Value: Sendable>(
        _ records: [QueueRecord], urgency: RecordUrgency, busy: [DeliveryID],
        then body: @escaping @Sendable (inout Guarded) -> Value
    ) async throws(QueueFailure) -> Value {
        let result: Result<Value, QueueFailure> = await withCheckedContinuation { continuation in
            journal.append(records.map(\.bytes), urgency: urgency) { result in
                let outcome = self.guarded.withLock { guarded in
                    switch result {
                    case .success(let places):
                        let now = self.now(&guarded)
                        for (record, place) in zip(records, places) {
                            guarded.state.apply(record, at: place, now: now)
                        }
                        return Result<Value, QueueFailure>.success(body(&guarded))
                    case .failure(let failure):
                        for id in busy { guarded.state.clearBusy(id) }
                        return .failure(QueueFailure(failure))
                    }
                }
                self.wakeSettlers(of: busy)
                self.wakeWaiters()
                continuation.resume(returning: outcome)
            }
        }
        return try result.get()
    }

    /// Reads and decodes a message's record, away from the threads that serve everybody.
    func message(at place: MessagePlace) async throws(QueueFailure) -> IncomingMessage {
        let result: Result<IncomingMessage, QueueFailure> = await withCheckedContinuation { continuation in
            reader.async { continuation.resume(returning: self.readMessage(at: place)) }
        }
        return try result.get()
    }

    private func readMessage(at place: MessagePlace) -> Result<IncomingMessage, QueueFailure> {
        do throws(JournalFailure) {
            guard case .accepted(let message, _)? = QueueRecord(try journal.read(place)) else {
                return .failure(.unreadableRecord(sequence: place.sequence))
            }
            return .success(message)
        } catch {
            return .failure(QueueFailure(error))
        }
    }

    // MARK: - End

    /// Why the journal has ended, when it has.
    package var failure: QueueFailure? {
        guarded.withLock(\.failure)
    }

    /// Whether somebody may still wait for deliveries: the journal has not failed, and no end has been asked for.
    ///
    /// Who waits in a loop asks this each time round, since all waiting returns at once when it is false.
    package var isServing: Bool {
        guarded.withLock { !$0.isEnding && $0.failure == nil }
    }

    private func fail(_ failure: QueueFailure) {
        guarded.withLock { $0.failure = $0.failure ?? failure }
        wakeAll()
    }

    /// Lets nobody wait for deliveries any longer, so that requests that do so end.
    package func endWaiting() {
        guarded.withLock { $0.isEnding = true }
        wakeAll()
    }

    /// Takes nothing more and closes the journal. What has been answered is on disk, as it always was.
    package func close() async {
        endWaiting()
        await journal.close()
        guarded.withLock { $0.failure = $0.failure ?? .journal(.closed) }
        wakeAll()
    }
}

/// Carries the journal's end to a queue that is made after the journal.
private final class FailureHook: Sendable {
    private struct State {
        var failure: JournalFailure?
        var handler: (@Sendable (JournalFailure) -> Void)?
    }

    private let state = Mutex(State())

    func fire(_ failure: JournalFailure) {
        let handler = state.withLock { state in
            state.failure = failure
            return state.handler
        }
        handler?(failure)
    }

    func set(_ handler: @escaping @Sendable (JournalFailure) -> Void) {
        let failure = state.withLock { state in
            state.handler = handler
            return state.failure
        }
        if let failure { handler(failure) }
    }
}
