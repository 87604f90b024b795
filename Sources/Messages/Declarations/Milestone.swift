/// What a message means for its case: the step that it tells of, and where in its content the facts stand.
///
/// Facts only: which deadline follows from them is reckoned elsewhere. Source: rules, "The discharge law".
package struct Milestone: Hashable, Sendable {
    /// A step of a case.
    package enum Step: String, Sendable, CaseIterable {
        /// The patient was admitted (inskriven).
        case admitted
        /// The planned discharge was estimated, or estimated anew.
        case estimate
        /// The patient is ready to leave (utskrivningsklar).
        case ready
        /// The patient is not ready after all (återtag).
        case readyWithdrawn
        /// The units were called to a planning meeting (kallelse).
        case called
        /// The person consented, refused, or could not take a stand.
        case consent
        /// A consent was withdrawn.
        case consentWithdrawn
        /// Somebody was named to coordinate the planning (samordningsansvarig).
        case coordinator
        /// No SIP is made.
        case sipDeclined
        /// A SIP was made, or a new version of it.
        case sip
        /// The SIP was closed.
        case sipClosed
        /// The patient left the hospital.
        case discharged
    }

    /// The steps that the message tells of; an admission notice tells of the admission and of the first estimate.
    package let steps: [Step]
    /// The field of `content` that says when it happened or is to happen, by step; of a part's field with a dot: `meeting.start`.
    package let moments: [Step: String]
    /// The fields of `content` that clocks need, by their names; parts of them are told as they stand.
    package let facts: [String]

    /// Declares a milestone; each step with the field that says when.
    package init(_ moments: KeyValuePairs<Step, String>, facts: [String] = []) {
        steps = moments.map(\.key)
        self.moments = Dictionary(moments.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        self.facts = facts
    }

    /// Where a message says when a step happened or is to happen; nil when it does not tell of the step.
    package func path(to step: Step) -> FieldPath? {
        moments[step].map { name in
            FieldPath(steps: [.member("content")] + name.split(separator: ".").map { .member(String($0)) })
        }
    }

    /// When a step happened or is to happen by the content of a message: a date or a moment, as it was sent.
    package func moment(of step: Step, in content: Record) -> String? {
        var record: Record? = content
        let names = moments[step]?.split(separator: ".").map(String.init) ?? []
        for name in names.dropLast() { record = record?.record(name) }
        return names.last.flatMap { record?.text($0) }
    }
}
