internal import AccessControl
internal import HTTPWire
internal import MessageFormats
internal import Messages
internal import Queues
internal import Routing

extension IncomingMessage {
    /// A message as the queue takes it, with the sender's bytes untouched.
    init(_ sent: SentMessage, _ decision: Decision, canonicalBytes: [UInt8], fingerprints: Fingerprints) {
        let message = sent.message
        let warnings =
            sent.content.warnings + decision.warnings.map { $0.located(in: sent.form, of: message.type) }
        self.init(
            id: message.id, transmissionID: message.transmissionID, digest: fingerprints.digest(of: canonicalBytes),
            type: message.type.name, version: message.version, senderUnit: message.sender.unit,
            senderSystem: sent.sender.system, caseID: message.caseID, refersTo: message.refersTo,
            lane: fingerprints.lane(LaneRule.words(for: message)), sentAt: message.sentAt,
            recipients: decision.recipients.map(Recipient.init),
            warnings: warnings.map {
                AcceptanceWarning(path: $0.path ?? "", code: $0.code.text, detail: $0.detail)
            },
            form: sent.form == .xml ? .xml : .json, contentType: sent.contentType, payload: sent.bytes,
            traceparent: sent.traceparent,
            isReceipt: message.type.isReceipt)
        senderOrganisation = decision.senderOrganisation
        patient = decision.patient
        replaces = message.replaces
        isCompulsory = message.type.isCompulsory
        effect = decision.effect
        publicationLane = decision.documentID.map { fingerprints.lane(["document", $0]) }
    }
}

extension Recipient {
    /// A routed recipient as the journal keeps it.
    init(_ routed: RoutedRecipient) {
        self.init(
            destination: routed.destination, name: routed.name, why: routed.why,
            state: routed.skipped.map { .skipped(code: $0.code.text, detail: $0.detail) } ?? .queued,
            organisation: routed.organisation?.id)
    }
}

/// The `traceparent` header of W3C Trace Context, as it is kept and passed on: in the form of version 00.
///
/// Source: W3C Trace Context Level 1, §3.2 and §4.3.
enum TraceParent {
    /// What is kept of the header's values: of several nothing, since nobody knows which is meant.
    static func accepted(_ values: [String]) -> String? {
        values.count == 1 ? accepted(values[0]) : nil
    }

    /// The value when it is well-formed; a broken one, and one whose ids are all zeros, is dropped, as the recommendation
    /// asks.
    ///
    /// Of a later version what version 00 knows is kept, in its form: the ids, and whether it is sampled. Version ff is none.
    static func accepted(_ value: String) -> String? {
        let form = /([0-9a-f]{2})-((?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16})-[0-9a-f]([0-9a-f])(-.*)?/
        guard let (_, version, ids, flags, more) = value.wholeMatch(of: form)?.output, version != "ff" else {
            return nil
        }
        guard version != "00" else { return more == nil ? value : nil }
        return "00-\(ids)-\("13579bdf".contains(flags) ? "01" : "00")"
    }
}

extension Problem {
    /// The same problem with its JSON Pointer written in the sender's own form.
    func located(in form: WireForm, of type: MessageType) -> Problem {
        Problem(code, path: path.map { FieldPath(pointer: $0).text(in: form, of: type) }, line: line, detail: detail)
    }
}

extension Rejection {
    /// The same refusal with its JSON Pointers written in the sender's own form.
    func located(in form: WireForm, of type: MessageType) -> Rejection {
        Rejection(problems.map { $0.located(in: form, of: type) }) ?? self
    }
}

extension DeliveryPayload {
    /// The charset that the sender declared.
    var charset: String? { MediaType(contentType)?.charset }
}
