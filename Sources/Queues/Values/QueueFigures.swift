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

    /// Deliveries that are neither settled nor given up.
    package var depth: Int { counts.waiting + counts.leased + counts.retrying + counts.held }
}
