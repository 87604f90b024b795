internal import Dispatch

/// Rests between reads of what is only looked through: whoever wants the disk meanwhile has it.
struct VerifyingPace {
    private var bytes = 0

    /// Notes so many bytes as read, and rests when there were many since the last time; whether it has.
    mutating func rest(after count: Int) -> Bool {
        bytes += count
        guard bytes >= Limits.bytesVerifiedAtOnce else { return false }
        bytes = 0
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(Limits.millisecondsBetweenVerified))
        return true
    }
}
