internal import LinuxSystem

/// How many clients may be connected: by the server's own limit, and by the descriptors of the process.
///
/// Descriptors must never run out. Dispatch on Linux reads `/proc/self/task` to count its busy threads, and ends the
/// process when it cannot open a file there; the journal needs some too.
final class ClientAllowance: Sendable {
    // Shared by all servers of the process, as the descriptors are.
    static let descriptorsOfProcess = Budget(limit: clients(withDescriptors: ProcessSettings.openFileLimit))

    private let own: Budget
    private let descriptors: Budget

    /// An allowance for so many clients, within what is left of the descriptors.
    init(limit: Int, descriptors: Budget = ClientAllowance.descriptorsOfProcess) {
        own = Budget(limit: limit)
        self.descriptors = descriptors
    }

    /// Takes a place, or says that there is none.
    func enter() -> Bool {
        guard own.reserve(1) else { return false }
        guard descriptors.reserve(1) else {
            own.release(1)
            return false
        }
        return true
    }

    /// Gives the place back.
    func leave() {
        own.release(1)
        descriptors.release(1)
    }

    /// How many descriptors clients may have, of so many.
    static func clients(withDescriptors limit: Int) -> Int {
        max(limit / 4, limit - max(Limits.descriptorsForOthers, limit / 8))
    }
}
