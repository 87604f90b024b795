/// Where a delivery stands in the index of open deliveries: its node stays the same for as long as it is open.
struct OpenPlace: Hashable, Sendable {
    let node: NodeNumber
    let line: LineNumber
}
