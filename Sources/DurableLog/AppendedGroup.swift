/// Where a group of records was stored.
package struct AppendedGroup: Hashable, Sendable {
    /// The sequence number of the group's first record; the others follow it.
    package let firstSequence: UInt64
    /// Bytes that each record takes, in order.
    package let byteCounts: [Int]
}
