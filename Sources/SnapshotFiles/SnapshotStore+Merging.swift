internal import DurableLog
internal import LinuxSystem

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
    /// - Throws: `unwritable`, `unreadable` or `damaged`, when nothing else is due either; nothing is lost. The merge stays
    ///   due, but for a damaged file, which is left out from then on.
    package func mergeDue(in snapshot: LoadedSnapshot, dropping: Dropping = [:]) throws(SnapshotFailure) -> Bool {
        let policy = MergePolicy(tierBytes: options.tierBytes)
        var failure: SnapshotFailure?
        for name in snapshot.tableNames {
            let begun = begin(name, in: snapshot, dropping: dropping[name]) { files, free in
                policy.due(files.map { Int($0.reference.length) }, reach: free)
            }
            guard let begun else { continue }
            do {
                try finish(begun.merge, as: begun.number)
                return true
            } catch {
                guard error.isOfReading else { throw error }
                state.withLock { $0.note(error) }
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return false
    }

    /// What could not be read for merges since this was last asked: those that were left, and those that threw.
    package func takeFailures() -> [SnapshotFailure] {
        state.withLock { $0.takeFailures() }
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
        let begun = begin(name, in: snapshot, dropping: dropping[name]) { files, free in
            free == files.count && free > 0 ? free : nil
        }
        guard let begun else { return false }
        try finish(begun.merge, as: begun.number)
        return true
    }

    /// Takes a table's newest files, as many as are wanted, for a merge; nil when none are.
    private func begin(
        _ name: String, in snapshot: LoadedSnapshot, dropping: (@Sendable (TableKey, [UInt8]) -> Bool)?,
        _ wanted: (_ files: [TableFile], _ free: Int) -> Int?
    ) -> (merge: TableMerge, number: UInt64)? {
        state.withLock { state in
            let files = state.current(snapshot.tables[name] ?? [], of: name)
            guard let count = wanted(files, state.free(files)) else { return nil }
            let merge = TableMerge(
                tableName: name, files: Array(files[..<count]), older: Array(files[count...]), dropping: dropping)
            return (merge, state.beginMerge(of: merge.files))
        }
    }

    private func finish(_ merge: TableMerge, as number: UInt64) throws(SnapshotFailure) {
        do {
            let output = try merge.write(as: number, in: self)
            let inputs = merge.files.map(\.reference.number)
            let result = MergedFiles(tableName: merge.tableName, inputs: inputs, output: output)
            state.withLock { $0.endMerge(of: merge.files, into: number, result) }
        } catch {
            try? folder.unlink(FileKind.table.name(number))
            state.withLock { $0.endMerge(of: merge.files, into: number, nil) }
            throw error
        }
    }
}
