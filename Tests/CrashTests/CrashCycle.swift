import Glibc

/// How one cycle ends the program that was started for it.
enum CrashCycle: Hashable, Sendable {
    /// With a signal after so many acknowledgements and microseconds, while senders and pollers are at it.
    case underLoad(Int32, after: Int, microseconds: Int)
    /// Asked to stop under load, and killed so many microseconds later, while it stops.
    case whileStopping(after: Int, microseconds: Int)
    /// Killed when so many hundredths of the time are over that the last start took: while it recovers.
    case whileStarting(hundredths: Int)

    /// Draws a cycle: four in five are kills under load.
    static func drawn(using random: inout some RandomNumberGenerator) -> CrashCycle {
        let kind = Int.random(in: 0..<100, using: &random)
        let count = Int.random(in: 1...25, using: &random)
        let microseconds = Int.random(in: 0...5000, using: &random)
        return switch kind {
        case ..<80: .underLoad(SIGKILL, after: count, microseconds: microseconds)
        case ..<85: .underLoad(SIGTERM, after: count, microseconds: microseconds)
        case ..<90: .whileStopping(after: count, microseconds: microseconds * 4)
        default: .whileStarting(hundredths: .random(in: 5...120, using: &random))
        }
    }

    /// Whether it counts as a kill under load.
    var isKillUnderLoad: Bool {
        if case .underLoad(SIGKILL, _, _) = self { true } else { false }
    }
}
