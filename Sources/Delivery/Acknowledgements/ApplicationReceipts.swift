internal import MessageFormats
package import Messages
package import Queues

/// Makes application receipts (systemkvittenser): what the receiving system, or the gateway in its stead, says became
/// of a message.
///
/// They go to the sender's queue, or on their way to its system, in the same record group as the settlement that causes them.
///
/// A receipt is never receipted. Source: rules, "Receipts"; fields, ApplicationReceipt.
package struct ApplicationReceipts: Sendable {
    private let gatewayUnit: UnitID
    private let fingerprints: Fingerprints
    private let unitName: @Sendable (UnitID) -> String?
    private let now: @Sendable () -> Timestamp
    private let receiptDestination: @Sendable (UnitID, SystemID) -> Destination?

    /// Sets up the making of receipts.
    ///
    /// - Parameters:
    ///   - gatewayUnit: the gateway's own HSA-id, which signs what it decides itself.
    ///   - fingerprints: derives the receipts' ids, digests and lanes.
    ///   - unitName: the directory's name of a unit.
    ///   - now: the wall clock.
    ///   - receiptDestination: where a system takes the receipts for what it sent for a unit; nil for nowhere.
    package init(
        gatewayUnit: UnitID, fingerprints: Fingerprints, unitName: @escaping @Sendable (UnitID) -> String?,
        now: @escaping @Sendable () -> Timestamp,
        receiptDestination: @escaping @Sendable (UnitID, SystemID) -> Destination? = { unit, _ in Destination(unit) }
    ) {
        self.gatewayUnit = gatewayUnit
        self.fingerprints = fingerprints
        self.unitName = unitName
        self.now = now
        self.receiptDestination = receiptDestination
    }

    /// The receipt for a delivery that its receiver has completed.
    package func accepted(_ delivery: DeliveryFacts, reference: String?) -> IncomingMessage? {
        guard var draft = draft(for: delivery, issuer: .receiver, outcome: .ok) else { return nil }
        draft.receiverReference = reference
        return incoming(draft, for: delivery)
    }

    /// The receipt for a delivery that its receiver has rejected for good.
    package func rejected(_ delivery: DeliveryFacts, fault: DeliveryFault) -> IncomingMessage? {
        guard var draft = draft(for: delivery, issuer: .receiver, outcome: .fatal) else { return nil }
        draft.faults = [ApplicationReceiptDraft.Fault(code: fault.code, text: fault.reason, mendBy: .sender)]
        return incoming(draft, for: delivery)
    }

    /// The receipt for a delivery that the publisher has brought to 1177, or found to be superseded.
    ///
    /// Signed by the gateway, since nobody at 1177 answers for it.
    package func published(_ delivery: DeliveryFacts, as result: PublicationResult) -> IncomingMessage? {
        guard var draft = draft(for: delivery, issuer: .gateway, outcome: .ok) else { return nil }
        draft.receiverReference = result.rawValue
        return incoming(draft, for: delivery)
    }

    /// The receipt for a delivery that will never come to 1177 as it is.
    package func publicationFailed(_ delivery: DeliveryFacts, fault: PublicationFault) -> IncomingMessage? {
        guard var draft = draft(for: delivery, issuer: .gateway, outcome: .fatal) else { return nil }
        draft.faults = [
            ApplicationReceiptDraft.Fault(code: fault.code.text, text: fault.reason, mendBy: fault.code.mendBy)
        ]
        return incoming(draft, for: delivery)
    }

    /// The receipt for a delivery that the gateway has given up on.
    package func gaveUp(_ delivery: DeliveryFacts) -> IncomingMessage? {
        guard var draft = draft(for: delivery, issuer: .gateway, outcome: .fatal) else { return nil }
        let code = RejectionCode.deliveryGivenUp
        draft.faults = [ApplicationReceiptDraft.Fault(code: code.text, text: code.english, mendBy: code.mendBy)]
        return incoming(draft, for: delivery)
    }

    /// What every receipt says; nil where there is none to give: for a receipt, and in the name of a virtual destination.
    ///
    /// What the gateway says of 1177 it says in its own name, with 1177 as the system.
    private func draft(
        for delivery: DeliveryFacts, issuer: ApplicationReceiptDraft.Issuer, outcome: ApplicationReceiptDraft.Outcome
    ) -> ApplicationReceiptDraft? {
        let destination = delivery.destination
        guard !delivery.isReceipt, let unit = destination.unit ?? (issuer == .gateway ? gatewayUnit : nil)
        else { return nil }
        // Derived, so that the same outcome told twice is the same receipt, and the queue takes it once.
        let id = fingerprints.identifier(for: ["application receipt", delivery.delivery.description, outcome.rawValue])
        var draft = ApplicationReceiptDraft(
            id: MessageID(id), refersTo: delivery.message, caseID: delivery.caseID, legalBasis: "other-law",
            sender: issuer == .gateway ? gatewayUnit : unit, receiver: delivery.senderUnit, unit: unit, issuer: issuer,
            outcome: outcome, sentAt: now(), receivedAt: delivery.acceptedAt)
        if destination == .publisher1177 { draft.systemName = "1177 Journalen" }
        return draft
    }

    private func incoming(_ draft: ApplicationReceiptDraft, for delivery: DeliveryFacts) -> IncomingMessage? {
        let (unit, system) = (delivery.senderUnit, delivery.senderSystem)
        guard let destination = receiptDestination(unit, system), let message = draft.message
        else { return nil }
        return IncomingMessage(
            receipt: message, about: delivery.message, by: .gateway,
            to: Recipient(senderOfMessage: destination, name: unitName(unit) ?? unit.text), fingerprints: fingerprints)
    }
}
