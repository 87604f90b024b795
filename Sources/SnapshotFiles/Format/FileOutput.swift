internal import DurableLog
internal import LinuxSystem

/// A file that is written once, from its beginning to its end.
struct FileOutput {
    let name: String
    private let file: any StorageFile
    /// Bytes that are in the file or gathered for it.
    private(set) var length = 0
    private var gathered: [UInt8] = []

    /// Makes the file, which must not be there.
    ///
    /// - Throws: `unwritable`.
    init(_ name: String, in folder: any StorageFolder) throws(SnapshotFailure) {
        self.name = name
        file = try SnapshotFailure.whileWriting { () throws(SystemError) in try folder.open(name, creating: true) }
    }

    /// Adds bytes at the end.
    mutating func append(_ bytes: [UInt8]) throws(SnapshotFailure) {
        gathered += bytes
        length += bytes.count
        if gathered.count >= Limits.outputBytes { try flush() }
    }

    /// Adds words at the end, without copying them on a machine whose own order of bytes is the file's.
    mutating func append(_ words: [UInt32]) throws(SnapshotFailure) {
        try flush()
        try write(UInt32(1).littleEndian == 1 ? words : words.map(\.littleEndian), at: length)
        length += words.count * 4
    }

    /// Waits until the disk has all of it; when that fails the file is of no use any more.
    mutating func finish() throws(SnapshotFailure) -> StoredFile {
        try flush()
        try SnapshotFailure.whileWriting { () throws(SystemError) in try file.sync() }
        return StoredFile(file, name: name, length: length)
    }

    private mutating func flush() throws(SnapshotFailure) {
        let start = length - gathered.count
        try write(gathered, at: start)
        gathered.removeAll(keepingCapacity: true)
    }

    /// Writes all of an array, through interruptions and short writes.
    private func write<Value: BitwiseCopyable>(_ values: [Value], at offset: Int) throws(SnapshotFailure) {
        try SnapshotFailure.whileWriting { () throws(SystemError) in
            try values.span.bytes.withUnsafeBytes { buffer throws(SystemError) in
                var done = 0
                while done < buffer.count {
                    do throws(SystemError) {
                        let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
                        let count = try file.write(rest, at: UInt64(offset + done))
                        // A disk that takes nothing and names no reason would otherwise be asked for ever.
                        guard count > 0 else { throw SystemError.noProgress(in: "pwrite") }
                        done += count
                    } catch {
                        guard error.isInterruption else { throw error }
                    }
                }
            }
        }
    }
}
