package import DurableLog
internal import LinuxSystem

/// The folder of snapshots: the newest two, in files that are written once and never changed.
///
/// A snapshot is a manifest and the files that it names; two snapshots share the files that did not change in between.
/// Reading may go on from any thread at any time; `write` is called by one thread at a time, and so is `mergeDue`, which
/// may run beside it.
///
/// What a crash can leave: files that no manifest names, and one manifest too many. A snapshot is there from the moment when
/// its manifest has its name, which it gets after all that it names is on disk; and a file goes only after the manifests
/// that named it have gone. The folder must be the store's alone, as the journal's lock sees to.
package final class SnapshotStore: Sendable {
    /// Asked at merges, by the name of a table: whether an entry is out of its time and may be forgotten.
    ///
    /// An entry that was forgotten never uncovers an older one of its key.
    package typealias Dropping = [String: @Sendable (TableKey, [UInt8]) -> Bool]

    /// The sound manifests that were found when the store was opened, newest first, at most two.
    package let candidates: [SnapshotManifest]
    /// The manifests of which a file was set aside, newest first: for when there is no other way to start.
    package let setAside: [SnapshotManifest]
    /// Whether there was none at all when the folder was opened.
    package var isEmpty: Bool { candidates.isEmpty && setAside.isEmpty }
    /// The names of manifests that are not as they were written, or of which a file is not, newest first, as found when the store was opened.
    package let unsound: [String]

    let folder: any StorageFolder
    let options: SnapshotOptions
    let state: Lock<SnapshotStoreState>

    private init(
        _ folder: any StorageFolder, options: SnapshotOptions, candidates: [SnapshotManifest],
        setAside: [SnapshotManifest], unsound: [String], nextNumber: UInt64
    ) {
        self.folder = folder
        self.options = options
        self.candidates = candidates
        self.setAside = setAside
        self.unsound = unsound
        state = Lock(SnapshotStoreState(nextNumber: nextNumber, known: candidates))
    }

    /// Looks at a folder of snapshots and makes it if it is missing; nothing in it is changed.
    ///
    /// - Throws: `unreadable`; `newerFormat` when a manifest is of a newer program.
    package static func open(
        at path: String, storage: any Storage, options: SnapshotOptions = SnapshotOptions()
    ) throws(SnapshotFailure) -> SnapshotStore {
        let (folder, names) = try SnapshotFailure.whileReading { () throws(SystemError) in
            let folder = try storage.openFolder(path)
            return (folder, try folder.names())
        }
        let marked = Set(names.compactMap(Self.marked(by:)))
        var candidates: [SnapshotManifest] = []
        var setAside: [SnapshotManifest] = []
        var unsound: [String] = []
        for sequence in names.compactMap(FileKind.manifest.number(in:)).sorted(by: >)
        where candidates.count < Limits.snapshots {
            guard let manifest = try manifest(sequence, in: folder) else {
                unsound.append(FileKind.manifest.name(sequence))
                continue
            }
            if marked.isDisjoint(with: manifest.fileNames) {
                candidates.append(manifest)
            } else {
                setAside.append(manifest)
                unsound.append(manifest.name)
            }
        }
        let named = (candidates + setAside).flatMap(\.files).map(\.number)
        let present = names.compactMap { FileKind.table.number(in: $0) ?? FileKind.pages.number(in: $0) }
        let last = (named + present).max() ?? 0
        return SnapshotStore(
            folder, options: options, candidates: candidates, setAside: setAside, unsound: unsound, nextNumber: last + 1
        )
    }

    /// Opens all files of a snapshot and checks each one's header, footer, index and filter.
    ///
    /// Entries and pages are checked when they are read.
    ///
    /// - Throws: `damaged`, `unreadable` or `newerFormat`; the caller then tries the older snapshot.
    package func load(_ manifest: SnapshotManifest) throws(SnapshotFailure) -> LoadedSnapshot {
        try LoadedSnapshot(manifest, in: folder)
    }

    /// Reads a manifest; nil when it is not as it was written, or the disk does not give it: the other one may do.
    static func manifest(
        _ sequence: UInt64, in folder: any StorageFolder
    ) throws(SnapshotFailure) -> SnapshotManifest? {
        do {
            let file = try StoredFile.open(FileKind.manifest.name(sequence), in: folder)
            guard file.length <= Limits.manifestBytes else { return nil }
            return try SnapshotManifest.decode(try file.bytes(file.length, at: 0), sequence: sequence)
        } catch {
            guard case .newerFormat = error else { return nil }
            throw error
        }
    }
}
