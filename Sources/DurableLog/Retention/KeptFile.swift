internal import LinuxSystem

/// A kept file while it is being written, under a name that a start takes away.
///
/// Records go out in large writes; the header comes last, over the zeros that the first page has until then.
struct KeptFile {
    private let folder: any StorageFolder
    private let file: any StorageFile
    private let name: String
    private let first: UInt64
    private var buffer: [UInt8] = []
    /// Where in the file the buffer goes.
    private var offset = Limits.page
    private var index: SparseIndex
    private var count = 0

    /// Makes the file; one that an interrupted attempt has left goes away.
    ///
    /// - Throws: `SystemError`, with nothing made.
    init(first: UInt64, in folder: any StorageFolder) throws(SystemError) {
        self.folder = folder
        self.first = first
        name = LogNames.kept(first) + LogNames.unfinishedEnding
        index = SparseIndex(first: first)
        if try folder.names().contains(name) { try folder.unlink(name) }
        file = try folder.open(name, creating: true)
    }

    /// Adds a record with a number higher than all before.
    mutating func add(_ sequence: UInt64, _ kind: UInt8, _ body: [UInt8]) {
        let start = buffer.count
        let check = body.withUnsafeBytes { RecordLayout.numbered.append(sequence, kind, $0, to: &buffer) }
        index.add(sequence, length: buffer.count - start, check: check, at: offset + start, startsRange: false)
        count += 1
    }

    /// Writes what has gathered, if that is enough to be worth it.
    ///
    /// - Throws: `SystemError`; the file is then to be thrown away.
    mutating func flush(atLeast least: Int = Limits.retentionBytes) throws(SystemError) {
        guard buffer.count >= least, !buffer.isEmpty else { return }
        try file.writeAll(buffer, at: UInt64(offset))
        offset += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes the rest and syncs; the file is then whole on disk, and has no name yet that counts.
    ///
    /// - Parameter facts: the header but for what only the writing tells.
    /// - Returns: the file as an extent.
    /// - Throws: `SystemError`; a failed sync is not tried again, the file is to be thrown away.
    mutating func finish(_ facts: KeptHeader) throws(SystemError) -> Extent {
        var header = facts
        try flush(atLeast: 0)
        header.count = count
        header.recordsEnd = offset
        let index = index.encoded(salt: 0, last: header.last)
        header.fileBytes = header.indexOffset + index.count
        try file.writeAll([UInt8](repeating: 0, count: header.indexOffset - offset) + index, at: UInt64(offset))
        try file.writeAll(header.encoded(), at: 0)
        try file.sync()
        return Extent(
            header: .kept(header), last: header.last, bytes: UInt64(header.fileBytes),
            firstWrittenAt: header.firstWrittenAt, lastWrittenAt: header.lastWrittenAt)
    }

    /// Gives the file the name that counts, in place of any file of that name; not on disk before the folder is synced.
    func takeName() throws(SystemError) {
        try folder.rename(name, to: LogNames.kept(first))
    }

    /// Takes the unfinished file away, if that can be done; a start does it else.
    func discard() {
        try? folder.unlink(name)
    }
}
