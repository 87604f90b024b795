/// When the journal is read through, and when room is given back.
///
/// What rots is noticed before retention rests on it; but a disk at its floor needs room first, and is read no more often for
/// that, except where reading was broken off when the disk came to its floor.
struct RetentionRounds {
    /// What is done for as long as it takes.
    enum Step: Hashable {
        /// Log and snapshots are read through.
        case verifying
        /// What is out of its time is dropped.
        case retaining
    }

    /// Seconds since each was begun; the first round comes at once.
    private var sinceVerifying = Limits.retentionInterval
    private var sinceRetaining = Limits.retentionInterval

    /// What is to be done now, in this order.
    ///
    /// - Parameters:
    ///   - seconds: how long ago this was asked last.
    ///   - isAtFloor: whether the disk has come to its floor.
    /// - Returns: the steps; none as a rule.
    mutating func due(after seconds: Double, isAtFloor: Bool) -> [Step] {
        sinceVerifying += seconds
        sinceRetaining += seconds
        var steps: [Step] = []
        if sinceVerifying >= Limits.retentionInterval {
            sinceVerifying = 0
            steps.append(.verifying)
        }
        if sinceRetaining >= (isAtFloor ? Limits.retentionAtFloor : Limits.retentionInterval) {
            sinceRetaining = 0
            steps.insert(.retaining, at: isAtFloor ? 0 : steps.count)
        }
        return steps
    }

    /// Notes that reading through was broken off, since the disk had come to its floor: it begins anew when room was given back.
    mutating func noteBrokenOff() {
        sinceVerifying = Limits.retentionInterval
        // Unless that is what comes next in this round.
        if sinceRetaining > 0 { sinceRetaining = Limits.retentionInterval }
    }
}
