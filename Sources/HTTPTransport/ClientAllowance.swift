internal import LinuxSystem

/// How many clients may be connected: by the server's own limit, and by the descriptors of the process.
///
/// Descriptors must never run out. Dispatch on Linux reads `/proc/self/task` to count its busy threads, and ends the
/// process when it cannot open a file there; the journal needs some too.
final class ClientAllowance: Sendable {
    // Shared by all servers of the process, as the descriptors are.
    static let descriptorsOfProcess = Budget(limit: clients(withDescriptors: ProcessSettings.openFileLimit))

    private let own: Budget
    /// What is left of them beside the places of Unix sockets.
    private let overTCP: Budget
    private let descriptors: Budget

    /// An allowance for so many clients, within what is left of the descriptors; with `hasUnixSocket` some of the places
    /// are not for TCP, so that whoever can connect by that cannot shut out the proxy.
    init(limit: Int, hasUnixSocket: Bool = false, descriptors: Budget = ClientAllowance.descriptorsOfProcess) {
        own = Budget(limit: limit)
        self.descriptors = descriptors
        let places = min(limit, descriptors.limit)
        let ofUnixSockets = hasUnixSocket ? min(max(1, places / Limits.placesPerUnixPlace), places - 1) : 0
        overTCP = Budget(limit: places - ofUnixSockets)
    }

    /// Takes a place, or says that there is none.
    func enter(overUnixSocket: Bool = false) -> Bool {
        guard overUnixSocket || overTCP.reserve(1) else { return false }
        if own.reserve(1) {
            if descriptors.reserve(1) { return true }
            own.release(1)
        }
        if !overUnixSocket { overTCP.release(1) }
        return false
    }

    /// Gives the place back.
    func leave(overUnixSocket: Bool = false) {
        if !overUnixSocket { overTCP.release(1) }
        own.release(1)
        descriptors.release(1)
    }

    /// How many descriptors clients may have, of so many.
    static func clients(withDescriptors limit: Int) -> Int {
        max(limit / 4, limit - max(Limits.descriptorsForOthers, limit / 8))
    }
}
