internal import Digests
internal import LinuxSystem

/// Brings single files to another place, and reckons their check values on the way.
enum FileCopy {
    /// What was brought over.
    struct Result: Hashable {
        let bytes: UInt64
        let check: UInt32
    }

    /// Opens a file, so that it can be copied also when it has lost its name meanwhile.
    static func open(_ path: String) throws(StoreFailure) -> File {
        do {
            return try File.open(path, .reading)
        } catch {
            throw .file(path, error)
        }
    }

    /// Gives a file a second name where the file system can, for files that are never written again; else copies it.
    ///
    /// - Parameters:
    ///   - file: the file, open.
    ///   - source: its name, which may be gone.
    ///   - target: where it goes; nothing may be there.
    /// - Returns: length and check value of what is there then.
    /// - Throws: `file`.
    static func linkOrCopy(_ file: File, named source: String, to target: String) throws(StoreFailure) -> Result {
        do {
            try FileBytes.link(source, to: target)
        } catch {
            // Another file system, too many names, not our own file, or no name any more: copying does in each case.
            return try copy(file, named: source, to: target)
        }
        return try check(target)
    }

    /// Copies a file, synced when this returns.
    ///
    /// - Parameters:
    ///   - source: the file.
    ///   - target: where the copy goes; nothing may be there.
    ///   - length: bytes from the beginning that are copied; zeros follow up to the source's length. Nil for all.
    /// - Returns: length and check value of the copy.
    /// - Throws: `file`; a part of the copy may then be there.
    static func copy(_ source: String, to target: String, upTo length: UInt64? = nil) throws(StoreFailure) -> Result {
        try copy(try open(source), named: source, to: target, upTo: length)
    }

    private static func copy(
        _ old: File, named source: String, to target: String, upTo length: UInt64? = nil
    ) throws(StoreFailure) -> Result {
        do {
            let new = try File.open(target, .creating)
            let size = try old.metadata().size
            let end = min(length ?? size, size)
            var check: UInt32 = 0
            var offset: UInt64 = 0
            var buffer = [UInt8](repeating: 0, count: Limits.copyBytes)
            while offset < size {
                let wanted = Int(min(UInt64(buffer.count), offset < end ? end - offset : size - offset))
                if offset < end {
                    guard try fill(&buffer, wanted, from: old, at: offset) else { break }
                } else {
                    for index in 0..<wanted { buffer[index] = 0 }
                }
                let chunk = Array(buffer[..<wanted])
                try new.writeAll(chunk, at: offset)
                check = chunk.withUnsafeBytes { CRC32C.hash($0, continuing: check) }
                offset += UInt64(wanted)
            }
            try new.syncData()
            return Result(bytes: offset, check: check)
        } catch {
            throw .file(source, error)
        }
    }

    /// The length and check value of a file.
    static func check(_ path: String) throws(StoreFailure) -> Result {
        do {
            let file = try File.open(path, .reading)
            let size = try file.metadata().size
            var check: UInt32 = 0
            var offset: UInt64 = 0
            var buffer = [UInt8](repeating: 0, count: Limits.copyBytes)
            while offset < size {
                let wanted = Int(min(UInt64(buffer.count), size - offset))
                guard try fill(&buffer, wanted, from: file, at: offset) else { break }
                check = buffer.withUnsafeBytes {
                    CRC32C.hash(UnsafeRawBufferPointer(rebasing: $0[..<wanted]), continuing: check)
                }
                offset += UInt64(wanted)
            }
            return Result(bytes: offset, check: check)
        } catch {
            throw .file(path, error)
        }
    }

    /// Fills the buffer's beginning; false when the file ends before.
    private static func fill(
        _ buffer: inout [UInt8], _ count: Int, from file: File, at offset: UInt64
    ) throws(SystemError) -> Bool {
        var done = 0
        while done < count {
            var span = buffer.mutableSpan
            let start = done
            let got = try span.withUnsafeMutableBytes { bytes throws(SystemError) in
                try file.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes[start..<count]), at: offset + UInt64(start))
            }
            guard got > 0 else { return false }
            done += got
        }
        return true
    }
}
