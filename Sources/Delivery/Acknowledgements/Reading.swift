internal import HTTPDoors
internal import Messages
internal import Queues

/// That a named person has read a message, as a receiving system tells of it and the gateway has found it allowed.
struct Reading: Sendable {
    /// The message that was read.
    let original: MessageStatus
    /// The delivery that the call named.
    let delivery: DeliveryID
    /// The unit whose person has read it: the delivery's own, or one on call for that.
    let unit: UnitID
    /// The other units that it was read for, in the order of their ids; the delivery's own among them when another read it.
    let onBehalfOf: [UnitID]
    /// Who has read it.
    let readBy: ReadReceiptDraft.Person
    /// When it was read.
    let readAt: Timestamp
    /// Whether the unit has begun its planning; nil when nothing is said.
    let planningStarted: Bool?
}

extension Reading {
    /// Puts together what a call says: `unit` is in whose name the caller may speak, `owner` the unit of the delivery.
    init(_ body: KvittensBody, of original: MessageStatus, delivery: DeliveryID, by unit: UnitID, owner: UnitID) {
        self.init(
            original: original, delivery: delivery, unit: unit,
            onBehalfOf: Set(body.onBehalfOf + [owner]).subtracting([unit]).sorted(), readBy: body.readBy,
            readAt: body.readAt, planningStarted: body.planningStarted)
    }

    /// Refuses a reading that does not fit what became of the delivery.
    ///
    /// - Parameters:
    ///   - delivery: what became of it.
    ///   - now: the wall clock.
    /// - Throws: `Rejection`: 409 for what cannot be read or has been read before, 422 for a time that cannot be right.
    func expectFit(_ delivery: DeliveryStatus, now: Timestamp) throws(Rejection) {
        try expectReadable(delivery)
        // Whole seconds, since a receiver that writes none smaller must not seem to have read too early.
        guard readAt.seconds >= delivery.firstAvailableAt.seconds else {
            throw Rejection(.readBeforeAvailable, "the message was not available before then", path: "/readAt")
        }
        guard readAt <= now.adding(seconds: Limits.clockAhead) else {
            throw Rejection(.readBeforeAvailable, "that time has not come yet", path: "/readAt")
        }
        let receivers = Set(original.deliveries.compactMap(\.destination.unit))
        guard onBehalfOf.allSatisfy(receivers.contains) else {
            throw Rejection(.kvittensConflict, "a unit did not get the message", path: "/onBehalfOf")
        }
        let covered = original.deliveries.filter { $0.destination.unit.map(onBehalfOf.contains) ?? false }
        guard covered.allSatisfy({ $0.firstOfferedAt != nil && $0.state != .cancelled }) else {
            throw Rejection(
                .kvittensConflict, "what nobody has fetched for a unit, nobody has read for it", path: "/onBehalfOf")
        }
    }

    private func expectReadable(_ delivery: DeliveryStatus) throws(Rejection) {
        guard !original.isReceipt, MessageCatalogue.standard.type(named: original.type)?.takesKvittens ?? false else {
            throw Rejection(.kvittensConflict, "messages of that type take no kvittens")
        }
        guard delivery.firstOfferedAt != nil else {
            throw Rejection(.kvittensConflict, "the delivery has not been fetched, so nobody can have read it")
        }
        guard delivery.state != .cancelled, delivery.state != .expired else {
            throw Rejection(.kvittensConflict, "the delivery is \(delivery.state.word)")
        }
        guard delivery.kvittens == nil else {
            throw Rejection(.kvittensConflict, "the delivery has another kvittens, which stands")
        }
    }
}
