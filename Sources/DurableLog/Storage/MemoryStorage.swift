internal import LinuxSystem

/// A disk in memory, gone with its last reference: for a journal that must not have a real one to write to.
final class MemoryStorage: Storage {
    private let folders = Lock<[String: MemoryFolder]>([:])

    func openFolder(_ path: String) throws(SystemError) -> any StorageFolder {
        folders.withLock { folders in
            if let folder = folders[path] { return folder }
            let folder = MemoryFolder()
            folders[path] = folder
            return folder
        }
    }
}

private final class MemoryFolder: StorageFolder {
    private let files = Lock<[String: MemoryFile]>([:])

    func names() throws(SystemError) -> [String] { files.withLock { $0.keys.sorted() } }

    func open(_ name: String, creating: Bool) throws(SystemError) -> any StorageFile {
        try files.withLock { files throws(SystemError) in
            if let file = files[name], !creating { return file }
            guard creating, files[name] == nil else { throw SystemError.noProgress(in: "open") }
            let file = MemoryFile()
            files[name] = file
            return file
        }
    }

    func lock(_ name: String) throws(SystemError) -> (any StorageFile)? { MemoryFile() }

    func rename(_ old: String, to new: String) throws(SystemError) {
        files.withLock { $0[new] = $0.removeValue(forKey: old) }
    }

    func unlink(_ name: String) throws(SystemError) { files.withLock { $0[name] = nil } }

    func sync() throws(SystemError) {}

    func freeBytes() throws(SystemError) -> UInt64 { 0 }
}

private final class MemoryFile: StorageFile {
    private let bytes = Lock<[UInt8]>([])

    func size() throws(SystemError) -> UInt64 { bytes.withLock { UInt64($0.count) } }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        let part = bytes.withLock { Array($0.dropFirst(Int(offset)).prefix(buffer.count)) }
        buffer.copyBytes(from: part)
        return part.count
    }

    func write(_ new: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        let part = Array(new)
        return bytes.withLock { bytes in
            let end = Int(offset) + part.count
            if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
            bytes.replaceSubrange(Int(offset)..<end, with: part)
            return part.count
        }
    }

    func truncate(to size: UInt64) throws(SystemError) {
        bytes.withLock { $0 = Array($0.prefix(Int(size))) }
    }

    func sync() throws(SystemError) {}
}
