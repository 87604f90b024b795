package import Messages

/// A question that a person answers about consent.
///
/// Each has its own answer. Source: rules, "Three questions, never merged".
package enum ConsentQuestion: UInt8, Hashable, Sendable, CaseIterable {
    /// May the units be told?
    case sharing = 0
    /// May a SIP be made?
    case plan = 1
}

/// What a `ConsentRegistered` says, as far as the gateway acts on it.
package struct Consent: Hashable, Sendable {
    /// What was asked.
    package let questions: Set<ConsentQuestion>
    /// Whether the person said yes; false also of one who cannot take a stand.
    package let isGiven: Bool
    /// From when it is over without having been withdrawn; nil when it has no end.
    package let endsAt: Timestamp?

    /// Takes an answer.
    package init(_ questions: Set<ConsentQuestion>, isGiven: Bool, endsAt: Timestamp? = nil) {
        self.questions = questions
        self.isGiven = isGiven
        self.endsAt = endsAt
    }
}

/// What a message on the basis of consent meets.
package enum ConsentStanding: Hashable, Sendable {
    /// The person said yes, and it stands.
    case given
    /// Nothing is known that speaks against it.
    case unknown
    /// It was withdrawn, or is over.
    case withdrawn
    /// The person said no, or cannot take a stand.
    case notGiven
    /// It is the answer to another question.
    case notAsked
}
