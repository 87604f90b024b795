internal import LinuxSystem
internal import Synchronization

extension SnapshotStore {
    /// Writes a table anew of which a share worth it may be forgotten, if there is one; the next `write` takes the result up.
    ///
    /// Merges by size alone never reach the oldest file of a table that grows no more. How much is out of its time is told
    /// by a few blocks spread over each file, so asking costs little. All else is as with `mergeDue`.
    ///
    /// - Parameters:
    ///   - snapshot: the newest snapshot.
    ///   - dropping: by table, which entries may be forgotten.
    /// - Returns: whether a table was written anew.
    /// - Throws: as `mergeDue`.
    package func forgetDue(in snapshot: LoadedSnapshot, dropping: Dropping) throws(SnapshotFailure) -> Bool {
        for (name, isOld) in dropping.sorted(by: { $0.key < $1.key }) {
            let files = state.withLock { $0.current(snapshot.tables[name] ?? [], of: name) }
            var (entries, old) = (0, 0.0)
            for file in files {
                entries += file.directory.entries
                old += Double(file.directory.entries) * (try file.share(of: isOld))
            }
            guard entries > 0, old * Double(Limits.forgottenShare) >= Double(entries) else { continue }
            if try mergeAll(of: name, in: snapshot, dropping: dropping) { return true }
        }
        return false
    }
}

extension SnapshotStore {
    /// Writes a table anew when any of its entries may be forgotten; one that is large, when a share worth it may.
    ///
    /// Reads all of it when it is not large. All else is as with `mergeDue`.
    ///
    /// - Parameters:
    ///   - name: the table.
    ///   - snapshot: the newest snapshot.
    ///   - dropping: by table, which entries may be forgotten.
    /// - Returns: whether it was written anew.
    /// - Throws: as `mergeDue`.
    package func forgetAny(
        of name: String, in snapshot: LoadedSnapshot, dropping: Dropping
    ) throws(SnapshotFailure) -> Bool {
        guard let isOld = dropping[name] else { return false }
        let files = state.withLock { $0.current(snapshot.tables[name] ?? [], of: name) }
        guard files.reduce(0, { $0 + Int($1.reference.length) }) <= Limits.tableReadWhole else {
            return try forgetDue(in: snapshot, dropping: [name: isOld])
        }
        var isAnyOld = false
        for file in files where !isAnyOld { isAnyOld = try file.share(of: isOld, everyBlock: true) > 0 }
        return isAnyOld ? try mergeAll(of: name, in: snapshot, dropping: dropping) : false
    }
}

extension TableFile {
    /// About which share of the entries something is true of, by some blocks or by all.
    fileprivate func share(
        of isMeant: (TableKey, [UInt8]) -> Bool, everyBlock: Bool = false
    ) throws(SnapshotFailure) -> Double {
        let count = directory.places.count
        let step = everyBlock ? 1 : max(1, count / Limits.sampledBlocks)
        var (seen, meant) = (0, 0)
        for number in stride(from: 0, to: count, by: step) {
            let block = try self.block(number)
            for index in 0..<block.count {
                guard let value = block.value(index) else { throw damage }
                seen += 1
                if isMeant(block.key(index), Array(value)) { meant += 1 }
            }
        }
        return seen == 0 ? 0 : Double(meant) / Double(seen)
    }
}
