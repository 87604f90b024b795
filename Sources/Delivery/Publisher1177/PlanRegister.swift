package import Messages
internal import Synchronization

/// Which version of each plan is the newest that the gateway has accepted, whether or not it may be published.
///
/// A plan is known by its id and its patient together, so that nobody's plan can silence another person's.
///
/// A plan that waits for 1177 must not be published once a newer version has come: the newer one may say that the person
/// does not wish it any more. Filled from the journal at start, then by intake, each message once it is on disk.
package final class PlanRegister: Sendable {
    private let newest = Mutex<[PlanID: Int]>([:])

    /// An empty register.
    package init() {}

    /// Notes a message that is on disk; only plans are kept.
    package func note(_ message: Message) {
        guard let plan = PlanVersion(message) else { return }
        newest.withLock { $0[plan.id] = max($0[plan.id] ?? plan.version, plan.version) }
    }

    /// The version that a plan has been overtaken by; nil when it is the newest.
    func newerVersion(than message: Message) -> Int? {
        guard let plan = PlanVersion(message), let version = newest.withLock({ $0[plan.id] }), version > plan.version
        else { return nil }
        return version
    }
}

/// What tells one plan from another.
private struct PlanID: Hashable {
    let plan: String
    let patient: String
}

/// A plan's id and version.
private struct PlanVersion {
    let id: PlanID
    let version: Int

    /// Reads them out of a `SipEstablished`; nil for any other message.
    init?(_ message: Message) {
        guard message.type == .sipEstablished, let plan = message.content.text("planId"),
            let patient = message.patient?.id, let version = message.content["planVersion"]?.integer
        else { return nil }
        id = PlanID(plan: plan, patient: patient)
        self.version = version
    }
}
