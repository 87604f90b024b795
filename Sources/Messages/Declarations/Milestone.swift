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
        /// The SIP was followed up.
        case sipFollowedUp
        /// The SIP was evaluated.
        case sipEvaluated
        /// The SIP was closed.
        case sipClosed
        /// The patient left the hospital.
        case discharged
        /// The patient has a fast vårdkontakt in open care.
        case careContact
        /// The patient was given the written information.
        case patientInformed
        /// The planning ended before the patient left (avbrott).
        case interrupted
        /// The units were called to make the coordinated plan of compulsory care (samordnad vårdplan).
        case compulsoryPlanCalled
        /// The coordinated plan of compulsory care was made, for the units to attest.
        case compulsoryPlan
        /// A unit attested that plan, or did not (justering).
        case compulsoryPlanAttested
        /// The person went over to open compulsory care (ÖPT).
        case openCompulsoryCare
        /// The person went over to open forensic care (ÖRV).
        case openForensicCare
        /// The coordinated plan of compulsory care was followed up.
        case compulsoryPlanFollowedUp
        /// The person was taken back into the ward (återintag).
        case readmitted
        /// The person left the ward again, the decision on open compulsory care standing.
        case readmissionEnded
        /// The compulsory care ended, and what goes on is voluntary.
        case voluntaryCare
        /// Another unit answers for the open compulsory care.
        case outpatientUnitChanged
    }

    /// The steps that the message tells of; an admission notice tells of the admission and of the first estimate.
    package let steps: [Step]
    /// The field of `content` that says when it happened or is to happen, by step; of a part's field with a dot: `meeting.start`.
    package let moments: [Step: String]
    /// The fields of `content` that clocks need, by their names; parts of them are told as they stand.
    package let facts: [String]
    /// The ways to `moments` through the content, in the order of `steps`.
    private let ways: [Way]

    private struct Way: Hashable {
        let step: Step
        let names: [String]
    }

    /// Declares a milestone; each step with the field that says when.
    package init(_ moments: KeyValuePairs<Step, String>, facts: [String] = []) {
        steps = moments.map(\.key)
        self.moments = Dictionary(moments.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        ways = moments.map { Way(step: $0.key, names: $0.value.split(separator: ".").map(String.init)) }
        self.facts = facts
    }

    /// Where a message says when a step happened or is to happen; nil when it does not tell of the step.
    package func path(to step: Step) -> FieldPath? {
        way(to: step).map { names in FieldPath(steps: [.member("content")] + names.map { .member($0) }) }
    }

    /// When a step happened or is to happen by the content of a message: a date or a moment, as it was sent.
    package func moment(of step: Step, in content: Record) -> String? {
        guard let names = way(to: step) else { return nil }
        var record: Record? = content
        for name in names.dropLast() { record = record?.record(name) }
        return names.last.flatMap { record?.text($0) }
    }

    private func way(to step: Step) -> [String]? {
        for way in ways where way.step == step { return way.names }
        return nil
    }
}
