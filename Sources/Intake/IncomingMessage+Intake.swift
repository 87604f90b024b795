internal import AccessControl
internal import HTTPDoors
internal import HTTPWire
internal import MessageFormats
internal import Messages
internal import Queues
internal import Routing

extension IncomingMessage {
    /// A message as the queue takes it, with the sender's bytes untouched.
    init(
        _ sent: ReadMessage, form: WireForm, canonicalBytes: [UInt8], recipients: [RoutedRecipient], from call: Call,
        fingerprints: Fingerprints
    ) {
        let message = sent.message
        self.init(
            id: message.id, transmissionID: message.transmissionID, digest: fingerprints.digest(of: canonicalBytes),
            type: message.type.name, version: message.version, senderUnit: message.sender.unit,
            senderSystem: call.identity.system, caseID: message.caseID, refersTo: message.refersTo,
            lane: fingerprints.lane(LaneRule.words(for: message)), sentAt: message.sentAt,
            recipients: recipients.map(Recipient.init),
            warnings: sent.warnings.map {
                AcceptanceWarning(path: $0.path ?? "", code: $0.code.text, detail: $0.detail)
            },
            form: form == .xml ? .xml : .json,
            contentType: call.head.headers.first("content-type") ?? "", payload: call.body,
            traceparent: call.head.headers.first("traceparent").flatMap(TraceParent.accepted),
            isReceipt: message.type.isReceipt)
    }
}

extension Recipient {
    /// A routed recipient as the journal keeps it.
    init(_ routed: RoutedRecipient) {
        self.init(
            destination: routed.destination, name: routed.name, why: routed.why,
            state: routed.skipped.map { .skipped(code: $0.code.text, detail: $0.detail) } ?? .queued)
    }
}

/// The `traceparent` header of W3C Trace Context: kept and passed on when it has the form of version 00.
///
/// Source: W3C Trace Context §3.2.
enum TraceParent {
    /// The value when it is well-formed; a broken one, and one whose ids are all zeros, is dropped, as the
    /// recommendation asks.
    static func accepted(_ value: String) -> String? {
        value.wholeMatch(of: /00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}/) == nil ? nil : value
    }
}
