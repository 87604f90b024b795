internal import HTTPDoors
internal import HTTPWire
internal import MessageFormats
internal import Messages
internal import Queues

/// The transport receipt (transportkvittens): the gateway has the message on disk, and these are its recipients.
///
/// A duplicate gets the receipt of the first time, word for word. Source: interfaces §3.
enum TransportReceipt {
    /// The answer to a post: 202 with the receipt, 200 with the first receipt for a duplicate.
    ///
    /// - Throws: `Rejection` (409) when the id has been used for something else. Another sender's message is not told
    ///   from other content, so the answer reveals nothing.
    static func answer(_ outcome: AcceptOutcome, for call: Call) throws(Rejection) -> HTTPResponse {
        switch outcome {
        case .accepted(let acceptance):
            return response(status: 202, acceptance, for: call, headers: [])
        case .duplicate(let acceptance):
            return response(status: 200, acceptance, for: call, headers: [("Vaxel-Duplicate", "true")])
        case .conflict(.otherContent), .conflict(.otherSender):
            throw Rejection(
                .messageIDConflict, "that messageId has been used for other content; a new message takes a new id",
                path: "/messageId")
        case .conflict(.transmissionSeen):
            throw Rejection(
                .transmissionConflict,
                "that transmissionId has been used for another message; each attempt takes a new one",
                path: "/transmissionId")
        case .conflict(.caseOfOtherPatient):
            throw Rejection(.caseOfOtherPatient, "the case of that id is about another patient", path: "/caseId")
        case .conflict(.alreadyRead):
            throw Rejection(
                .kvittensConflict, "the unit has given a kvittens for that message before",
                path: "/content/receiverUnit")
        }
    }

    private static func response(
        status: Int, _ acceptance: Acceptance, for call: Call, headers: [(String, String)]
    ) -> HTTPResponse {
        APIAnswer.response(
            status: status, root: "transportReceipt",
            .object([
                ("messageId", .text(acceptance.messageID.description)),
                ("acceptedAt", .text(acceptance.acceptedAt.rfc3339)),
                ("recipients", .list(item: "recipient", acceptance.recipients.map(\.value))),
                ("warnings", .list(item: "warning", acceptance.warnings.map(\.value))),
            ]), for: call, headers: [("Location", "/v1/messages/\(acceptance.messageID)")] + headers)
    }
}
