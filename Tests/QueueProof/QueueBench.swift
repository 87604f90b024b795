internal import Digests
internal import DurableLog
internal import LinuxSystem
internal import Messages
package import Queues
internal import Synchronization
package import TestSupport

/// A real queue on a simulated disk, on which the steps of a proof are done.
package final class QueueBench: Sendable {
    /// Small segments, and nothing done behind the caller's back, so that the same steps make the same calls.
    static let options = JournalOptions(
        segmentBytes: 64 << 10, pendingIntakeBytes: 1 << 20, preparesSpare: false, idleSeconds: nil)
    /// Often, and written before the next batch: so the changes of the disk follow from the steps.
    static let snapshots = SnapshotPolicy(changes: 24, records: 36, isInBackground: false)
    /// Whatever is settled loses its bytes, and what is known of it stays.
    static let retention = RetentionPolicy(payloadDays: 0, graceDays: 0, share: 0)
    private static let folder = "journal"
    private static let system = SystemID("tester") ?? .gateway
    private static let other = SystemID("other") ?? .gateway
    private static let fault = DeliveryFault(code: "no", reason: "not now")

    package let time: ManualClock
    private let current: Mutex<(storage: FaultyStorage, queue: MessageQueue)>
    /// What the disk has damaged, and what was given up for it.
    let harm = Mutex(Harm())

    private init(_ queue: MessageQueue, _ storage: FaultyStorage, _ time: ManualClock) {
        current = Mutex((storage, queue))
        self.time = time
    }

    /// Opens the queue on a disk, at a time in microseconds.
    ///
    /// - Throws: `QueueFailure` when it does not open.
    package static func open(
        _ storage: FaultyStorage = FaultyStorage(), at now: Int64 = 1_795_334_400_000_000
    ) async throws(QueueFailure) -> QueueBench {
        let time = ManualClock(wallMicroseconds: now)
        return QueueBench(try await start(storage, time), storage, time)
    }

    private static func start(
        _ storage: FaultyStorage, _ time: ManualClock
    ) async throws(QueueFailure) -> MessageQueue {
        try await MessageQueue.open(
            at: folder, storage: storage, clock: time.clock, policy: ReferenceQueue.policy, options: options,
            snapshots: snapshots, random: { 1 << 63 })
    }

    /// The time in microseconds.
    package var now: Int64 { time.clock.wallMicroseconds() }

    package var queue: MessageQueue { current.withLock { $0.queue } }

    package var storage: FaultyStorage { current.withLock { $0.storage } }

    /// Goes on with another disk, or with the same.
    ///
    /// - Throws: `QueueFailure` when the queue does not open on it.
    package func reopen(on storage: FaultyStorage) async throws(QueueFailure) {
        let queue = try await Self.start(storage, time)
        current.withLock { $0 = (storage, queue) }
    }

    /// Does a step, and returns what the queue answered.
    package func perform(_ step: QueueStep) async -> StepAnswer {
        let answer: StepAnswer
        do throws(QueueFailure) {
            answer = try await attempt(step)
        } catch {
            answer = .failed(error)
        }
        // No lease waits for what is given up beside it; the next step does.
        await queue.finishGivingUp()
        return answer
    }

    /// All that can be seen of some messages but those that are damaged; none of them when the disk does not give one back.
    package func view(of names: some Sequence<MessageName>) async -> QueueView {
        let now = now
        let queue = queue
        var view = QueueView()
        let damaged = harm.withLock { $0.damaged }
        let sound = names.filter { !damaged.contains($0) }
        let found = ((try? await queue.statuses(of: sound.map(\.id))) ?? []).sorted { $0.sequence < $1.sequence }
        view.messages = found.compactMap { $0.view(at: now) }
        view.dead = await deadLetters()
        let conservation = queue.conservation()
        view.created = conservation.created
        view.difference = conservation.difference
        view.counts = .init(
            open: conservation.open, dead: conservation.dead, completed: conservation.completed,
            cancelled: conservation.cancelled, discarded: conservation.discarded, expired: conservation.expired)
        return view
    }

    static func place(of destination: Destination) -> Int? {
        destination.unit.flatMap { Place.names.firstIndex(of: $0.text) }
    }

    private func attempt(_ step: QueueStep) async throws(QueueFailure) -> StepAnswer {
        let queue = queue
        switch step {
        case .accept(let name, let places, let lane, let transmission):
            return answer(try await queue.accept(message(name, places, lane, transmission)))
        case .again(let name, let transmission):
            guard try queue.status(of: name.id) != nil else { return .skipped }
            return answer(try await queue.accept(message(name, [0], 0, transmission)))
        case .alter(let name):
            guard try queue.status(of: name.id) != nil else { return .skipped }
            var other = message(name, [0], 0, nil)
            other.digest = Digest128(high: 2, low: UInt64(name.number))
            return answer(try await queue.accept(other))
        case .cancel(let name, let original, let places, let lane, let isWrongPatient):
            var cancellation = message(name, places, lane, nil)
            cancellation.effect = .cancels(original.id, isWrongPatient: isWrongPatient)
            return answer(try await queue.accept(cancellation))
        case .lease(let place, let maximum, let seconds):
            let leased = try await queue.lease(
                from: [destination(place)], by: Self.system, maximum: maximum, duration: seconds
            ) { facts in
                self.note(givenUp: facts)
                return self.receipt(facts, isPositive: false)
            }
            return .leased(leased.compactMap { $0.offered })
        case .lapse:
            let died = Mutex<[DeliveryName]>([])
            let count = try await queue.settleLapsed { facts in
                guard let name = facts.name, let receipt = self.receipt(facts, isPositive: false) else { return nil }
                died.withLock { $0.append(name) }
                return receipt
            }
            return .lapsed(count, died: died.withLock { $0 })
        case .retry(let name):
            guard let delivery = try delivery(name) else { return .skipped }
            switch try await queue.retryDeadLetter(delivery, by: Self.system) {
            case .redriven: return .moved
            case .unreadable: return .unreadable
            case .notDead: return .notDead
            }
        case .discard(let name):
            guard let delivery = try delivery(name) else { return .skipped }
            let outcome = try await queue.discard(delivery, by: Self.system, reason: "of no use")
            return outcome == .discarded ? .moved : .notDead
        case .wait(let seconds):
            time.advance(seconds: Double(seconds))
            return .done
        case .pause(let place):
            _ = try await queue.pause(destination(place), by: Self.system, reason: "moving")
            return .done
        case .resume(let place):
            try await queue.resume(destination(place), by: Self.system)
            return .done
        case .expire(let seconds):
            return .expired(try await queue.expireReceipts(after: Double(seconds)))
        case .retain:
            _ = try await queue.retain(by: Self.retention)
            return .done
        case .restart(let isClosed):
            if isClosed || isHarmed { await queue.close() }
            return try await reopenHarmed(on: storage)
        case .crash(let seed):
            // A start passes over what stands behind the newest snapshot of a damaged message, as far as it can; the reference
            // says what is told without that.
            if isHarmed { await queue.close() }
            return try await reopenHarmed(on: storage.crashed(.anything(seed: seed)))
        case .damage(let name, let isRemembered):
            return try await damage(name, isRemembered: isRemembered)
        case .putBack:
            return try await putBack()
        case .renew, .complete, .fail, .reject, .release, .hold:
            return try await attemptOnLease(step)
        }
    }

    private func attemptOnLease(_ step: QueueStep) async throws(QueueFailure) -> StepAnswer {
        let queue = queue
        let outcome: SettleOutcome
        switch step {
        case .renew(let offer, let seconds):
            guard let lease = try lease(offer) else { return .skipped }
            switch try queue.renew(lease, by: Self.system, duration: seconds) {
            case .renewed: return .renewed
            case .lost(let loss): return .lost(loss)
            }
        case .complete(let offer, let byOther):
            guard let lease = try lease(offer) else { return .skipped }
            outcome = try await queue.complete(lease, by: byOther ? Self.other : Self.system) {
                self.receipt($0, isPositive: true)
            }
        case .fail(let offer), .reject(let offer):
            guard let lease = try lease(offer) else { return .skipped }
            var isPermanent = false
            if case .reject = step { isPermanent = true }
            outcome = try await queue.reject(lease, by: Self.system, failure: Self.fault, permanent: isPermanent) {
                self.receipt($0, isPositive: false)
            }
        case .release(let offer, let delay):
            guard let lease = try lease(offer) else { return .skipped }
            outcome = try await queue.release(lease, by: Self.system, delay: Double(delay))
        case .hold(let offer, let seconds):
            guard let lease = try lease(offer) else { return .skipped }
            outcome = try await queue.hold(lease, by: Self.system, fault: Self.fault, seconds: Double(seconds))
        default: return .skipped
        }
        switch outcome {
        case .settled: return .settled
        case .alreadySettled: return .alreadySettled
        case .lost(let loss): return .lost(loss)
        }
    }

    private func answer(_ outcome: AcceptOutcome) -> StepAnswer {
        switch outcome {
        case .accepted: .accepted
        case .duplicate: .duplicate
        case .conflict(let conflict): .conflict(conflict)
        }
    }

    private func delivery(_ name: DeliveryName) throws(QueueFailure) -> DeliveryID? {
        if let known = harm.withLock({ $0.deliveries[name] }) { return known }
        return try queue.status(of: name.message.id)?.deliveries.first { Self.place(of: $0.destination) == name.place }?
            .delivery
    }

    private func lease(_ offer: OfferName) throws(QueueFailure) -> LeaseID? {
        try delivery(offer.delivery).flatMap { LeaseID("\($0)-\(offer.offer)") }
    }
}
