import QueueProof

/// What may be seen after a crash behind so many changes, made once for all images of that moment.
struct ExpectedViews: Sendable {
    /// How many steps must be seen, and how many may.
    let bounds: ClosedRange<Int>
    /// The time of the recovery, in microseconds.
    let now: Int64
    /// All messages that may be there.
    let names: [MessageName]
    private let views: [QueueView]

    init(_ run: RecordedRun, after changes: Int) {
        let bounds = run.bounds(after: changes)
        let now = run.references[bounds.upperBound].now
        self.bounds = bounds
        self.now = now
        names = run.references[bounds.upperBound].order
        views = bounds.map { run.references[$0].restarted().view(at: now) }
    }

    /// What is seen when so many steps have come through.
    func view(after count: Int) -> QueueView { views[count - bounds.lowerBound] }
}
