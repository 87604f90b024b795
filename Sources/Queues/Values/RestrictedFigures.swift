/// How much of some queues is about compulsory care, all of them together.
///
/// Source: rules, "Consent, secrecy, compulsory care": in metrics only as "restricted", per organisation.
package struct RestrictedFigures: Hashable, Sendable {
    /// Deliveries neither settled nor given up.
    package let depth: Int
    /// Deliveries of replays that have not been taken yet.
    package let replayOpen: Int
    /// What they take of the disk.
    package let volume: QueueVolume
}
