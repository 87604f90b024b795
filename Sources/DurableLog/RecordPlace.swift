/// Where a record lies in the journal; good for as long as its segment is kept whole.
package struct RecordPlace: Hashable, Sendable {
    /// The first sequence of the segment that holds it; 0 for no place.
    let segment: UInt64
    /// Bytes from the segment file's beginning to the record's header.
    let offset: UInt32
    /// Bytes of header and body.
    let length: UInt32

    /// Bytes that reading the record takes.
    package var byteCount: Int { Int(length) }

    /// The place of a record that can only be read by its number.
    static let nowhere = RecordPlace(segment: 0, offset: 0, length: 0)
}
