/// Where a record lies in the journal; good for as long as its segment is kept.
package struct RecordPlace: Hashable, Sendable {
    /// The first sequence of the segment that holds it.
    let segment: UInt64
    /// Bytes from the segment file's beginning to the record's header.
    let offset: UInt32
    /// Bytes of header and body.
    let length: UInt32

    /// Bytes that reading the record takes.
    package var byteCount: Int { Int(length) }
}

/// A record as it is read back.
package struct StoredRecord: Sendable {
    /// Counts all records of the store from 1; marks count too, so there are gaps.
    package let sequence: UInt64
    /// The kind the caller gave it.
    package let kind: UInt8
    /// The body the caller gave it.
    package let body: [UInt8]
    /// Where it lies, to be read again.
    package let place: RecordPlace
}
