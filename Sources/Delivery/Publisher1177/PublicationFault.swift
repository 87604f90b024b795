package import Messages

/// Why a plan cannot be published as it is.
///
/// Trying again changes nothing until somebody has mended it.
package struct PublicationFault: Error, Hashable, Sendable {
    /// What is wrong, by the catalogue of codes.
    package let code: RejectionCode
    /// English, without values from the plan.
    package let reason: String

    /// Whether the plan waits until the directory has been mended, for which its sender can do nothing.
    var isHeld: Bool { code == .careGiverMissing }
}

extension PublicationFault {
    static let careGiverMissing = PublicationFault(
        code: .careGiverMissing,
        reason: "neither the message nor the directory names the HSA-ids of care unit and care giver")

    static let brokenService = PublicationFault(
        code: .publicationRefused,
        reason: "the publishing service will not have this plan, breaks on it, or never answers, while it takes others")

    static let tooLarge = PublicationFault(
        code: .carePlanTooLarge, reason: "the plan's text is larger than the 100 kB that 1177 takes inline")

    static let unreadable = PublicationFault(
        code: .storedMessageUnreadable, reason: "the stored plan, or what it is about, cannot be read")
}
