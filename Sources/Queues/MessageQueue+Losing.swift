internal import Dispatch
internal import DurableLog
internal import LinuxSystem
package import Messages
internal import SnapshotFiles

/// Deliveries that are given up by where they stand, since nothing of their messages is in memory and the disk has damaged
/// what it had.
extension MessageQueue {
    /// Makes dead letters of open deliveries whose messages are damaged, and of those behind them that are too; their lanes go
    /// on.
    ///
    /// What is damaged is read once more right before, since finding its id may take a while in which a file was put back.
    /// Those for which there is no room on the disk now are looked at again.
    ///
    /// - Returns: whether any was given up.
    @discardableResult
    func giveUpUnread(_ deliveries: [DeliveryID]) async -> Bool {
        guard !deliveries.isEmpty, failure == nil else { return false }
        // Others that have met the same damage leave it to the first.
        var mine = guarded.withLock { guarded in
            let free = deliveries.filter { !guarded.givingUp.contains($0) }
            return guarded.state.losses(of: free).filter { guarded.givingUp.insert($0.delivery).inserted }
        }
        guard !mine.isEmpty else { return false }
        mine += await damaged(behind: mine)
        defer { guarded.withLock { $0.givingUp.subtract(mine.map(\.delivery)) } }
        let sequences = Set(mine.map(\.delivery.message))
        let messages = await ids(of: sequences)
        let damaged = await remember(sequences.sorted())
        let losses = guarded.withLock { guarded in
            mine.filter { loss in
                damaged.contains(loss.delivery.message) && guarded.state.open.contains(loss.delivery, in: loss.lane)
            }.map { Loss(delivery: $0.delivery, lane: $0.lane, message: messages[$0.delivery.message]) }
        }
        // Of what is settled, and gone in its time, a deadline may be left.
        guard !losses.isEmpty else { return false }
        let now = now()
        let records = losses.map { QueueRecord.lost($0, at: now) }
        do throws(QueueFailure) {
            // Nothing of them is reserved for this: what is meanwhile is another's.
            let letters = try await store(records, as: RecordGroup(records), for: .settlement, ending: []) { state in
                losses.compactMap { state.lostLetter($0.delivery) }
            }
            guarded.withLock { $0.untold += letters }
            return true
        } catch {
            return false
        }
    }

    /// The same in a task of its own, for those who cannot wait for it.
    func giveUpLater(_ deliveries: [DeliveryID]) {
        guard !deliveries.isEmpty else { return }
        guarded.withLock { guarded in
            guarded.unread.formUnion(deliveries)
            guard guarded.givingUpLater == nil, !guarded.isClosed else { return }
            guarded.givingUpLater = Task { await self.giveUpAllUnread() }
        }
    }

    /// Waits until all is given up that was left for later: for the end, and for those who look at what became of it.
    package func finishGivingUp() async {
        await guarded.withLock { $0.givingUpLater }?.value
    }

    private func giveUpAllUnread() async {
        while true {
            let next = guarded.withLock { guarded in
                // What is left at the end is met again.
                if guarded.isClosed { guarded.unread = [] }
                if guarded.unread.isEmpty { guarded.givingUpLater = nil }
                defer { guarded.unread = [] }
                return guarded.unread.sorted()
            }
            guard !next.isEmpty else { return }
            await giveUpUnread(next)
        }
    }

    /// What stands right behind some deliveries in their lanes and is damaged too, as much as one answer to a lease may hold: a
    /// lane full of it is given up in few steps.
    private func damaged(behind losses: [Loss]) async -> [Loss] {
        var found: [Loss] = []
        for loss in losses where found.count < Limits.deliveriesPerLease {
            var next = guarded.withLock { guarded in
                guarded.state.open.deliveries(
                    in: loss.lane, behind: loss.delivery, maximum: Limits.deliveriesPerLease - found.count)
            }[...]
            while !next.isEmpty {
                let damaged = await remember(next.prefix(Limits.deliveriesPerRead).map(\.message))
                let run = next.prefix(Limits.deliveriesPerRead).prefix { damaged.contains($0.message) }
                let isWhole = run.count == min(next.count, Limits.deliveriesPerRead)
                next = isWhole ? next.dropFirst(run.count) : []
                found += guarded.withLock { guarded in run.filter { guarded.givingUp.insert($0).inserted } }
                    .map { Loss(delivery: $0, lane: loss.lane, message: nil) }
            }
        }
        return found
    }

    /// The deliveries that were given up since the last call because nothing of their messages can be read: for those who
    /// tell people.
    package func takeLostLetters() -> [LostLetter] {
        guarded.withLock { guarded in
            defer { guarded.untold = [] }
            return guarded.untold
        }
    }

    /// A dead letter of which the disk gives nothing back; nil when the delivery is none, or can be read.
    package func lostLetter(_ id: DeliveryID) -> LostLetter? {
        guarded.withLock { $0.state.lostLetter(id) }
    }

    /// Finds a dead letter whose message was damaged after it had died; it can be put aside, and nothing else.
    ///
    /// - Parameters:
    ///   - id: the delivery.
    ///   - isMeant: whether dead letters of a destination are; asked before anything is read.
    /// - Returns: what is known of it; nil of any other delivery.
    package func damagedDeadLetter(
        _ id: DeliveryID, where isMeant: (Destination) -> Bool = { _ in true }
    ) async -> DamagedLetter? {
        let lane = guarded.withLock { guarded in
            guarded.state.dead.contains(id) && !guarded.state.isLost(id) ? guarded.state.lane(ofUnsettled: id) : nil
        }
        guard let lane, isMeant(lane.destination), await remember([id.message]).contains(id.message) else { return nil }
        return DamagedLetter(
            delivery: id, destination: lane.destination, message: await ids(of: [id.message])[id.message])
    }

    /// Whether the disk gives the message of a delivery, read anew when it is not in memory.
    package func isReadable(_ id: DeliveryID) async -> Bool {
        await remember([id.message])
        return guarded.withLock { $0.state.messages.isInMemory(id.message) }
    }

    /// The messages' own ids by the numbers of their records, as far as these can be found: nothing leads from one to the other
    /// but a look at all.
    private func ids(of sequences: Set<UInt64>) async -> [UInt64: MessageID] {
        let table = guarded.withLock { $0.state.sequences }
        return await withCheckedContinuation { continuation in
            searching.async {
                // The end does not wait for it: what was to be given up is met again.
                let found = table.ids(of: sequences) { self.guarded.withLock { !$0.isClosed } }
                continuation.resume(returning: found)
            }
        }
    }
}

extension Table where Key == MessageID, Value == LedgerEntry {
    /// Looks through everything there is for the ids of some messages, until all are found; blocks for the disk.
    func ids(of sequences: Set<UInt64>, while goesOn: () -> Bool = { true }) -> [UInt64: MessageID] {
        var found: [UInt64: MessageID] = [:]
        var looked = 0
        // What cannot be read is not found.
        try? forEach { key, value in
            looked += 1
            let isDone = found.count == sequences.count || looked.isMultiple(of: 4_096) && !goesOn()
            if isDone { throw CancellationError() }
            if sequences.contains(value.sequence) {
                found[value.sequence] = MessageID(UUIDBytes(high: key.high, low: key.low))
            }
        }
        return found
    }
}
