/// A record as it is read back.
package struct StoredRecord: Sendable {
    /// Counts all records of the store from 1; marks count too, so there are gaps.
    package let sequence: UInt64
    /// The kind the caller gave it.
    package let kind: UInt8
    /// The body the caller gave it, or the one that retention has put in its place.
    package let body: [UInt8]
    /// Where it lies, to be read again; of no use once retention has been there.
    package let place: RecordPlace

    init(sequence: UInt64, kind: UInt8, body: [UInt8], place: RecordPlace = .nowhere) {
        self.sequence = sequence
        self.kind = kind
        self.body = body
        self.place = place
    }

    /// Copies a record out of the bytes of its batch's records.
    init(_ record: FoundRecord, in bytes: UnsafeRawBufferPointer, of batch: SegmentWalk.Batch, segment: UInt64) {
        self.init(
            sequence: record.sequence, kind: record.kind, body: [UInt8](bytes.part(record.body)),
            place: RecordPlace(
                segment: segment, offset: UInt32(batch.records.lowerBound + record.start),
                length: UInt32(record.length)))
    }
}
