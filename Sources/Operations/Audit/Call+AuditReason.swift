internal import HTTPDoors
internal import Messages

extension Call {
    /// The reason in a body `{reason}`, which must be there and names no patient.
    func auditReason() throws(Rejection) -> String {
        try bodyObject(known: ["reason"]).requiredSharedText("reason", maximum: Limits.reasonCharacters)
    }
}
