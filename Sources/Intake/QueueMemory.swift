internal import HTTPDoors
internal import Messages
internal import Queues
internal import Synchronization

/// What a decision asks of the queues: it is answered from memory, so that nobody waits for the disk under their lock.
///
/// Nearly always that is enough, and costs nothing. When it is not, the decision is made again, by one of these that writes
/// down what was missing; that is read, and the decision made once more.
struct QueueMemory: Sendable {
    private let queue: MessageQueue
    private let missing: Missing?
    private let readsDisk: Bool

    /// The messages that were asked for and are not in memory.
    final class Missing: Sendable {
        private let sequences = Mutex<[UInt64]>([])

        fileprivate func note(_ others: [UInt64]) {
            sequences.withLock { $0 += others }
        }

        /// What was noted since the last call.
        func take() -> [UInt64] {
            sequences.withLock { sequences in
                defer { sequences = [] }
                return sequences
            }
        }
    }

    /// Takes the queues, where to write down what is missing, and whether that is read under their lock after all.
    init(_ queue: MessageQueue, noting missing: Missing? = nil, readsDisk: Bool = false) {
        self.queue = queue
        self.missing = missing
        self.readsDisk = readsDisk
    }

    /// What became of a message; nil when it was never accepted.
    func status(of message: MessageID) throws(Rejection) -> MessageStatus? {
        try ask { queue throws(QueueFailure) in try queue.status(of: message, fromMemory: !readsDisk) }
    }

    /// A case by the gateway's own name.
    func facts(of key: CaseKey) throws(Rejection) -> CaseFacts? {
        try ask { queue throws(QueueFailure) in try queue.facts(of: key) }
    }

    /// The case that an organisation means by an id.
    func likelyCase(
        named id: CaseID?, of organisation: UnitID?, about patient: PatientKey?, referringTo references: [MessageID]
    ) throws(Rejection) -> CaseFacts? {
        try ask { queue throws(QueueFailure) in
            try queue.likelyCase(
                named: id, of: organisation, about: patient, referringTo: references, fromMemory: !readsDisk)
        }
    }

    /// How the person's answer to a question of consent stands.
    func consent(
        to question: ConsentQuestion, naming reference: MessageID?, in key: CaseKey?, at moment: Timestamp
    ) throws(Rejection) -> ConsentStanding {
        try ask { queue throws(QueueFailure) in
            try queue.consent(to: question, naming: reference, in: key, at: moment, fromMemory: !readsDisk)
        }
    }

    private func ask<Value>(
        _ question: (MessageQueue) throws(QueueFailure) -> Value
    ) throws(Rejection) -> Value {
        do {
            return try question(queue)
        } catch {
            if case .unread(let sequences) = error { missing?.note(sequences) }
            throw Rejection(queueFailure: error)
        }
    }
}
