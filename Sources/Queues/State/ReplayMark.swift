internal import Messages

/// That a delivery which its receiver has completed comes again.
struct ReplayMark: Hashable {
    /// The replay that it comes with.
    let replay: UInt64
    /// When it was completed; what comes again was not completed any later for that.
    let completedAt: Timestamp
}
