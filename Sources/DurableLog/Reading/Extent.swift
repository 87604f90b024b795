internal import LinuxSystem

/// A file of the log that is not written to any more, by its header and what its neighbours say of it.
struct Extent: Hashable, Sendable {
    enum Header: Hashable, Sendable {
        case segment(SegmentHeader)
        case kept(KeptHeader)

        /// The first page of the file.
        func encoded() -> [UInt8] {
            switch self {
            case .segment(let header): header.encoded()
            case .kept(let header): header.encoded()
            }
        }
    }

    let header: Header
    /// The sequence number of the last record that was stored in it; a segment's own header does not tell.
    var last: UInt64
    /// Bytes of the file.
    let bytes: UInt64
    /// When its first batch was written, in seconds since 1970; 0 when not known.
    let firstWrittenAt: UInt32
    /// When its last batch was written or the next file began; 0 when not known.
    var lastWrittenAt: UInt32

    var first: UInt64 {
        switch header {
        case .segment(let header): header.firstSequence
        case .kept(let header): header.first
        }
    }

    var kind: LogExtent.Kind {
        switch header {
        case .segment: .segment
        case .kept: .kept
        }
    }

    var storeID: [UInt8] {
        switch header {
        case .segment(let header): header.storeID
        case .kept(let header): header.storeID
        }
    }

    /// The place before its first record, as the file before it should have left it.
    var beginning: LogPosition {
        switch header {
        case .segment(let header): header.beginning
        case .kept(let header):
            LogPosition(
                sequence: first - 1, batch: header.firstBatch &- 1, chain: header.previousChain, segment: first,
                batchOffset: 0, offset: Limits.page)
        }
    }

    var name: String { kind == .segment ? LogNames.segment(first) : LogNames.kept(first) }

    /// What callers get to see of it.
    var described: LogExtent {
        let records: Int? = if case .kept(let header) = header { header.count } else { nil }
        return LogExtent(
            first: first, last: last, kind: kind, bytes: bytes, records: records,
            firstWrittenAt: firstWrittenAt == 0 ? nil : firstWrittenAt,
            lastWrittenAt: lastWrittenAt == 0 ? nil : lastWrittenAt)
    }

    /// The failure of a record that cannot be read, or of all from it on.
    func damage(at offset: Int, firstLost: UInt64, lastKnown: UInt64? = nil) -> JournalFailure {
        .damaged(
            JournalDamage(file: name, offset: UInt64(offset), firstLost: firstLost, lastKnown: lastKnown ?? last))
    }
}
