internal import DurableLog
internal import LinuxSystem

/// A file that is only read any more, with its name for when that goes wrong.
struct StoredFile: Sendable {
    let name: String
    /// Bytes of the whole file.
    let length: Int
    private let file: any StorageFile

    init(_ file: any StorageFile, name: String, length: Int) {
        self.file = file
        self.name = name
        self.length = length
    }

    /// Opens a file of a folder.
    static func open(_ name: String, in folder: any StorageFolder) throws(SnapshotFailure) -> StoredFile {
        do throws(SystemError) {
            let file = try folder.open(name, creating: false)
            return StoredFile(file, name: name, length: Int(clamping: try file.size()))
        } catch {
            throw .unreadable(error)
        }
    }

    var damage: SnapshotFailure { .damaged(file: name) }

    /// Reads so many bytes from an offset.
    ///
    /// - Throws: `damaged` when the file ends before, or `unreadable`.
    func bytes(_ count: Int, at offset: Int) throws(SnapshotFailure) -> [UInt8] {
        try array(of: UInt8.self, count, at: offset)
    }

    /// Reads so many little-endian words from an offset.
    ///
    /// - Throws: `damaged` when the file ends before, or `unreadable`.
    func words(_ count: Int, at offset: Int) throws(SnapshotFailure) -> [UInt32] {
        try array(of: UInt32.self, count, at: offset)
    }

    /// Reads numbers straight into their array, since gigabytes are read so at start.
    private func array<Value: FixedWidthInteger>(
        of type: Value.Type, _ count: Int, at offset: Int
    ) throws(SnapshotFailure) -> [Value] {
        let size = count * MemoryLayout<Value>.stride
        guard count >= 0, offset >= 0, size <= length - offset else { throw damage }
        return try [Value](unsafeUninitializedCapacity: count) { buffer, filled throws(SnapshotFailure) in
            let raw = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<size])
            guard try read(into: raw, at: offset) else { throw damage }
            filled = count
            if Value(1).littleEndian != 1 {
                for index in 0..<count { buffer[index] = Value(littleEndian: buffer[index]) }
            }
        }
    }

    /// Fills a buffer, through interruptions and short reads; false when the file ends before.
    private func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SnapshotFailure) -> Bool {
        var done = 0
        while done < buffer.count {
            do throws(SystemError) {
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                let count = try file.read(into: rest, at: UInt64(offset + done))
                guard count > 0 else { return false }
                done += count
            } catch {
                guard error.isInterruption else { throw .unreadable(error) }
            }
        }
        return true
    }
}
