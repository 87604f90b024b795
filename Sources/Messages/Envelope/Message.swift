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
        var members = MemberWalk(record)
        guard let id = members.text("messageId").flatMap({ MessageID($0) }) else { return nil }
        transmissionID = members.text("transmissionId").flatMap { TransmissionID($0) }
        version = members.next("version")?.integer ?? type.version
        guard let status = members.text("status").flatMap({ MessageStatusCode(rawValue: $0) }) else { return nil }
        replaces = members.text("replaces").flatMap { MessageID($0) }
        refersTo = members.text("refersTo").flatMap { MessageID($0) }
        caseID = members.text("caseId").flatMap { CaseID($0) }
        guard let sentAt = members.text("sentAt").flatMap({ Timestamp(rfc3339: $0) }),
            let sender = members.next("sender")?.record.flatMap({ Sender($0) })
        else { return nil }
        let receivers = members.next("receivers")?.items ?? []
        self.receivers = receivers.compactMap { $0.record.flatMap { ReceiverAddress($0) } }
        patient = members.next("patient")?.record.flatMap { Patient($0) }
        guard let legalBasis = members.text("legalBasis") else { return nil }
        consentReference = members.text("consentReference").flatMap { MessageID($0) }
        guard let content = members.next("content")?.record else { return nil }
        (self.type, self.record, self.id, self.status, self.sentAt) = (type, record, id, status, sentAt)
        (self.sender, self.legalBasis, self.content) = (sender, legalBasis, content)
    }

    /// The same message without the id of this attempt: what makes two sendings the same message.
    package func withoutTransmissionID() -> Message {
        guard transmissionID != nil else { return self }
        return Message(type: type, record: record.setting("transmissionId", to: nil)) ?? self
    }
}
