extension RejectionCode {
    /// The gateway failed.
    ///
    /// Not given: whatever can fail has a code that says what, and no handler ends without one.
    package static let internalError = RejectionCode(
        "VX-1900", 500, .gateway,
        "The gateway failed.",
        "Ett internt fel inträffade i växeln.",
        advice: "Send again later; tell the operator if it goes on.")
    /// The gateway has too much to do.
    package static let overloaded = RejectionCode(
        "VX-1901", 503, .gateway,
        "The gateway has too much to do.",
        "Växeln är överbelastad.",
        advice: "Send again after Retry-After.")
    /// The gateway cannot write its journal and accepts nothing.
    package static let journalFailed = RejectionCode(
        "VX-1902", 503, .operator,
        "The gateway cannot write its journal and accepts nothing.",
        "Växeln kan inte skriva till sitt lager och tar inte emot något.",
        advice: "Send again later; the operator must act.")
    /// The disk is full to its floor.
    package static let diskFull = RejectionCode(
        "VX-1907", 507, .operator,
        "The disk is full to its floor.",
        "Diskutrymmet är slut.",
        advice: "Send again later; the operator must act.")

    /// The gateway is stopping.
    package static let stopping = RejectionCode(
        "VX-1904", 503, .gateway,
        "The gateway is stopping.",
        "Växeln håller på att stanna.",
        advice: "Try again in a while.")
    /// The audit trail cannot be written, so nothing may be read or changed.
    package static let auditFailed = RejectionCode(
        "VX-1906", 503, .operator,
        "The audit trail cannot be written, so nothing may be read or changed.",
        "Åtkomstloggen kan inte skrivas, så inget får läsas eller ändras.",
        advice: "Have the disk looked at, then ask again.")

    /// VX-19xx: the gateway itself.
    static let gateway: [RejectionCode] = [
        .internalError, .overloaded, .journalFailed, .stopping, .auditFailed, .diskFull,
    ]
}
