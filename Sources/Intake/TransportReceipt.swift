internal import HTTPDoors
internal import HTTPWire
internal import MessageFormats
internal import Messages
internal import Queues

/// The transport receipt (transportkvittens): the gateway has the message on disk, and these are its recipients.
///
/// A duplicate gets the receipt of the first time, word for word. Source: interfaces §3.
struct TransportReceipt: Sendable {
    private let acceptance: Acceptance
    private let isDuplicate: Bool

    /// The receipt for what the queue said.
    ///
    /// - Throws: `Rejection` (409) when the id has been used for something else. Another sender's message is not told
    ///   from other content, so the answer reveals nothing.
    init(_ outcome: AcceptOutcome) throws(Rejection) {
        switch outcome {
        case .accepted(let acceptance):
            self.acceptance = acceptance
            isDuplicate = false
        case .duplicate(let acceptance):
            self.acceptance = acceptance
            isDuplicate = true
        case .conflict(let conflict): throw Self.rejection(of: conflict)
        }
    }

    /// 202; 200 for a message that the gateway had already.
    var status: Int { isDuplicate ? 200 : 202 }

    var messageID: MessageID { acceptance.messageID }

    /// The receipt as the API tells it.
    var value: APIValue {
        .object([
            ("messageId", .text(messageID.description)),
            ("acceptedAt", .text(acceptance.acceptedAt.rfc3339)),
            ("recipients", .list(item: "recipient", acceptance.recipients.map(\.value))),
            ("warnings", .list(item: "warning", acceptance.warnings.map(\.value))),
        ])
    }

    /// The answer to the post of one message.
    func answer(to call: Call) -> HTTPResponse {
        var headers = [("Location", "/v1/messages/\(messageID)")]
        if isDuplicate { headers.append(("Vaxel-Duplicate", "true")) }
        return APIAnswer.response(status: status, root: "transportReceipt", value, for: call, headers: headers)
    }

    private static func rejection(of conflict: AcceptConflict) -> Rejection {
        switch conflict {
        case .otherContent, .otherSender:
            Rejection(
                .messageIDConflict, "that messageId has been used for other content; a new message takes a new id",
                path: "/messageId")
        case .transmissionSeen:
            Rejection(
                .transmissionConflict,
                "that transmissionId has been used for another message; each attempt takes a new one",
                path: "/transmissionId")
        case .caseOfOtherPatient:
            Rejection(.caseOfOtherPatient, "the case of that id is about another patient", path: "/caseId")
        case .alreadyRead:
            Rejection(
                .kvittensConflict, "the unit has given a kvittens for that message before",
                path: "/content/receiverUnit")
        }
    }
}
