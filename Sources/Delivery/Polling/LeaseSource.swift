internal import Messages

/// Where a call takes deliveries from.
struct LeaseSource: Hashable, Sendable {
    let destinations: [Destination]
    /// Those of them whose compulsory care the caller may not handle.
    let spared: Set<Destination>
}
