internal import MessageFormats
internal import Messages
internal import Queues

extension IncomingMessage {
    /// A receipt that the gateway has written, ready to be stored.
    ///
    /// It travels in the lane of the receipts for its message.
    init(
        receipt message: Message, about original: MessageID, by system: SystemID, to recipient: Recipient,
        fingerprints: Fingerprints
    ) {
        let writer = MessageWriter()
        self.init(
            id: message.id, digest: fingerprints.digest(of: writer.canonicalBytes(of: message)),
            type: message.type.name, version: message.version, senderUnit: message.sender.unit, senderSystem: system,
            caseID: message.caseID, refersTo: original,
            lane: fingerprints.lane(Fingerprints.receiptLane(of: original)), sentAt: message.sentAt,
            recipients: [recipient], form: .json, contentType: "application/json",
            payload: writer.write(message, as: .json), isReceipt: true)
    }
}

extension Recipient {
    /// The one receiver of a receipt: the unit that sent the message which the receipt is about, or its system.
    init(senderOfMessage destination: Destination, name: String, state: RecipientState = .queued) {
        self.init(destination: destination, name: name, why: "sender of the message", state: state)
    }
}
