/// Where a record is in the journal's files.
package struct RecordPlace: Hashable, Sendable {
    /// Counts records from 1, through all segments.
    package let sequence: UInt64
    let segment: UInt64
    let offset: Int
    /// Bytes of the record.
    package let length: Int
}

/// A record as replay hands it out.
package struct JournalRecord: Sendable {
    package let place: RecordPlace
    package let bytes: [UInt8]
}

/// What was found at start.
package struct RecoveryReport: Hashable, Sendable {
    /// Records that were read.
    package let records: Int
    /// Bytes of a torn tail that were cut off and kept beside the segment; 0 when the end was clean.
    package let tornBytes: Int
}

/// What a record is for, when room runs short.
package enum RecordUrgency: Hashable, Sendable {
    /// A new message: refused first.
    case intake
    /// What finishes a message that has been accepted: taken as long as there is any room.
    case settlement
}
