/// How much a system may ask of the gateway; nil where there is no limit.
package struct SystemLimits: Hashable, Sendable {
    /// Calls per second on average; as many may come at once.
    package var requestsPerSecond: Int?
    /// Bytes of bodies per minute on average; as many may come at once.
    package var bytesPerMinute: Int?
    /// Deliveries that the system may hold leased at the same time.
    package var openLeases: Int?
    /// Calls of the system that may wait for deliveries at the same time; nil for the gateway's own limit.
    package var waitingPolls: Int?

    /// Limits where they are given.
    package init(
        requestsPerSecond: Int? = nil, bytesPerMinute: Int? = nil, openLeases: Int? = nil, waitingPolls: Int? = nil
    ) {
        self.requestsPerSecond = requestsPerSecond
        self.bytesPerMinute = bytesPerMinute
        self.openLeases = openLeases
        self.waitingPolls = waitingPolls
    }
}
