internal import DurableLog
internal import LinuxSystem

/// The making of one snapshot's table and page files.
struct SnapshotWriting {
    private let store: SnapshotStore
    private let content: SnapshotContent
    private let previous: LoadedSnapshot?
    /// The files of each table with the merges that have been made since, and how many merges these are.
    private var tables: [String: [TableFile]]
    let merges: Int
    /// The numbers of the files that this has made.
    private(set) var begun: [UInt64] = []

    init(_ content: SnapshotContent, after previous: LoadedSnapshot?, store: SnapshotStore) {
        self.content = content
        self.previous = previous
        self.store = store
        (tables, merges) = store.state.withLock { state in
            var tables: [String: [TableFile]] = [:]
            for (name, files) in previous?.tables ?? [:] { tables[name] = state.current(files, of: name) }
            return (tables, state.merged.count)
        }
    }

    /// Writes what has changed; when this returns the disk has the files, but not yet their names.
    mutating func writeFiles(dropping: SnapshotStore.Dropping) throws(SnapshotFailure) -> LoadedSnapshot {
        for (name, entries) in content.tables.sorted(by: { $0.key < $1.key }) where !entries.isEmpty {
            try writeTable(name, entries, dropping: dropping[name])
        }
        tables = tables.filter { !$0.value.isEmpty }
        let (pageFiles, places, wordsPerPage) = try writePages()
        let manifest = SnapshotManifest(
            content, tables: tables.mapValues { $0.map(\.reference) }, wordsPerPage: wordsPerPage,
            pageFiles: pageFiles.map(\.reference), pages: places)
        return LoadedSnapshot(manifest: manifest, tables: tables, pageFiles: pageFiles)
    }

    /// Gives the room of what was written back, as far as the disk lets it; the next sweep does the rest.
    func giveBack() {
        let manifest = FileKind.manifest.name(content.sequence) + FileKind.temporaryEnding
        let files = begun.flatMap { [FileKind.table.name($0), FileKind.pages.name($0)] }
        // Of each number there is at most one file, and perhaps not even that.
        for name in files + [manifest] { try? store.folder.unlink(name) }
        store.state.withLock { $0.giveUp(begun) }
    }

    private mutating func begin() -> UInt64 {
        let number = store.state.withLock { $0.beginFile() }
        begun.append(number)
        return number
    }

    // MARK: Tables

    /// Writes a table's new entries, together with its newest files when these are small and a merge is due.
    private mutating func writeTable(
        _ name: String, _ entries: [TableEntry], dropping: (@Sendable (TableKey, [UInt8]) -> Bool)?
    ) throws(SnapshotFailure) {
        precondition(name.utf8.count <= Limits.tableNameBytes, "a table's name has at most 100 bytes")
        let sorted = Self.sorted(entries)
        let files = tables[name] ?? []
        let bytes = sorted.reduce(0) { $0 + TableBlock.entryOverhead + $1.value.count }
        let free = store.state.withLock { $0.free(files) }
        let due = MergePolicy(tierBytes: store.options.tierBytes).due(
            [bytes] + files.map { Int($0.reference.length) }, reach: free + 1,
            limit: store.options.mergedWhileWriting)
        let merged = due.map { $0 - 1 } ?? 0
        let merge = TableMerge(
            tableName: name, entries: sorted, files: Array(files[..<merged]), older: Array(files[merged...]),
            dropping: dropping)
        do {
            let output = try merge.write(as: begin(), in: store)
            tables[name] = (output.map { [$0] } ?? []) + merge.older
        } catch {
            guard error.isOfReading, merged > 0 else { throw error }
            // What is new does not wait for what is old to be mended.
            store.state.withLock { $0.note(error) }
            let alone = TableMerge(tableName: name, entries: sorted, files: [], older: files, dropping: dropping)
            tables[name] = (try alone.write(as: begin(), in: store).map { [$0] } ?? []) + files
        }
    }

    /// Entries in the order of their keys, each key once with the value that was given last.
    private static func sorted(_ entries: [TableEntry]) -> [TableEntry] {
        let order = entries.indices.sorted {
            entries[$0].key == entries[$1].key ? $0 < $1 : entries[$0].key < entries[$1].key
        }
        var sorted: [TableEntry] = []
        sorted.reserveCapacity(entries.count)
        for index in order {
            if sorted.last?.key == entries[index].key { sorted.removeLast() }
            sorted.append(entries[index])
        }
        return sorted
    }

    // MARK: Pages

    private mutating func writePages() throws(SnapshotFailure) -> ([PageFile], [PagePlace], wordsPerPage: Int) {
        let plan = PagePlan(content, after: previous, pageFileBytes: store.options.pageFileBytes)
        var files = plan.kept
        var places = plan.places
        var output: PageFileOutput?
        for number in plan.written {
            if output?.isFull == true, let file = try output?.finish() {
                files.append(file)
                output = nil
            }
            if output == nil {
                output = try PageFileOutput(begin(), wordsPerPage: plan.wordsPerPage, in: store)
            }
            places[number] = PagePlace(file: UInt32(files.count), slot: UInt32(output?.slots.count ?? 0))
            try output?.append(number, try words(of: number, plan))
        }
        if let file = try output?.finish() { files.append(file) }
        return (files, places, plan.wordsPerPage)
    }

    private func words(of number: Int, _ plan: PagePlan) throws(SnapshotFailure) -> [UInt32] {
        if let index = plan.changed[number] { return content.pages[index].words }
        guard let previous else { preconditionFailure("page \(number) is neither new nor in the snapshot before") }
        return try previous.page(number, at: previous.manifest.pages[number])
    }
}
