package import Messages

/// What 1177 is to show of a plan.
package enum PlanDisplay: Hashable, Sendable {
    /// Nothing: no version is left, or the newest is not wished for or not approved.
    case nothing
    /// This version, by the id of its `SipEstablished`.
    case version(MessageID)
    /// This version as one that is closed, by the id of its `SipEstablished` and of the `SipClosed`; whether a closed plan
    /// is shown or withdrawn is the care giver's to decide.
    case closed(version: MessageID, closing: MessageID)
}

/// What an event means for 1177, as things stand now.
package struct DesiredDisplay: Hashable, Sendable {
    /// The plan that the event is about.
    package let plan: PlanID
    /// What 1177 is to show of it now.
    package let display: PlanDisplay
    /// Whose plan it is, when the person has got another id than its messages may have; nil when theirs stands.
    package let patient: PlanPatient?
    /// Whether a later event has made this one void; that one brings what is to be shown.
    package let isSuperseded: Bool
}
