internal import DurableLog
internal import LinuxSystem

/// A snapshot whose files are open: a value that any thread may read at any time.
///
/// Its files stay readable for as long as it is held, also when they have been deleted since.
package struct LoadedSnapshot: Sendable {
    let manifest: SnapshotManifest
    /// The files of each table, newest first.
    let tables: [String: [TableFile]]
    /// In the manifest's order.
    let pageFiles: [PageFile]

    /// Where in the journal the state stands, as given when it was written.
    package var position: [UInt8] { manifest.position }
    /// The sequence number that the snapshot is named and ordered by.
    package var sequence: UInt64 { manifest.sequence }
    /// The small part of the state.
    package var blob: [UInt8] { manifest.blob }
    /// The names of the tables that have entries, sorted.
    package var tableNames: [String] { tables.keys.sorted() }
    /// How many pages there are.
    package var pageCount: Int { manifest.pages.count }

    /// The snapshot's table and page files: their names and bytes.
    package var files: [(name: String, bytes: Int)] {
        manifest.files.map { ($0.name, Int(clamping: $0.length)) }
    }

    /// A table; empty when the snapshot has none of that name.
    package func table(_ name: String) -> StoredTable {
        StoredTable(files: tables[name] ?? [])
    }

    /// All pages in order, each checked.
    ///
    /// - Throws: `damaged` or `unreadable`.
    package func pages() throws(SnapshotFailure) -> [[UInt32]] {
        var pages = [[UInt32]](repeating: [], count: manifest.pages.count)
        let places = manifest.pages.enumerated().sorted {
            ($0.element.file, $0.element.slot) < ($1.element.file, $1.element.slot)
        }
        // In the order of the files, so that a disk reads ahead.
        for (number, place) in places { pages[number] = try page(number, at: place) }
        return pages
    }

    /// Reads everything that `load` did not: every entry and every page.
    ///
    /// - Throws: `damaged` or `unreadable`.
    package func verify() throws(SnapshotFailure) {
        for file in tables.values.joined() {
            var source = try EntrySource(file)
            while source.key != nil {
                _ = try source.value()
                try source.advance()
            }
        }
        for (number, place) in manifest.pages.enumerated() { _ = try page(number, at: place) }
    }

    func page(_ number: Int, at place: PagePlace) throws(SnapshotFailure) -> [UInt32] {
        try pageFiles[Int(place.file)].page(number, slot: Int(place.slot))
    }
}

extension LoadedSnapshot {
    /// Opens all files that a manifest names.
    init(_ manifest: SnapshotManifest, in folder: any StorageFolder) throws(SnapshotFailure) {
        self.manifest = manifest
        let names = Set(try SnapshotFailure.whileReading { () throws(SystemError) in try folder.names() })
        for file in manifest.files where !names.contains(file.name) { throw .damaged(file: file.name) }
        var tables: [String: [TableFile]] = [:]
        for (name, references) in manifest.tables {
            for reference in references {
                tables[name, default: []].append(try TableFile.open(reference, of: name, in: folder))
            }
        }
        self.tables = tables
        var pageFiles: [PageFile] = []
        for reference in manifest.pageFiles {
            let file = try PageFile.open(reference, in: folder)
            guard file.wordsPerPage == manifest.wordsPerPage else { throw .damaged(file: reference.name) }
            pageFiles.append(file)
        }
        self.pageFiles = pageFiles
    }
}
