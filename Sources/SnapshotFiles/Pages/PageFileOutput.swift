internal import DurableLog

/// A page file that is being written, page by page.
struct PageFileOutput {
    private let number: UInt64
    private let wordsPerPage: Int
    private var output: FileOutput
    private(set) var slots: [PageFile.Slot] = []

    /// Makes the file.
    init(_ number: UInt64, wordsPerPage: Int, in folder: any StorageFolder) throws(SnapshotFailure) {
        self.number = number
        self.wordsPerPage = wordsPerPage
        output = try FileOutput(FileKind.pages.name(number), in: folder)
        try output.append(FileFrame.header(.pages, number: number))
    }

    /// Whether the file has as many pages as one should.
    var isFull: Bool { !slots.isEmpty && output.length + wordsPerPage * 4 > Limits.pageFileBytes }

    /// Adds a page.
    mutating func append(_ number: Int, _ words: [UInt32]) throws(SnapshotFailure) {
        try output.append(words)
        slots.append(.init(number: UInt32(number), check: PageFile.check(words)))
    }

    /// Writes what is left; when this returns the disk has the file, but not yet its name.
    mutating func finish() throws(SnapshotFailure) -> PageFile {
        let directory = PageFile.encode(wordsPerPage: wordsPerPage, slots: slots)
        let footer = FileFrame.footer(number: number, directory: directory, at: output.length)
        try output.append(directory)
        try output.append(footer.bytes)
        let file = try output.finish()
        let reference = FileReference(
            kind: .pages, number: number, length: UInt64(file.length), check: footer.check)
        return PageFile(file, as: reference, wordsPerPage: wordsPerPage, slots: slots)
    }
}
