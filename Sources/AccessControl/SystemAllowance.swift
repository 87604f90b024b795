/// What is left of a system's limits on calls and bytes.
struct SystemAllowance: Hashable, Sendable {
    let limits: SystemLimits
    private var requests: TokenBucket?
    private var bytes: TokenBucket?

    /// Nothing used yet.
    init(_ limits: SystemLimits, at moment: Double) {
        self.limits = limits
        requests = limits.requestsPerSecond.map {
            TokenBucket(capacity: Double($0), perSecond: Double($0), at: moment)
        }
        bytes = limits.bytesPerMinute.map {
            TokenBucket(capacity: Double($0), perSecond: Double($0) / 60, at: moment)
        }
    }

    /// Counts a call that brings so many bytes, unless a limit is used up.
    ///
    /// A single body may be larger than the limit: whoever sends it waits the longer afterwards.
    ///
    /// - Returns: nil when the call may come; else the seconds after which it may, with nothing counted.
    mutating func admit(bytes announced: Int, at moment: Double) -> Double? {
        let wait = max(requests?.wait(for: 1, at: moment) ?? 0, bytes?.wait(for: 1, at: moment) ?? 0)
        guard wait == 0 else { return wait }
        requests?.take(1, at: moment)
        bytes?.take(Double(announced), at: moment)
        return nil
    }

    /// Counts bytes that came without having been announced.
    mutating func charge(bytes unannounced: Int, at moment: Double) {
        bytes?.take(Double(unannounced), at: moment)
    }
}
