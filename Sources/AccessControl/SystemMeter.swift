internal import LinuxSystem
internal import Messages

/// Keeps count of what systems with limits use; one entry for each of these, so its size is the directory's.
package final class SystemMeter: Sendable {
    private let allowances = Lock<[SystemID: SystemAllowance]>([:])

    /// A meter of which nobody has used anything.
    package init() {}

    /// Counts a call that brings so many bytes, unless a limit of the system is used up.
    ///
    /// - Parameters:
    ///   - identity: who calls.
    ///   - bytes: the body's announced size; 0 when it has none or does not say.
    ///   - moment: seconds of a clock that never goes back.
    /// - Returns: nil when the call may come; else the seconds after which it may.
    package func admit(_ identity: Identity, bytes: Int, at moment: Double) -> Double? {
        let limits = identity.limits
        guard limits.requestsPerSecond != nil || limits.bytesPerMinute != nil else { return nil }
        return allowances.withLock { allowances in
            var allowance = allowances[identity.system] ?? SystemAllowance(limits, at: moment)
            // New limits of a directory read anew begin with a full store.
            if allowance.limits != limits { allowance = SystemAllowance(limits, at: moment) }
            let wait = allowance.admit(bytes: bytes, at: moment)
            allowances[identity.system] = allowance
            return wait
        }
    }

    /// Counts bytes that came without having been announced, as chunked bodies do.
    package func charge(_ identity: Identity, bytes: Int, at moment: Double) {
        guard bytes > 0, identity.limits.bytesPerMinute != nil else { return }
        allowances.withLock { $0[identity.system]?.charge(bytes: bytes, at: moment) }
    }
}
