/// Where a group of records was stored.
package struct AppendedGroup: Hashable, Sendable {
    /// The sequence number of the group's first record; the others follow it.
    package let firstSequence: UInt64
    /// One place for each record, in order.
    package let places: [RecordPlace]
}
