package import Digests
package import Messages

/// How a message's bytes are written.
package enum MessageForm: UInt8, Hashable, Sendable {
    /// XML, in whatever encoding it declares.
    case xml = 0
    /// JSON in UTF-8.
    case json = 1
}

/// Which deliveries must keep their order: a keyed hash of the case or patient, made by the caller.
///
/// A lane is one key at one destination.
package struct LaneKey: Hashable, Sendable {
    /// 48 bits of the keyed hash: as many as the index of open deliveries has, so that a lane is the same everywhere.
    package let value: UInt64

    /// Takes the keyed hash, of which the lower 48 bits count.
    package init(_ value: UInt64) {
        self.value = value & 0xFFFF_FFFF_FFFF
    }
}

/// What became of one receiver when a message was accepted.
package enum RecipientState: Hashable, Sendable {
    /// A delivery was made.
    case queued
    /// No delivery was made, for a reason with a stable code.
    case skipped(code: String, detail: String)
}

/// One receiver of a message, as listed in the transport receipt.
package struct Recipient: Hashable, Sendable {
    /// Where its delivery goes.
    package let destination: Destination
    /// The receiver's name, for people.
    package let name: String
    /// Why it gets the message: addressed, subscribing, and so on.
    package let why: String
    /// Whether a delivery was made.
    package let state: RecipientState
    /// The organisation of the unit, which takes part in the message's case thereby; nil of a virtual destination.
    package let organisation: UnitID?

    /// Takes what routing decided.
    package init(
        destination: Destination, name: String, why: String, state: RecipientState, organisation: UnitID? = nil
    ) {
        self.destination = destination
        self.name = name
        self.why = why
        self.state = state
        self.organisation = organisation
    }
}

/// Something about an accepted message that its sender should know.
package struct AcceptanceWarning: Hashable, Sendable {
    /// Where in the message: a JSON Pointer or its XML counterpart.
    package let path: String
    /// A code that programs may decide by.
    package let code: String
    /// The text for people; no value of the message is in it.
    package let detail: String

    /// Takes where, which and why.
    package init(path: String, code: String, detail: String) {
        self.path = path
        self.code = code
        self.detail = detail
    }
}

/// A message that has been read, judged and routed, ready to be stored.
package struct IncomingMessage: Hashable, Sendable {
    /// The message's own id; the duplicate ledger's key.
    package var id: MessageID
    /// Names this sending of it; nil when the sender gave none.
    package var transmissionID: TransmissionID?
    /// Digest of the decoded message without its transmission id.
    package var digest: Digest128
    /// The message's type, as its format names it.
    package var type: String
    /// The version of that type.
    package var version: Int
    /// The unit that sent it.
    package var senderUnit: UnitID
    /// The system that sent it.
    package var senderSystem: SystemID
    /// The case it belongs to; nil when it names none.
    package var caseID: CaseID?
    /// The message that it answers or corrects; nil when it names none.
    package var refersTo: MessageID?
    /// Which deliveries it keeps its order with.
    package var lane: LaneKey
    /// When its sender says that it was sent.
    package var sentAt: Timestamp
    /// Fixed here for ever: nothing later routes the message anew.
    package var recipients: [Recipient]
    /// What its sender should know; told again to a duplicate.
    package var warnings: [AcceptanceWarning]
    /// How the bytes are written.
    package var form: MessageForm
    /// The content type that the sender gave.
    package var contentType: String
    /// The sender's bytes, untouched.
    package var payload: [UInt8]
    /// The sender's trace context; nil when it gave none.
    package var traceparent: String?
    /// Whether this is a receipt; receipts are never receipted.
    package var isReceipt: Bool
    /// The organisation of the sending unit; a message without one belongs to no case.
    package var senderOrganisation: UnitID?
    /// Whom it is about.
    package var patient: PatientKey?
    /// The message that it takes the place of.
    package var replaces: MessageID?
    /// The lane of its way to 1177, which is that of the document there, whatever the case.
    package var publicationLane: LaneKey?
    /// Whether it is about compulsory care, or cancels what is: it has lanes of its own, for those who may handle it.
    package var isCompulsory = false
    /// What it does to another message.
    package var effect: MessageEffect?
    /// The case that the queues found it to belong to.
    var caseKey: CaseKey?
    /// The kind of the record that holds it, by which it is read back.
    var recordKind = QueueRecord.messageKind

    /// Takes everything that intake found out about the message.
    package init(
        id: MessageID, transmissionID: TransmissionID? = nil, digest: Digest128, type: String, version: Int,
        senderUnit: UnitID, senderSystem: SystemID, caseID: CaseID? = nil, refersTo: MessageID? = nil, lane: LaneKey,
        sentAt: Timestamp, recipients: [Recipient], warnings: [AcceptanceWarning] = [], form: MessageForm,
        contentType: String, payload: [UInt8], traceparent: String? = nil, isReceipt: Bool = false
    ) {
        self.id = id
        self.transmissionID = transmissionID
        self.digest = digest
        self.type = type
        self.version = version
        self.senderUnit = senderUnit
        self.senderSystem = senderSystem
        self.caseID = caseID
        self.refersTo = refersTo
        self.lane = lane
        self.sentAt = sentAt
        self.recipients = recipients
        self.warnings = warnings
        self.form = form
        self.contentType = contentType
        self.payload = payload
        self.traceparent = traceparent
        self.isReceipt = isReceipt
    }
}

extension IncomingMessage {
    /// The lane of its delivery to a destination.
    func lane(at destination: Destination) -> LaneKey {
        destination == .publisher1177 ? publicationLane ?? lane : lane
    }
}
