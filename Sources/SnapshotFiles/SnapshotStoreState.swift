/// What a store of snapshots remembers between calls.
struct SnapshotStoreState {
    /// The number that the next file gets.
    private var nextNumber: UInt64
    /// The manifests that are there and sound, newest first.
    private(set) var known: [SnapshotManifest]
    /// The numbers of files that are being made, or wait for a manifest that names them.
    private(set) var begun: Set<UInt64> = []
    /// The numbers of files that a merge beside the snapshots is reading.
    private(set) var merging: Set<UInt64> = []
    /// The numbers of table files that were found not to be as they were written: no merge reads them again.
    private(set) var damaged: Set<UInt64> = []
    /// What could not be read for a merge since this was last asked.
    private var failures: [SnapshotFailure] = []
    /// What such merges have made, in the order in which it must be taken up.
    private(set) var merged: [MergedFiles] = []

    init(nextNumber: UInt64, known: [SnapshotManifest]) {
        self.nextNumber = nextNumber
        self.known = known
    }

    /// A number for another file, which no sweep takes away.
    mutating func beginFile() -> UInt64 {
        defer { nextNumber += 1 }
        begun.insert(nextNumber)
        return nextNumber
    }

    /// Leaves files that no manifest names to the next sweep.
    mutating func giveUp(_ numbers: [UInt64]) {
        begun.subtract(numbers)
    }

    /// A table's files after the merges that have been made since.
    func current(_ files: [TableFile], of tableName: String) -> [TableFile] {
        merged.filter { $0.tableName == tableName }.reduce(files) { $1.replacing(in: $0) ?? $0 }
    }

    /// How many of a table's files, from the newest on, no merge is reading and can be read.
    func free(_ files: [TableFile]) -> Int {
        files.prefix { !merging.contains($0.reference.number) && !damaged.contains($0.reference.number) }.count
    }

    /// Notes that a merge was left since it could not read its files.
    mutating func note(_ failure: SnapshotFailure) {
        failures.append(failure)
        if case .damaged(let file) = failure, let number = FileKind.table.number(in: file) { damaged.insert(number) }
    }

    /// What could not be read since this was last asked.
    mutating func takeFailures() -> [SnapshotFailure] {
        defer { failures = [] }
        return failures
    }

    /// Notes that files are being merged into a new one, and returns its number.
    mutating func beginMerge(of files: [TableFile]) -> UInt64 {
        merging.formUnion(files.map(\.reference.number))
        return beginFile()
    }

    /// Notes how a merge ended: with its result, or with nil when it failed.
    mutating func endMerge(of files: [TableFile], into number: UInt64, _ result: MergedFiles?) {
        merging.subtract(files.map(\.reference.number))
        if let result { merged.append(result) }
        if result?.output == nil { begun.remove(number) }
    }

    /// Notes that a snapshot is on disk: it and the one that it was laid over are the two to keep.
    ///
    /// Of the merges that it could take up, those that it did not take are of no use any more.
    mutating func adopt(_ manifest: SnapshotManifest, after previous: SnapshotManifest?, merges: Int) {
        let others = (previous.map { [$0] } ?? []) + known
        known = [manifest] + others.filter { $0.sequence != manifest.sequence }.prefix(Limits.snapshots - 1)
        for merge in merged.prefix(merges) {
            if let output = merge.output { begun.remove(output.reference.number) }
        }
        merged.removeFirst(merges)
    }
}
