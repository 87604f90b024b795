/// A record as it is read back.
package struct StoredRecord: Sendable {
    /// Counts all records of the store from 1; marks count too, so there are gaps.
    package let sequence: UInt64
    /// The kind the caller gave it.
    package let kind: UInt8
    /// The body the caller gave it, or the one that retention has put in its place.
    package let body: [UInt8]
    /// Bytes that it takes where it was stored.
    package var byteCount: Int { RecordLayout.plain.headerLength + body.count }

    init(sequence: UInt64, kind: UInt8, body: [UInt8]) {
        self.sequence = sequence
        self.kind = kind
        self.body = body
    }

    /// Copies a record out of the bytes of its batch's records.
    init(_ record: FoundRecord, in bytes: UnsafeRawBufferPointer) {
        self.init(sequence: record.sequence, kind: record.kind, body: [UInt8](bytes.part(record.body)))
    }
}
