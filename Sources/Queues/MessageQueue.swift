internal import Dispatch
package import DurableLog
package import LinuxSystem
package import Messages
internal import Synchronization

/// The durable queues: takes messages, lends deliveries, and keeps what became of them.
///
/// Promise: what an answer says, the disk has. Consequence: after a failed write everything throws until the program is
/// started anew. Concurrency: any thread or task may call anything; no call blocks its thread on the disk.
package final class MessageQueue: Sendable {
    /// What was found on disk at the start.
    package var recovery: RecoveryReport { journal.recovery }

    /// How the start went on from what the disk held.
    package let startReport: StartReport

    /// Where records cannot be read, when the queues were opened for reading past damage.
    package var lostRanges: [JournalDamage] { journal.lostRanges }

    let guarded: Lock<Guarded>
    /// Nil when the files are only read.
    let keeper: SnapshotKeeper?
    /// Reads the journal's files beside the journal that writes them.
    let reader: @Sendable () throws(JournalFailure) -> JournalReader
    let damagedRanges = Atomic<Int>(0)
    /// What the disk has not given back.
    let faults: ReadFaults
    let journal: Journal
    /// Held while retention writes a file anew, and while a replay looks for messages: what it finds must be there still when
    /// it is known to be under way.
    let rewriting = Lock(())
    /// How far has been looked for the replays that run.
    let replayPlaces = Lock<[Destination: ReplayPlace]>([:])
    private let conclusions: Conclusions
    let clock: SystemClock
    let policy: DeliveryPolicy
    let backlog: BacklogLimits
    let random: @Sendable () -> UInt64
    /// Where messages are read from disk.
    let readers = DispatchQueue(label: "queues.read")
    /// Where the ids of lost messages are looked for.
    let searching = DispatchQueue(label: "queues.losses", qos: .utility)
    private let timers: DispatchQueue
    /// Wakes those who sleep for a time, on `timers`.
    private let alarm: AlarmClock
    private let time: Lock<BelievedTime>
    private let nextSleeper = Atomic<UInt64>(0)

    /// What the lock holds.
    struct Guarded {
        var state: QueueState
        var waiting = Waiting()
        /// Messages and transmissions that are being stored.
        var arriving: Set<Waiting.Reason> = []
        /// When somebody last asked for deliveries of each destination.
        var polledAt: [Destination: Timestamp] = [:]
        /// Deliveries that are being offered to systems whose leases are limited.
        var lending: [SystemID: Int] = [:]
        /// Deliveries of messages that are being stored.
        var storing: [Destination: Int] = [:]
        /// Destinations that take nothing at the moment, as those have found who bring them deliveries.
        var outages: [Destination: DestinationOutage] = [:]
        /// Deliveries that are being given up unread.
        var givingUp: Set<DeliveryID> = []
        /// Deliveries that are to be given up while nobody waits for it, and the task that does so, while it runs.
        var unread: Set<DeliveryID> = []
        var givingUpLater: Task<Void, Never>?
        /// Deliveries given up unread of which nobody has been told.
        var untold: [LostLetter] = []
        /// Counts changes of the dead letters, from 1.
        var deadLetterRevision: UInt64 = 1
        /// Nobody waits for deliveries or dead letters any longer.
        var isEnding = false
        var isClosed = false

        init(_ state: QueueState) {
            self.state = state
        }

        /// Does what rests on what the disk gives back.
        ///
        /// - Throws: `unreadable`, `unreadableRecord` or `unreadableSnapshot`: a message that cannot be read would look as if
        ///   it were not there.
        mutating func reading<Value>(
            fromMemory: Bool = false, _ body: (inout Guarded) -> Value
        ) throws(QueueFailure) -> Value {
            _ = state.faults.take()
            state.messages.isReadingMemoryOnly = fromMemory
            let value = body(&self)
            state.messages.isReadingMemoryOnly = false
            if let fault = state.faults.take() { throw fault }
            return value
        }

        /// Takes the one who has waited longest for what stands in a line, to go and get it; nil when nobody may.
        ///
        /// What came for one is one's to fetch: who is woken and does not fetch it passes the call on, see `passOn`.
        private mutating func wakeOne(for line: LineID, besides system: SystemID?) -> Waiting.Sleeper? {
            guard state.pauses[line.destination] == nil else { return nil }
            return waiting.take(
                firstFor: .ready(line.destination, isCompulsory: line.isCompulsory), besides: system)
        }

        /// Notes what a record changed, and takes those who wait for it, calls of one system left out.
        mutating func note(_ action: QueueState.Action, besides system: SystemID? = nil) -> [Waiting.Sleeper] {
            var woken = action.ready.compactMap { wakeOne(for: $0, besides: system) }
            if action.changesDeadLetters {
                deadLetterRevision += 1
                woken += waiting.take(all: .deadLetters)
            }
            return woken
        }
    }

    private init(
        _ opened: Start.Opened, reader: @escaping @Sendable () throws(JournalFailure) -> JournalReader,
        keeper: SnapshotKeeper?, clock: SystemClock, policy: DeliveryPolicy, backlog: BacklogLimits,
        random: @escaping @Sendable () -> UInt64
    ) {
        let (wall, boot) = (clock.wallMicroseconds(), clock.bootNanoseconds())
        let acceptance = opened.state.latestAcceptance
        time = Lock(BelievedTime(wall: wall, boot: boot, after: acceptance.microseconds > 0 ? acceptance : nil))
        guarded = Lock(Guarded(opened.state))
        journal = opened.journal
        faults = opened.state.faults
        conclusions = opened.conclusions
        startReport = opened.report
        self.keeper = keeper
        self.reader = reader
        self.clock = clock
        self.policy = policy
        self.backlog = backlog
        self.random = random
        timers = DispatchQueue(label: "queues.timers")
        alarm = AlarmClock(on: timers)
        alarm.start { [weak self] in self?.wakeDue() }
    }

    /// Opens the queues in a folder, making it when it is not there, and ends every lease that was out.
    ///
    /// - Parameters:
    ///   - directory: the journal's folder; its parent must exist.
    ///   - storage: the disk.
    ///   - clock: wall time for records, boot time for leases.
    ///   - policy: how often deliveries are tried.
    ///   - backlog: how many deliveries a unit may have open.
    ///   - options: how the journal is kept, and how much intake may wait for the disk.
    ///   - snapshots: when snapshots are taken, and how long ids are kept.
    ///   - types: types of which `listedMessages` is to list all messages.
    ///   - random: the source of the retries' jitter.
    ///   - readingOnly: whether the files are only read, past any damage: everything that would store something throws
    ///     `readOnly`, and deliveries of which something was lost are not there.
    /// - Returns: the open queues.
    /// - Throws: `notOpened`, `unreadableRecord` or `unreadableSnapshot`; then nothing is open.
    package static func open(
        at directory: String, storage: any Storage = DiskStorage(), clock: SystemClock = .system,
        policy: DeliveryPolicy = DeliveryPolicy(), backlog: BacklogLimits = BacklogLimits(),
        options: JournalOptions = JournalOptions(), snapshots: SnapshotPolicy = SnapshotPolicy(),
        listing types: Set<String> = [], random: @escaping @Sendable () -> UInt64 = { SystemRandom.uint64() },
        readingOnly: Bool = false
    ) async throws(QueueFailure) -> MessageQueue {
        let start = Start(
            directory: directory, storage: readingOnly ? DiskStorage.reading : storage, clock: clock,
            options: options, listedTypes: types, policy: snapshots, isReadingOnly: readingOnly)
        let store = try start.snapshotStore()
        let keeper = store.map { SnapshotKeeper($0, policy: snapshots, clock: clock) }
        let opened = try await start.run(store, keeper)
        let queue = MessageQueue(
            opened,
            reader: { () throws(JournalFailure) in try JournalReader.open(at: directory, storage: start.storage) },
            keeper: keeper, clock: clock, policy: policy, backlog: backlog, random: random)
        keeper?.serve(queue, from: opened.snapshot)
        return queue
    }

    /// Why everything throws; nil while the queues work.
    package var failure: QueueFailure? {
        journal.failure.map { QueueFailure(appending: $0) } ?? guarded.withLock { $0.state.damage }
    }

    /// Whether somebody may still wait for deliveries: the journal works, and no end has been asked for.
    ///
    /// Who waits in a loop asks this each time round, since all such waiting returns at once when it is false.
    package var isServing: Bool {
        failure == nil && guarded.withLock { !$0.isEnding && !$0.isClosed }
    }

    /// Lets nobody wait for deliveries or dead letters any longer, so that requests and workers that do so end.
    package func endWaiting() {
        let woken = guarded.withLock { guarded in
            guarded.isEnding = true
            return guarded.waiting.takeFollowers()
        }
        for sleeper in woken { sleeper.resume() }
    }

    /// Stores what still waits for the disk, marks the journal's end, and wakes everybody who waits.
    package func close() async {
        let woken = guarded.withLock { guarded in
            guarded.isClosed = true
            return guarded.waiting.takeAll()
        }
        for sleeper in woken { sleeper.resume() }
        await finishGivingUp()
        await journal.close()
        if journal.failure == .closed { await keeper?.finish(self) }
    }

    /// The wall clock, held where it was while it shows an earlier time than before, unless it was far ahead before.
    func now() -> Timestamp {
        time.withLock { $0.now(wall: clock.wallMicroseconds(), boot: clock.bootNanoseconds()) }
    }

    /// The time by which what is settled is out of its time: a wall clock that shows another one is believed a day later.
    func retentionTime() -> Timestamp {
        time.withLock { $0.retentionTime(wall: clock.wallMicroseconds(), boot: clock.bootNanoseconds()) }
    }

    /// What is to be told of the wall clock; for asking now and then, which also looks at it.
    package func clockReport() -> ClockReport {
        _ = retentionTime()
        return time.withLock { ClockReport(setBacks: $0.setBacks, isDoubted: $0.isDoubted) }
    }

    /// The time by which something is given up for its age: that of the start and what the boot clock says has passed since.
    ///
    /// A wall clock that is set forwards ends nothing by that, and one that is set back keeps nothing. One that was ahead at the
    /// start is believed until it is put right.
    func agingTime() -> Timestamp {
        time.withLock { $0.agingTime(wall: clock.wallMicroseconds(), boot: clock.bootNanoseconds()) }
    }

    /// A random number from 0 to 1.
    func chance() -> Double {
        Double(random() >> 11) / Double(1 << 53)
    }

    /// Stores records as one group, applies them when the disk has them, and lets go of what they reserved.
    ///
    /// - Parameters:
    ///   - records: what happens.
    ///   - group: the same records encoded, on the caller's own thread.
    ///   - purpose: intake is refused earlier than settlements.
    ///   - reserved: reservations and arrivals that end with this, however it goes.
    ///   - destinations: where room was kept for deliveries until now.
    ///   - finish: runs under the lock after the records were applied.
    /// - Returns: what `finish` made.
    /// - Throws: `overloaded`, `diskFull` or `closed`, with nothing stored; `journalFailed`.
    func store<Output: Sendable>(
        _ records: [QueueRecord], as group: RecordGroup, for purpose: AppendPurpose, ending reserved: [Waiting.Reason],
        releasing destinations: [Destination] = [], finish: @escaping @Sendable (inout QueueState) -> Output
    ) async throws(QueueFailure) -> Output {
        let result: Result<Output, QueueFailure> = await withCheckedContinuation { continuation in
            let conclusion = Conclusion(
                records, ending: reserved, releasing: destinations, finish, continuation)
            journal.append(group, for: purpose) { self.conclusions.add(conclusion, $0, in: self) }
        }
        return try result.get()
    }

    /// Says that several callers are about to store something on this thread.
    ///
    /// What it stores goes to the disk at once when it calls `endGathering`, which must be soon, or with what others store.
    package func beginGathering() {
        journal.beginGathering()
    }

    /// Says that those callers have come as far as they could without waiting for the disk.
    package func endGathering() {
        journal.endGathering()
    }

    /// Sleeps until something happens or the task is cancelled.
    ///
    /// - Parameters:
    ///   - reasons: what ends the sleep.
    ///   - evenIfCancelled: whether a cancelled task sleeps on, for what ends soon anyway and may not be given up.
    ///   - isNeeded: asked under the lock before sleeping, so that nothing is missed in between.
    func sleep(
        for reasons: [Waiting.Reason], evenIfCancelled: Bool = false, while isNeeded: @Sendable (inout Guarded) -> Bool
    ) async {
        await sleep(as: place(), evenIfCancelled: evenIfCancelled) { isNeeded(&$0) ? reasons : [] }
    }

    /// Sleeps until something happens, a time is over or the task is cancelled.
    ///
    /// - Parameters:
    ///   - place: the place among those who wait for the same.
    ///   - seconds: the longest sleep; nil for no limit.
    ///   - evenIfCancelled: as above.
    ///   - reasons: says under the lock what ends the sleep, so that nothing is missed in between; nothing for no sleep.
    func sleep(
        as place: WaitingPlace, atMost seconds: Double? = nil, evenIfCancelled: Bool = false,
        for reasons: @Sendable (inout Guarded) -> [Waiting.Reason]
    ) async {
        let number = place.number
        let deadline = seconds.map { DispatchTime.now().uptimeNanoseconds + UInt64(max($0, 0) * 1e9) }
        await withTaskCancellationHandler {
            await withCheckedContinuation { sleeper in
                let (sleeps, isFirstDue) = guarded.withLock { guarded -> (Bool, Bool) in
                    guard !guarded.isClosed, evenIfCancelled || !Task.isCancelled else { return (false, false) }
                    let reasons = reasons(&guarded)
                    guard !reasons.isEmpty else { return (false, false) }
                    let before = guarded.waiting.firstDeadline
                    guarded.waiting.add(sleeper, number, of: place.system, for: reasons, until: deadline)
                    return (true, guarded.waiting.firstDeadline != before)
                }
                guard sleeps else { return sleeper.resume() }
                // A cancellation between the question above and the lock's end would find nobody to wake.
                if Task.isCancelled, !evenIfCancelled { wake(number) }
                if isFirstDue { timers.async { self.setAlarm() } }
            }
        } onCancel: {
            if !evenIfCancelled { wake(number) }
        }
    }

    /// A place behind all who wait now, of a system if one waits for deliveries.
    package func place(of system: SystemID? = nil) -> WaitingPlace {
        WaitingPlace(number: nextSleeper.add(1, ordering: .relaxed).newValue, system: system)
    }

    private func wake(_ number: UInt64) {
        guarded.withLock { $0.waiting.take(number) }?.resume()
    }

    private func wakeDue() {
        let now = DispatchTime.now().uptimeNanoseconds
        let woken = guarded.withLock { $0.waiting.takeDue(at: now) }
        for sleeper in woken { sleeper.resume() }
        setAlarm()
    }

    /// On `timers`, so that what is set last is what is due first.
    private func setAlarm() {
        if let first = guarded.withLock({ $0.waiting.firstDeadline }) { alarm.set(at: first) }
    }
}

/// A place among those who wait, kept over several sleeps: who was woken for nothing does not go to the end.
package struct WaitingPlace: Sendable {
    let number: UInt64
    /// Who waits, where it is a system that may be passed over.
    let system: SystemID?
}
