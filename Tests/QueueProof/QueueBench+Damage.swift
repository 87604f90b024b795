internal import DurableLog
internal import Messages
internal import Queues
internal import Synchronization
internal import TestSupport

/// What befalls messages on the simulated disk.
extension QueueBench {
    private static let logFolder = "journal/log"
    private static let endings = [".seg", ".kept"]

    struct Harm: Sendable {
        /// Messages of which a bit is flipped.
        var damaged: Set<MessageName> = []
        /// The deliveries of all messages that ever were, which the queue cannot tell then.
        var deliveries: [DeliveryName: DeliveryID] = [:]
        /// What was given up with something in memory, and not yet told.
        var givenUp: [StepAnswer.GivenUp] = []
    }

    /// What was given up since the last call because its message is damaged.
    package func takeGivenUp() -> [StepAnswer.GivenUp] {
        let lost = queue.takeLostLetters().compactMap { letter in
            name(of: letter).map { StepAnswer.GivenUp(delivery: $0, isLost: true) }
        }
        return harm.withLock { harm in
            defer { harm.givenUp = [] }
            return lost + harm.givenUp
        }
    }

    /// Whether the disk has damaged something.
    var isHarmed: Bool { harm.withLock { !$0.damaged.isEmpty } }

    func note(givenUp facts: DeliveryFacts) {
        guard let name = facts.name else { return }
        harm.withLock { $0.givenUp.append(.init(delivery: name, isLost: false)) }
    }

    /// All dead letters in the order of acceptance, also those of which no more is known than where they stood.
    func deadLetters() async -> [DeliveryName] {
        let page = await queue.deadLetters(limit: .max)
        let read = page.letters.map { ($0.facts.delivery, $0.facts.name) }
        let lost = page.lost.map { ($0.delivery, name(of: $0)) }
        let known = harm.withLock { harm in
            page.unreadable.map { id in (id, harm.deliveries.first { $0.value == id }?.key) }
        }
        return (read + lost + known).sorted { $0.0 < $1.0 }.compactMap(\.1)
    }

    func damage(_ name: MessageName, isRemembered: Bool) async throws(QueueFailure) -> StepAnswer {
        guard !harm.withLock({ $0.damaged.contains(name) }), let status = try queue.status(of: name.id) else {
            return .skipped
        }
        harm.withLock { harm in
            for delivery in status.deliveries {
                guard let place = Self.place(of: delivery.destination) else { continue }
                harm.deliveries[DeliveryName(message: name, place: place)] = delivery.delivery
            }
        }
        // Closed, so that a snapshot stands behind it, and behind all that speaks of it.
        await queue.close()
        if !isRemembered { damage(name) }
        let answer = try await reopenHarmed(on: storage)
        if isRemembered, answer == .done {
            _ = try queue.status(of: name.id)
            damage(name)
        }
        return answer
    }

    private func damage(_ name: MessageName) {
        flip(name, on: storage)
        harm.withLock { _ = $0.damaged.insert(name) }
    }

    func putBack() async throws(QueueFailure) -> StepAnswer {
        await queue.close()
        mend(storage)
        try await reopen(on: storage)
        return .done
    }

    /// Goes on with a disk; when what is damaged on it keeps the queue from opening, with what was damaged put back.
    func reopenHarmed(on disk: FaultyStorage) async throws(QueueFailure) -> StepAnswer {
        do {
            try await reopen(on: disk)
            return .done
        } catch {
            guard isHarmed, case .notOpened(.damaged(_)) = error else { throw error }
        }
        mend(disk)
        try await reopen(on: disk)
        return .refused
    }

    private func mend(_ disk: FaultyStorage) {
        for name in harm.withLock({ $0.damaged }) { flip(name, on: disk) }
        harm.withLock { $0.damaged = [] }
    }

    private func name(of letter: LostLetter) -> DeliveryName? {
        guard let message = letter.message.flatMap({ MessageName($0) }), let place = Self.place(of: letter.destination)
        else { return nil }
        return DeliveryName(message: message, place: place)
    }

    /// Flips a bit of a message's record, or flips it back, wherever that stands by now.
    private func flip(_ name: MessageName, on storage: FaultyStorage) {
        var isFound = false
        for file in storage.names(inFolder: Self.logFolder) where Self.endings.contains(where: { file.hasSuffix($0) }) {
            storage.change(file, inFolder: Self.logFolder) { bytes in
                guard let place = name.place(in: bytes) else { return }
                bytes[place] ^= 1
                isFound = true
            }
        }
        precondition(isFound, "a stored message is in no file")
    }
}

extension MessageName {
    /// A byte of the message's own record: behind its id and its digest, which stand so in no other.
    fileprivate func place(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { bytes in
            func pair(at offset: Int) -> (UInt64, UInt64) {
                (
                    bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian,
                    bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self).littleEndian
                )
            }
            let number = UInt64(self.number)
            var start = 0
            // The digest stands behind the id, and a transmission id when there is one.
            while start + 65 <= bytes.count {
                if bytes[start] == 7, pair(at: start) == (7, number) {
                    for digest in [start + 17, start + 33] where pair(at: digest) == (1, number) { return digest + 24 }
                }
                start += 1
            }
            return nil
        }
    }
}
