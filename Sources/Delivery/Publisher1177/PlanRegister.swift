package import Messages
internal import Synchronization

/// Which version of each plan is the newest that the gateway has accepted, whether or not it may be published.
///
/// A plan that waits for 1177 must not be published once a newer version has come: the newer one may say that the person
/// does not wish it any more. Filled from the journal at start, then by intake, each message once it is on disk.
package final class PlanRegister: Sendable {
    private let newest = Mutex<[String: Int]>([:])

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

/// A plan's id and version.
private struct PlanVersion {
    let id: String
    let version: Int

    /// Reads them out of a `SipEstablished`; nil for any other message.
    init?(_ message: Message) {
        guard message.type == .sipEstablished, let id = message.content.text("planId"),
            let version = message.content["planVersion"]?.integer
        else { return nil }
        self.id = id
        self.version = version
    }
}
