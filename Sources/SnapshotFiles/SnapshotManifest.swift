/// What a snapshot consists of, as its manifest file says it.
package struct SnapshotManifest: Sendable {
    /// The sequence number that the snapshot is named and ordered by.
    package let sequence: UInt64
    /// Where in the journal the state stands, as given when it was written.
    package let position: [UInt8]
    let blob: [UInt8]
    /// The files of each table, newest first.
    var tables: [String: [FileReference]]
    let wordsPerPage: Int
    let pageFiles: [FileReference]
    /// Where each page is.
    var pages: [PagePlace]

    init(
        _ content: SnapshotContent, tables: [String: [FileReference]], wordsPerPage: Int, pageFiles: [FileReference],
        pages: [PagePlace]
    ) {
        sequence = content.sequence
        position = content.position
        blob = content.blob
        self.tables = tables
        self.wordsPerPage = wordsPerPage
        self.pageFiles = pageFiles
        self.pages = pages
    }

    /// The manifest's file name: `00000000000000012345.snapshot`.
    package var name: String { FileKind.manifest.name(sequence) }

    /// The names of the manifest and of all files that it names, which together are the snapshot.
    package var fileNames: [String] { [name] + files.map(\.name) }

    /// Bytes of the files that the manifest names.
    package var fileBytes: Int { files.reduce(0) { $0 + Int(clamping: $1.length) } }

    /// The table and page files.
    var files: [FileReference] { tables.values.joined() + pageFiles }
}
