/// Two ways to do the same work, timed turn by turn, so that what else the machine does falls on both.
struct Contest {
    /// Nanoseconds for one piece of work: the median of the rounds.
    struct Result {
        let ours: Double
        let theirs: Double

        var ratio: Double { ours / theirs }
    }

    /// Rounds that count; some more come before them, to warm up.
    private static let rounds = 201
    private static let warmUps = 20

    /// Pieces of work in a round, so that a round lasts about a millisecond.
    let batch: Int

    func run(ours: () throws -> Void, theirs: () throws -> Void) rethrows -> Result {
        var times: (ours: [Double], theirs: [Double]) = ([], [])
        for round in 0..<Self.rounds + Self.warmUps {
            let (our, their) = (try time(ours), try time(theirs))
            guard round >= Self.warmUps else { continue }
            times.ours.append(our)
            times.theirs.append(their)
        }
        return Result(ours: median(times.ours), theirs: median(times.theirs))
    }

    private func time(_ work: () throws -> Void) rethrows -> Double {
        let took = try ContinuousClock().measure { for _ in 0..<batch { try work() } }
        let (seconds, attoseconds) = took.components
        return (Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(batch)
    }

    private func median(_ times: [Double]) -> Double { times.sorted()[times.count / 2] }
}
