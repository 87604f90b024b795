/// What the cycles of a run were.
struct CrashTally: Sendable, CustomStringConvertible {
    /// Killed while senders had their answers and requests were under way.
    private(set) var killedUnderLoad = 0
    /// Asked to stop under load, and ended with status 0.
    private(set) var stopped = 0
    /// Killed while stopping, or over before the kill came.
    private(set) var killedStopping = 0
    /// Killed before the program listened.
    private(set) var killedStarting = 0
    /// Not what was meant: the load did not come in time, or the start was over before the kill.
    private(set) var missed = 0

    /// Notes how a cycle went.
    mutating func note(_ cycle: CrashCycle, asMeant: Bool) {
        guard asMeant else { return missed += 1 }
        switch cycle {
        case .underLoad: if cycle.isKillUnderLoad { killedUnderLoad += 1 } else { stopped += 1 }
        case .whileStopping: killedStopping += 1
        case .whileStarting: killedStarting += 1
        }
    }

    static func + (one: CrashTally, other: CrashTally) -> CrashTally {
        var sum = one
        sum.killedUnderLoad += other.killedUnderLoad
        sum.stopped += other.stopped
        sum.killedStopping += other.killedStopping
        sum.killedStarting += other.killedStarting
        sum.missed += other.missed
        return sum
    }

    var description: String {
        """
        \(killedUnderLoad) killed under load, \(killedStarting) while starting, \(killedStopping) while stopping, \
        \(stopped) stopped in order, \(missed) otherwise
        """
    }
}
