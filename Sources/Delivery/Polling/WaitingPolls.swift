internal import AccessControl
internal import HTTPDoors
internal import LinuxSystem
internal import Messages

/// How many calls of each system wait for deliveries.
///
/// Concurrency: anybody may ask at any time.
final class WaitingPolls: Sendable {
    private let counts = Lock<[SystemID: Int]>([:])

    /// Counts a call that is about to wait.
    ///
    /// - Throws: `Rejection` when as many calls of its system wait as may; then it is not counted.
    func enter(_ caller: Identity) throws(Rejection) {
        let limit = caller.limits.waitingPolls ?? Limits.waitingPolls
        let isTaken = counts.withLock { counts in
            guard counts[caller.system, default: 0] < limit else { return false }
            counts[caller.system, default: 0] += 1
            return true
        }
        guard isTaken else {
            throw Rejection(
                .limitReached, "\(limit) calls of system \(caller.system) wait for deliveries, as many as may")
        }
    }

    /// Counts one that waits no more.
    func leave(_ system: SystemID) {
        counts.withLock { counts in
            let left = counts[system, default: 0] - 1
            counts[system] = left > 0 ? left : nil
        }
    }
}
