internal import DurableLog
internal import Synchronization

extension SnapshotStore {
    /// Does one merge that is due of those too large for `write`, if there is one; the next `write` takes the result up.
    ///
    /// Blocks for as long as reading and writing all entries concerned takes, and holds nothing meanwhile: `write` and
    /// readers go on. Call it with the newest snapshot after each `write`, until it returns false. The disk needs room for
    /// the new file beside the old ones until two more snapshots are written.
    ///
    /// - Parameters:
    ///   - snapshot: the newest snapshot.
    ///   - dropping: by table, which entries may be forgotten.
    /// - Returns: whether something was merged.
    /// - Throws: `unwritable`, `unreadable` or `damaged`; nothing is lost, and the merge stays due.
    package func mergeDue(in snapshot: LoadedSnapshot, dropping: Dropping = [:]) throws(SnapshotFailure) -> Bool {
        for name in snapshot.tableNames {
            let begun = state.withLock { state -> (files: [TableFile], merged: Int, number: UInt64)? in
                let files = state.current(snapshot.tables[name] ?? [], of: name)
                let sizes = files.map { Int($0.reference.length) }
                guard let due = MergePolicy.due(sizes, reach: state.free(files)) else { return nil }
                return (files, due, state.beginMerge(of: Array(files[..<due])))
            }
            guard let begun else { continue }
            try merge(begun.files, first: begun.merged, of: name, dropping: dropping[name], as: begun.number)
            return true
        }
        return false
    }

    /// Merges all files of a table into one, due or not, so that whatever may be forgotten goes now; the next `write` takes
    /// the result up.
    ///
    /// For tables that hardly grow any more, say once a month. All else is as with `mergeDue`.
    ///
    /// - Parameters:
    ///   - name: the table.
    ///   - snapshot: the newest snapshot.
    ///   - dropping: by table, which entries may be forgotten.
    /// - Returns: false when the table has no files, or another merge is at work on them.
    /// - Throws: as `mergeDue`.
    package func mergeAll(
        of name: String, in snapshot: LoadedSnapshot, dropping: Dropping = [:]
    ) throws(SnapshotFailure) -> Bool {
        let begun = state.withLock { state -> (files: [TableFile], number: UInt64)? in
            let files = state.current(snapshot.tables[name] ?? [], of: name)
            guard !files.isEmpty, state.free(files) == files.count else { return nil }
            return (files, state.beginMerge(of: files))
        }
        guard let begun else { return false }
        try merge(begun.files, first: begun.files.count, of: name, dropping: dropping[name], as: begun.number)
        return true
    }

    private func merge(
        _ files: [TableFile], first count: Int, of name: String,
        dropping: (@Sendable (TableKey, [UInt8]) -> Bool)?, as number: UInt64
    ) throws(SnapshotFailure) {
        let inputs = Array(files[..<count])
        do {
            let output = try TableFileOutput.merge(
                [], inputs, over: Array(files[count...]), of: name, dropping: dropping, as: number, in: folder)
            let result = MergedFiles(tableName: name, inputs: inputs.map(\.reference.number), output: output)
            state.withLock { $0.endMerge(of: inputs, into: number, result) }
        } catch {
            try? folder.unlink(FileKind.table.name(number))
            state.withLock { $0.endMerge(of: inputs, into: number, nil) }
            throw error
        }
    }
}
