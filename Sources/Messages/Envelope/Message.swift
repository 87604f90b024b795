/// A decoded message: head and content as declared, apart from whether it came as XML or JSON.
///
/// Made by the reader, which has checked the members against the declaration, or by the gateway for its own receipts. A class,
/// though it never changes: it goes through many hands, and copying a value of so many parts costs more than reading them.
package final class Message: Sendable {
    /// The type, as the head names it.
    package let type: MessageType
    /// The whole message as declared: the members of the head, then `content`.
    package let record: Record

    /// The id that the sender chose, the same on every resend.
    package let id: MessageID
    /// The id of this attempt to send it.
    package let transmissionID: TransmissionID?
    /// The version of the type.
    package let version: Int
    /// Whether the message is new or takes the place of another.
    package let status: MessageStatusCode
    /// The message that this one replaces; set exactly when `status` is `.replaces`.
    package let replaces: MessageID?
    /// The message that this one is about.
    package let refersTo: MessageID?
    /// The case; nil only in types that may be outside of one.
    package let caseID: CaseID?
    /// The time of the first sending, the same on every resend.
    package let sentAt: Timestamp
    /// Who sends the message.
    package let sender: Sender
    /// Whom the message is addressed to; with none, subscriptions alone decide.
    package let receivers: [ReceiverAddress]
    /// Whom the message is about; nil only in types without a patient.
    package let patient: Patient?
    /// The code of the legal basis, such as `consent`.
    package let legalBasis: String
    /// The `ConsentRegistered` that the message rests on.
    package let consentReference: MessageID?
    /// The members of the type.
    package let content: Record

    /// Reads the head out of a record that fits the declaration of the type.
    ///
    /// Nil when the record lacks what the envelope demands of every message; a record that the reader has checked does not.
    package init?(type: MessageType, record: Record) {
        guard let id = record.text("messageId").flatMap({ MessageID($0) }),
            let status = record.text("status").flatMap({ MessageStatusCode(rawValue: $0) }),
            let sentAt = record.text("sentAt").flatMap({ Timestamp(rfc3339: $0) }),
            let sender = record.record("sender").flatMap({ Sender($0) }),
            let legalBasis = record.text("legalBasis"), let content = record.record("content")
        else { return nil }
        self.type = type
        self.record = record
        self.id = id
        self.transmissionID = record.text("transmissionId").flatMap { TransmissionID($0) }
        self.version = record["version"]?.integer ?? type.version
        self.status = status
        self.replaces = record.text("replaces").flatMap { MessageID($0) }
        self.refersTo = record.text("refersTo").flatMap { MessageID($0) }
        self.caseID = record.text("caseId").flatMap { CaseID($0) }
        self.sentAt = sentAt
        self.sender = sender
        self.receivers = record.items("receivers").compactMap { $0.record.flatMap { ReceiverAddress($0) } }
        self.patient = record.record("patient").flatMap { Patient($0) }
        self.legalBasis = legalBasis
        self.consentReference = record.text("consentReference").flatMap { MessageID($0) }
        self.content = content
    }

    /// The same message without the id of this attempt: what makes two sendings the same message.
    package func withoutTransmissionID() -> Message {
        guard transmissionID != nil else { return self }
        return Message(type: type, record: record.setting("transmissionId", to: nil)) ?? self
    }
}
