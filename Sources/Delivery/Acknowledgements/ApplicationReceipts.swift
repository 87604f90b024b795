internal import MessageFormats
package import Messages
package import Queues

/// Makes application receipts (systemkvittenser): what the receiving system, or the gateway in its stead, says became
/// of a message. They go to the sender's queue in the same record group as the settlement that causes them.
///
/// A receipt is never receipted. Source: rules, "Receipts"; fields, ApplicationReceipt.
package struct ApplicationReceipts: Sendable {
    private let gatewayUnit: UnitID
    private let gatewayVersion: String
    private let fingerprints: Fingerprints
    private let unitName: @Sendable (UnitID) -> String?
    private let now: @Sendable () -> Timestamp
    private let writer = MessageWriter()

    /// Sets up the making of receipts.
    ///
    /// - Parameters:
    ///   - gatewayUnit: the gateway's own HSA-id, which signs what it decides itself.
    ///   - unitName: the directory's name of a unit.
    package init(
        gatewayUnit: UnitID, gatewayVersion: String, fingerprints: Fingerprints,
        unitName: @escaping @Sendable (UnitID) -> String?, now: @escaping @Sendable () -> Timestamp
    ) {
        self.gatewayUnit = gatewayUnit
        self.gatewayVersion = gatewayVersion
        self.fingerprints = fingerprints
        self.unitName = unitName
        self.now = now
    }

    /// The receipt for a delivery that its receiver has completed.
    package func accepted(_ delivery: DeliveryFacts, reference: String?) -> IncomingMessage? {
        receipt(for: delivery, outcome: .accepted(reference: reference))
    }

    /// The receipt for a delivery that its receiver has rejected for good.
    package func rejected(_ delivery: DeliveryFacts, fault: DeliveryFault) -> IncomingMessage? {
        receipt(for: delivery, outcome: .rejected(fault))
    }

    /// The receipt for a delivery that the gateway has given up on.
    package func gaveUp(_ delivery: DeliveryFacts) -> IncomingMessage? {
        receipt(for: delivery, outcome: .gaveUp)
    }

    // MARK: The message

    fileprivate enum Outcome {
        case accepted(reference: String?)
        case rejected(DeliveryFault)
        case gaveUp
    }

    private func receipt(for delivery: DeliveryFacts, outcome: Outcome) -> IncomingMessage? {
        guard !delivery.isReceipt, let receiver = delivery.destination.unit,
            let type = MessageCatalogue.type(named: "ApplicationReceipt")
        else { return nil }
        let moment = now()
        let id = MessageID(fingerprints.identifier(for: ["application receipt", delivery.delivery.description, outcome.word]))
        let record = record(id: id, for: delivery, receiver: receiver, outcome: outcome, type: type, at: moment)
        guard let message = Message(type: type, record: record) else { return nil }
        return IncomingMessage(
            id: id, transmissionID: nil, digest: fingerprints.digest(of: writer.canonicalBytes(of: message)),
            type: type.name, version: type.version, senderUnit: message.sender.unit, senderSystem: .gateway,
            caseID: delivery.caseID, refersTo: delivery.message,
            lane: fingerprints.lane(["receipt", delivery.message.description]), sentAt: moment,
            recipients: [
                Recipient(
                    destination: Destination(delivery.senderUnit),
                    name: unitName(delivery.senderUnit) ?? delivery.senderUnit.text, why: "sender of the message",
                    state: .queued)
            ],
            warnings: [], form: .json, contentType: "application/json", payload: writer.write(message, as: .json),
            traceparent: nil, isReceipt: true)
    }

    private func record(
        id: MessageID, for delivery: DeliveryFacts, receiver: UnitID, outcome: Outcome, type: MessageType,
        at moment: Timestamp
    ) -> Record {
        var head = Record([
            Record.Member("messageId", .text(id.description)),
            Record.Member("type", .text(type.name)),
            Record.Member("version", .integer(type.version)),
            Record.Member("status", .text(MessageStatusCode.new.rawValue)),
            Record.Member("refersTo", .text(delivery.message.description)),
        ])
        if let caseID = delivery.caseID { head.append("caseId", .text(caseID.text)) }
        head.append("sentAt", .text(moment.rfc3339))
        head.append("sender", .record(sender(for: receiver, outcome: outcome)))
        head.append(
            "receivers", .list([.record(Record([Record.Member("unit", .text(delivery.senderUnit.text))]))]))
        head.append("legalBasis", .text("other-law"))
        head.append("content", .record(content(for: delivery, receiver: receiver, outcome: outcome, at: moment)))
        return head
    }

    private func sender(for receiver: UnitID, outcome: Outcome) -> Record {
        let unit = outcome.isGateways ? gatewayUnit : receiver
        let program = Record([
            Record.Member("name", .text("Växel")), Record.Member("version", .text(gatewayVersion)),
        ])
        return Record([Record.Member("unit", .text(unit.text)), Record.Member("system", .record(program))])
    }

    private func content(
        for delivery: DeliveryFacts, receiver: UnitID, outcome: Outcome, at moment: Timestamp
    ) -> Record {
        var content = Record([
            Record.Member("receiverUnit", .text(receiver.text)),
            Record.Member("issuedBy", .text(outcome.isGateways ? "gateway" : "receiver")),
            Record.Member("outcome", .text(outcome.word)),
        ])
        if let error = outcome.error { content.append("errors", .list([.record(error)])) }
        content.append("receivedAt", .text(delivery.acceptedAt.rfc3339))
        content.append("processedAt", .text(moment.rfc3339))
        if case .accepted(let reference?) = outcome { content.append("receiverReference", .text(reference)) }
        return content
    }
}

extension ApplicationReceipts.Outcome {
    var word: String {
        switch self {
        case .accepted: "ok"
        case .rejected, .gaveUp: "fatal-error"
        }
    }

    var isGateways: Bool {
        switch self {
        case .accepted, .rejected: false
        case .gaveUp: true
        }
    }

    var error: Record? {
        switch self {
        case .accepted:
            nil
        case .rejected(let fault):
            Record([
                Record.Member("code", .text(fault.code)), Record.Member("text", .text(fault.reason)),
                Record.Member("mendBy", .text("sender")),
            ])
        case .gaveUp:
            Record([
                Record.Member("code", .text(RejectionCode.deliveryGivenUp.text)),
                Record.Member("text", .text(RejectionCode.deliveryGivenUp.english)),
                Record.Member("mendBy", .text("operator")),
            ])
        }
    }
}
