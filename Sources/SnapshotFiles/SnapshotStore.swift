package import DurableLog
internal import LinuxSystem

/// The folder of snapshots: the newest two, in files that are written once and never changed.
///
/// A snapshot is a manifest and the files that it names; two snapshots share the files that did not change in between.
/// Reading may go on from any thread at any time; `write` is called by one thread at a time, and so is `mergeDue`, which
/// may run beside it.
package final class SnapshotStore: Sendable {
    /// Asked at merges, by the name of a table: whether an entry is out of its time and may be forgotten.
    ///
    /// An entry that was dropped never uncovers an older one of its key.
    package typealias Dropping = [String: @Sendable (TableKey, [UInt8]) -> Bool]

    /// The sound manifests that were found when the store was opened, newest first, at most two.
    package let candidates: [SnapshotManifest] = []
    /// The names of manifests that are not as they were written, newest first, as found when the store was opened.
    package let unsound: [String] = []

    private init() {}

    /// Looks at a folder of snapshots and makes it if it is missing; nothing in it is changed.
    ///
    /// - Throws: `unreadable`; `newerFormat` when a manifest is of a newer program.
    package static func open(at path: String, storage: any Storage) throws(SnapshotFailure) -> SnapshotStore {
        SnapshotStore()
    }

    /// Opens all files of a snapshot and checks each one's header, footer, index and filter.
    ///
    /// Entries and pages are checked when they are read.
    ///
    /// - Throws: `damaged`, `unreadable` or `newerFormat`; the caller then tries the older snapshot.
    package func load(_ manifest: SnapshotManifest) throws(SnapshotFailure) -> LoadedSnapshot {
        throw .damaged(file: manifest.name)
    }

    /// Writes a snapshot, and deletes what neither it nor the one before needs.
    ///
    /// Blocks until the disk has it. When it returns, the snapshot is what the next start finds. Besides what changed it
    /// writes small tables together; larger ones are left to `mergeDue`.
    ///
    /// - Parameters:
    ///   - content: what has changed.
    ///   - previous: the snapshot that the changes are to be laid over; nil when `content` is everything.
    ///   - dropping: by table, which entries may be forgotten.
    /// - Returns: the new snapshot, open.
    /// - Throws: `unwritable`, or `unreadable` or `damaged` when a file of `previous` is; the snapshots before are whole.
    package func write(
        _ content: SnapshotContent, after previous: LoadedSnapshot?, dropping: Dropping = [:]
    ) throws(SnapshotFailure) -> LoadedSnapshot {
        throw .damaged(file: "")
    }

    /// Does one merge that is due of those too large for `write`, if there is one; the next `write` takes the result up.
    ///
    /// Blocks for as long as reading and writing all entries concerned takes, and holds nothing meanwhile: `write` and
    /// readers go on. Call it after each `write`, until it returns false.
    ///
    /// - Returns: whether something was merged.
    /// - Throws: `unwritable`, `unreadable` or `damaged`; nothing is lost, and the merge stays due.
    package func mergeDue(in snapshot: LoadedSnapshot, dropping: Dropping = [:]) throws(SnapshotFailure) -> Bool {
        false
    }

    /// Deletes the files that neither this snapshot nor the newest other one needs, as far as the disk lets it.
    package func sweep(keeping snapshot: LoadedSnapshot) {}
}
