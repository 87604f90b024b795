internal import DurableLog
internal import SnapshotFiles

/// The state behind a batch, as far as it has changed since the snapshot before: it is written while the queues go on.
struct FrozenState: Sendable {
    /// Which freeze it is of: what comes of it concerns that one alone.
    let freeze: UInt64
    let position: LogPosition
    let summary: QueueSummary
    let parts: [any FrozenPart]
    let open: OpenDeliveries.Changes

    /// About how many bytes it takes in memory, and on disk.
    var bytes: Int {
        parts.reduce(0) { $0 + $1.count } * Limits.bytesPerChange
            + open.pages.count * PagedWords.wordsPerPage * MemoryLayout<UInt32>.size
    }

    /// What the snapshot's files are to hold.
    var content: SnapshotContent {
        SnapshotContent(
            position: position.encoded, sequence: position.sequence, blob: summary.encoded,
            tables: Dictionary(parts.map { ($0.name, $0.entries) }) { first, _ in first },
            pageCount: open.pageCount, pages: open.pages)
    }
}
