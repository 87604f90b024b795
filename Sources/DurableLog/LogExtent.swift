/// A file of the log that is not written to any more, and the records it answers for.
package struct LogExtent: Hashable, Sendable {
    /// What retention has made of it.
    package enum Kind: Hashable, Sendable {
        /// A segment as it was written.
        case segment
        /// What retention left of one or more segments.
        case kept
    }

    /// The sequence number of the first record that was stored in it; names the extent.
    package let first: UInt64
    /// The sequence number of the last record that was stored in it.
    package let last: UInt64
    /// What retention has made of it.
    package let kind: Kind
    /// Bytes of the file.
    package let bytes: UInt64
    /// How many records a kept file still holds; nil for a segment.
    package let records: Int?
    /// When its first batch was written, in seconds since 1970 by the wall clock; nil when the files do not tell.
    package let firstWrittenAt: UInt32?
    /// When its last batch was written or, after a start, at the latest was: when the next file began.
    ///
    /// In seconds since 1970 by the wall clock; nil when the files do not tell.
    package let lastWrittenAt: UInt32?
}

/// What retention wants of a record.
package enum Kept: Hashable, Sendable {
    /// The record as it is.
    case whole
    /// The record with another body, under its sequence number and kind.
    case body([UInt8])
    /// Nothing: the sequence number reads as nil from then on.
    case dropped
}

/// What rewriting an extent has done.
package struct RewriteReport: Hashable, Sendable {
    /// Records that the extent held; marks do not count.
    package internal(set) var records = 0
    /// Records kept as they were.
    package internal(set) var whole = 0
    /// Records kept with another body.
    package internal(set) var shortened = 0
    /// Bytes of the files before.
    package internal(set) var bytesBefore: UInt64 = 0
    /// Bytes of the file that stands in their place.
    package internal(set) var bytesAfter: UInt64 = 0
}
