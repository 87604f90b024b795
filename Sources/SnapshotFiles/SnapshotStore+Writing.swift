internal import DurableLog
internal import LinuxSystem

extension SnapshotStore {
    /// Writes a snapshot, and deletes what neither it nor the one before needs.
    ///
    /// Blocks until the disk has it. When it returns, the snapshot is what the next start finds. Besides what changed it
    /// writes small files of tables together; larger ones are left to `mergeDue`. One with the sequence number of the
    /// snapshot before takes its place.
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
        var work = SnapshotWriting(content, after: previous, store: self)
        let snapshot = try writeUnnamed(&work, dropping: dropping)
        do {
            try name(snapshot.manifest)
        } catch {
            // The manifest may have its name: what it names must stay until a sweep has taken that away.
            state.withLock { $0.giveUp(work.begun) }
            throw error
        }
        state.withLock {
            $0.adopt(snapshot.manifest, after: previous?.manifest, merges: work.merges)
            $0.giveUp(work.begun)
        }
        sweep(keeping: snapshot)
        return snapshot
    }

    /// Writes all files of a snapshot; what was begun is given back when that fails.
    private func writeUnnamed(
        _ work: inout SnapshotWriting, dropping: Dropping
    ) throws(SnapshotFailure) -> LoadedSnapshot {
        do {
            let snapshot = try work.writeFiles(dropping: dropping)
            try writeManifest(snapshot.manifest)
            return snapshot
        } catch {
            work.giveBack()
            throw error
        }
    }

    /// Writes the manifest under a passing name, once the names of all that it names are on disk.
    private func writeManifest(_ manifest: SnapshotManifest) throws(SnapshotFailure) {
        let temporary = manifest.name + FileKind.temporaryEnding
        let names = try SnapshotFailure.whileReading { () throws(SystemError) in try folder.names() }
        try SnapshotFailure.whileWriting { () throws(SystemError) in
            if names.contains(temporary) { try folder.unlink(temporary) }
            try folder.sync()
        }
        var output = try FileOutput(temporary, in: folder)
        try output.append(manifest.encoded())
        _ = try output.finish()
    }

    /// Gives the manifest its name; when this returns the disk has all of the snapshot.
    private func name(_ manifest: SnapshotManifest) throws(SnapshotFailure) {
        try SnapshotFailure.whileWriting { () throws(SystemError) in
            try folder.rename(manifest.name + FileKind.temporaryEnding, to: manifest.name)
            try folder.sync()
        }
    }
}
