package import Messages

/// How one queue stands, in numbers.
package struct QueueFigures: Hashable, Sendable {
    /// Whose queue it is.
    package let destination: Destination
    /// Its deliveries by state.
    package let counts: Conservation
    /// When the oldest delivery that is neither settled nor given up became available; nil when there is none.
    package let oldestAvailableAt: Timestamp?
    /// When somebody last asked for deliveries; nil when nobody has since the start.
    package let lastPolledAt: Timestamp?
    /// How many deliveries may be open before intake is refused; nil without a limit.
    package let backlogLimit: Int?
    /// That an operator has paused it; nil while not.
    package let pause: QueuePause?
    /// That its destination takes nothing at the moment; nil of a queue that others fetch from.
    package let outage: DestinationOutage?
    /// The replay that runs, or the last one that ended; nil when there was none.
    package let replay: ReplayProgress?
    /// What it takes of the disk.
    package let volume: QueueVolume

    /// Deliveries that are neither settled nor given up.
    package var depth: Int { counts.open }
}
