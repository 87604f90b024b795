package import DurableLog
package import Messages

/// What a record of the journal tells without anything of a message but its id: for lists that operators read.
package struct RecordSummary: Hashable, Sendable {
    /// What happened, by its name in the documents: `accepted`, `offered`.
    package let kind: String
    /// When it happened, by the gateway's clock.
    package let time: Timestamp
    /// The message that was accepted; nil in records of anything else.
    package let message: MessageID?
    /// The deliveries that it made or changed.
    package let deliveries: [DeliveryID]
    /// The system that did it or that the delivery was lent to; nil where none did.
    package let system: SystemID?

    /// Reads a record of the journal; nil when it is not understood, being of another version or program.
    package init?(_ stored: StoredRecord) {
        guard let record = try? QueueRecord.decode(kind: stored.kind, stored.body) else { return nil }
        self.init(record, sequence: stored.sequence)
    }

    private init(
        _ kind: String, at time: Timestamp, message: MessageID? = nil, of deliveries: [DeliveryID] = [],
        by system: SystemID? = nil
    ) {
        self.kind = kind
        self.time = time
        self.message = message
        self.deliveries = deliveries
        self.system = system
    }

    private init(_ record: QueueRecord, sequence: UInt64) {
        switch record {
        case .accepted(let message, let time):
            let queued = message.recipients.indices.filter { message.recipients[$0].state == .queued }
            self.init(
                "accepted", at: time, message: message.id,
                of: queued.map { DeliveryID(message: sequence, recipient: UInt32($0)) }, by: message.senderSystem)
        case .offered(let lease, let system, let time):
            self.init("offered", at: time, of: [lease.delivery], by: system)
        case .completed(let lease, let time, _, _): self.init("completed", at: time, of: [lease.delivery])
        case .returned(let lease, let time, _, _, _): self.init("returned", at: time, of: [lease.delivery])
        case .died(let lease, let time, _, _, _): self.init("died", at: time, of: [lease.delivery])
        case .redriven(let delivery, let time, let system):
            self.init("redriven", at: time, of: [delivery], by: system)
        case .discarded(let delivery, let time, let system, _):
            self.init("discarded", at: time, of: [delivery], by: system)
        case .expired(let delivery, let time): self.init("expired", at: time, of: [delivery])
        case .resent(let message, _, let time):
            self.init("resent", at: time, of: [DeliveryID(message: message, recipient: 0)])
        case .lost(let loss, let time): self.init("lost", at: time, message: loss.message, of: [loss.delivery])
        case .act(let act): self.init(act)
        }
    }

    private init(_ act: QueueAct) {
        switch act {
        case .paused(_, let pause): self.init("paused", at: pause.since, by: pause.by)
        case .resumed(_, let time, let system): self.init("resumed", at: time, by: system)
        case .replayOrdered(let order, let time): self.init("replay ordered", at: time, by: order.by)
        case .replayed(let portion, let time): self.init("replayed", at: time, of: portion.deliveries)
        }
    }
}
