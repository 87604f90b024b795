package import Digests
package import Messages

/// In which form the sender's bytes are written.
package enum MessageForm: UInt8, Sendable {
    case xml = 1
    case json = 2
}

/// Which messages travel behind each other: a keyed hash of a case or a patient. A lane is this and a destination.
package struct LaneKey: Hashable, Sendable {
    package let value: UInt64

    package init(_ value: UInt64) {
        self.value = value
    }
}

/// A destination of a message, as the transport receipt tells it.
package struct Recipient: Hashable, Sendable {
    /// Whether a delivery was made for it.
    package enum State: Hashable, Sendable {
        case queued
        /// It was left out, and why; no delivery exists.
        case skipped(code: String, detail: String)
    }

    package let destination: Destination
    /// The name people know it by.
    package let name: String
    /// Why it gets the message.
    package let why: String
    package let state: State

    package init(destination: Destination, name: String, why: String, state: State) {
        self.destination = destination
        self.name = name
        self.why = why
        self.state = state
    }
}

/// Something the sender should know, although the message was accepted.
package struct AcceptanceWarning: Hashable, Sendable {
    package let path: String
    package let code: String
    package let detail: String

    package init(path: String, code: String, detail: String) {
        self.path = path
        self.code = code
        self.detail = detail
    }
}

/// A message as it is handed to the queue: decoded, allowed and routed, with the sender's bytes untouched.
package struct IncomingMessage: Sendable {
    package let id: MessageID
    package let transmissionID: TransmissionID?
    /// By which a duplicate is told from other content.
    package let digest: Digest128
    package let type: String
    package let version: Int
    package let senderUnit: UnitID
    package let senderSystem: SystemID
    package let caseID: CaseID?
    package let refersTo: MessageID?
    package let lane: LaneKey
    package let sentAt: Timestamp
    package let recipients: [Recipient]
    package let warnings: [AcceptanceWarning]
    package let form: MessageForm
    /// The `Content-Type` it came with, which holds the charset.
    package let contentType: String
    package let payload: [UInt8]
    /// W3C trace context to pass on.
    package let traceparent: String?
    /// Whether it is a receipt, which is never receipted.
    package let isReceipt: Bool

    package init(
        id: MessageID, transmissionID: TransmissionID?, digest: Digest128, type: String, version: Int,
        senderUnit: UnitID, senderSystem: SystemID, caseID: CaseID?, refersTo: MessageID?, lane: LaneKey,
        sentAt: Timestamp, recipients: [Recipient], warnings: [AcceptanceWarning], form: MessageForm,
        contentType: String, payload: [UInt8], traceparent: String?, isReceipt: Bool
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
