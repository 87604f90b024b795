package import Messages
package import Queues

/// Makes kvittenser (`ReadReceipt`) for persons whose systems tell of them by a call.
///
/// Source: fields, ReadReceipt; rules, "Receipts".
package struct ReadReceipts: Sendable {
    private let fingerprints: Fingerprints
    private let unitName: @Sendable (UnitID) -> String?
    private let now: @Sendable () -> Timestamp
    private let receiptDestination: @Sendable (UnitID, SystemID) -> Destination?

    /// Sets up the making of kvittenser.
    ///
    /// - Parameters:
    ///   - fingerprints: derives their ids, digests and lanes.
    ///   - unitName: the directory's name of a unit.
    ///   - now: the wall clock.
    ///   - receiptDestination: where a system takes the receipts for what it sent for a unit; nil for nowhere.
    package init(
        fingerprints: Fingerprints, unitName: @escaping @Sendable (UnitID) -> String?,
        now: @escaping @Sendable () -> Timestamp,
        receiptDestination: @escaping @Sendable (UnitID, SystemID) -> Destination?
    ) {
        self.fingerprints = fingerprints
        self.unitName = unitName
        self.now = now
        self.receiptDestination = receiptDestination
    }

    /// The kvittens of a reading, on its way to the sender of what was read.
    ///
    /// It is written also for a sender whose system wants no receipts, with no delivery: it says who has read the message, which
    /// the state of that message does not.
    func receipt(for reading: Reading, by system: SystemID) -> IncomingMessage {
        let original = reading.original
        let draft = ReadReceiptDraft(
            id: id(of: reading), refersTo: original.acceptance.messageID, caseID: original.caseID,
            receiver: original.senderUnit, unit: reading.unit, readBy: reading.readBy, readAt: reading.readAt,
            onBehalfOf: reading.onBehalfOf, planningStarted: reading.planningStarted, sentAt: now())
        var receipt = IncomingMessage(
            receipt: draft.message, about: original.acceptance.messageID, by: system,
            to: recipient(for: original.senderUnit, of: original.senderSystem), fingerprints: fingerprints)
        receipt.effect = .reads(
            original.acceptance.messageID, by: [reading.unit] + reading.onBehalfOf, at: reading.readAt)
        return receipt
    }

    /// The id of a reading's kvittens: the same reading told twice has the same id, and nothing else has.
    func id(of reading: Reading) -> MessageID {
        let person = reading.readBy
        let words =
            [
                "kvittens", reading.delivery.description, reading.unit.text, reading.readAt.rfc3339,
                person.hsaID ?? "", person.localID ?? "", person.name, person.role ?? "", person.phone ?? "",
                reading.planningStarted.map { $0 ? "true" : "false" } ?? "",
            ] + reading.onBehalfOf.map(\.text)
        return MessageID(fingerprints.identifier(for: words))
    }

    private func recipient(for unit: UnitID, of system: SystemID) -> Recipient {
        let name = unitName(unit) ?? unit.text
        if let destination = receiptDestination(unit, system) {
            return Recipient(senderOfMessage: destination, name: name)
        }
        let code = RejectionCode.receiptsByStatusOnly
        return Recipient(
            senderOfMessage: Destination(unit), name: name, state: .skipped(code: code.text, detail: code.english))
    }
}
