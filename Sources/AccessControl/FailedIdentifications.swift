/// How often each peer has failed to say who it is lately, and how long its next refusal is held back for that.
///
/// A table of fixed size: peers that fall on the same place share it, which costs only those of them who fail too. Places are
/// drawn by a hash that is seeded for each process, so nobody can choose whom to share one with.
package struct FailedIdentifications: Sendable {
    private struct Place {
        var failures = 0
        var lastAt = 0.0
    }

    private var places: [Place]

    /// A table without failures.
    package init() {
        places = Array(repeating: Place(), count: Limits.failurePlaces)
    }

    /// Notes a failure of a peer, at a moment in seconds of a clock that never goes back.
    ///
    /// - Returns: the seconds by which to hold the refusal back: doubling with every failure up to a bound, and shrinking again
    ///   while the peer is quiet.
    package mutating func note(_ peer: [UInt8], at moment: Double) -> Double {
        let index = Int(UInt(bitPattern: peer.hashValue) % UInt(places.count))
        let quiet = Int(max(0, moment - places[index].lastAt) / Limits.secondsPerForgottenFailure)
        let failures = max(0, places[index].failures - quiet) + 1
        places[index] = Place(failures: min(failures, Limits.failuresCounted), lastAt: moment)
        let delay = Limits.firstDelay * Double(1 << (min(failures, Limits.failuresCounted) - 1))
        return min(delay, Limits.longestDelay)
    }
}
