/// Where a group of records was stored.
package struct AppendedGroup: Hashable, Sendable {
    /// The sequence number of the group's first record; the others follow it.
    package let firstSequence: UInt64
    private let places: [Range<Int>]

    /// Tells where a group lies whose first record has a number.
    init(_ group: RecordGroup, firstSequence: UInt64) {
        self.firstSequence = firstSequence
        places = group.places
    }

    /// Bytes that each record takes, in order.
    package var byteCounts: [Int] { places.map(\.count) }

    /// Bytes that one record takes, by its index in the group.
    package func byteCount(at index: Int) -> Int { places[index].count }
}
