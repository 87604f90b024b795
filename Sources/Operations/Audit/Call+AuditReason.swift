internal import HTTPDoors
internal import Messages

extension Call {
    /// The reason in a body `{reason}`, which must be there and names no patient.
    func auditReason() throws(Rejection) -> String {
        try bodyObject(.auditReason).requiredSharedText("reason", maximum: Limits.reasonCharacters)
    }
}

extension ObjectShape {
    /// Why an audited act is done.
    static let auditReason = request(
        "AuditReason", root: "request",
        [
            .required(
                "reason", .text(1...Limits.reasonCharacters), "For the audit trail; a person number in it is refused.")
        ])
}
