package import LinuxSystem

/// What a reading of a whole journal found, file by file.
package struct JournalReport: Hashable, Sendable {
    /// What a file of the log turned out to be.
    package enum Verdict: Hashable, Sendable {
        /// All that it should hold can be read.
        case sound
        /// Behind the last batch stand bytes that were never acknowledged: a crash tore the last batch.
        case tornTail(bytes: Int)
        /// Acknowledged records in it cannot be read.
        case damaged
        /// The disk did not give the file, or parts of it.
        case unreadable(SystemError)
        /// The file is of a format newer than this program.
        case newerFormat(version: UInt32)
    }

    /// A file of the log.
    package struct Extent: Hashable, Sendable {
        /// The file's name.
        package let name: String
        /// A segment, or what retention left of some.
        package let kind: LogExtent.Kind
        /// What it turned out to be.
        package internal(set) var verdict: Verdict
        /// The sequence number of the first record that was stored in it.
        package let first: UInt64
        /// The sequence number of the last record that it is known to have held; `first - 1` when there is none.
        package internal(set) var last: UInt64
        /// Records that can be read; marks do not count.
        package internal(set) var records = 0
        /// Sound batches; 0 for a kept file, which has none.
        package internal(set) var batches = 0
        /// Bytes of the file.
        package internal(set) var bytes: UInt64
        /// Whether its index is there and sound; nil for the last segment, which has none yet.
        ///
        /// Without it nothing is lost, but reading by number has to go through the file.
        package internal(set) var hasSoundIndex: Bool?
        /// When its first and last sound batch were written, in seconds since 1970 by the wall clock; nil when the file
        /// does not tell.
        package internal(set) var writtenAt: ClosedRange<UInt32>?
    }

    /// The files in the order of the log.
    package internal(set) var extents: [Extent] = []
    /// Where acknowledged records cannot be read, in the order of the log.
    package internal(set) var damages: [JournalDamage] = []
    /// 16 random bytes that all files of a store share; empty when no header can be read.
    package internal(set) var storeID: [UInt8] = []
    /// Whether the log ends with a mark: it was left idle or closed in order.
    package internal(set) var isCleanlyMarked = false
    /// Where in the last segment the next batch would go, in bytes: up to here a copy is whole.
    package internal(set) var endOffset: UInt64 = 0

    /// Segment files.
    package var segments: Int { extents.count { $0.kind == .segment } }
    /// Files of what retention left.
    package var keptFiles: Int { extents.count { $0.kind == .kept } }
    /// Sound batches.
    package var batches: Int { extents.reduce(0) { $0 + $1.batches } }
    /// Records that can be read; marks do not count.
    package var records: Int { extents.reduce(0) { $0 + $1.records } }
    /// Bytes of all files.
    package var bytes: UInt64 { extents.reduce(0) { $0 + $1.bytes } }
    /// The first sequence number that the log answers for; nil for an empty log.
    package var firstSequence: UInt64? { extents.first?.first }
    /// The highest sequence number that is known to have been stored; 0 for an empty log.
    package var lastSequence: UInt64 { max(extents.last?.last ?? 0, damages.last?.lastKnown ?? 0) }
    /// Bytes of a torn tail; 0 when there is none.
    package var tornBytes: Int {
        extents.reduce(0) { if case .tornTail(let bytes) = $1.verdict { $0 + bytes } else { $0 } }
    }
    /// Whether everything that was acknowledged can be read.
    package var isWhole: Bool { damages.isEmpty }
}
