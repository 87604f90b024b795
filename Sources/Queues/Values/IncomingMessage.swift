package import Digests
package import Messages

/// How a message's bytes are written.
package enum MessageForm: UInt8, Hashable, Sendable {
    case xml = 0
    case json = 1
}

/// Which deliveries must keep their order: a keyed hash of the case or patient, made by the caller.
///
/// A lane is one key at one destination.
package struct LaneKey: Hashable, Sendable {
    package let value: UInt64

    package init(_ value: UInt64) {
        self.value = value
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
    package let destination: Destination
    /// The receiver's name, for people.
    package let name: String
    /// Why it gets the message: addressed, subscribing, and so on.
    package let why: String
    package let state: RecipientState

    package init(destination: Destination, name: String, why: String, state: RecipientState) {
        self.destination = destination
        self.name = name
        self.why = why
        self.state = state
    }
}

/// Something about an accepted message that its sender should know.
package struct AcceptanceWarning: Hashable, Sendable {
    /// Where in the message: a JSON Pointer or its XML counterpart.
    package let path: String
    package let code: String
    package let detail: String

    package init(path: String, code: String, detail: String) {
        self.path = path
        self.code = code
        self.detail = detail
    }
}

/// A message that has been read, judged and routed, ready to be stored.
package struct IncomingMessage: Hashable, Sendable {
    package var id: MessageID
    package var transmissionID: TransmissionID?
    /// Digest of the decoded message without its transmission id.
    package var digest: Digest128
    package var type: String
    package var version: Int
    package var senderUnit: UnitID
    package var senderSystem: SystemID
    package var caseID: CaseID?
    package var refersTo: MessageID?
    package var lane: LaneKey
    package var sentAt: Timestamp
    /// Fixed here for ever: nothing later routes the message anew.
    package var recipients: [Recipient]
    package var warnings: [AcceptanceWarning]
    package var form: MessageForm
    package var contentType: String
    /// The sender's bytes, untouched.
    package var payload: [UInt8]
    package var traceparent: String?
    /// Whether this is a receipt; receipts are never receipted.
    package var isReceipt: Bool

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
