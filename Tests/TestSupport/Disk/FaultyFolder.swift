internal import DurableLog
internal import Glibc
internal import LinuxSystem
internal import Synchronization

/// A folder of a faulty storage.
struct FaultyFolder: StorageFolder {
    let storage: FaultyStorage
    let path: String

    func names() throws(SystemError) -> [String] {
        try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.names)
            return disk.names[path, default: [:]].keys.sorted()
        }
    }

    func open(_ name: String, creating: Bool) throws(SystemError) -> any StorageFile {
        let file = try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.open)
            let found = disk.names[path]?[name]
            guard creating == (found == nil) else {
                throw SystemError(call: "open", code: creating ? EEXIST : ENOENT)
            }
            return found ?? disk.makeFile(name, in: path)
        }
        return FaultyFile(storage: storage, file: file)
    }

    func lock(_ name: String) throws(SystemError) -> (any StorageFile)? {
        FaultyFile(storage: storage, file: 0)
    }

    func rename(_ old: String, to new: String) throws(SystemError) {
        try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.rename)
            guard let file = disk.names[path]?.removeValue(forKey: old) else {
                throw SystemError(call: "rename", code: ENOENT)
            }
            disk.names[path]?[new] = file
        }
    }

    func unlink(_ name: String) throws(SystemError) {
        try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.unlink)
            disk.names[path]?[name] = nil
        }
    }

    func sync() throws(SystemError) {
        try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.syncFolder)
            disk.syncedNames[path] = disk.names[path]
        }
    }

    func freeBytes() throws(SystemError) -> UInt64 {
        try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.freeBytes)
            return disk.freeBytes
        }
    }
}

/// A file of a faulty storage.
struct FaultyFile: StorageFile {
    let storage: FaultyStorage
    let file: Int

    func size() throws(SystemError) -> UInt64 {
        storage.disk.withLock { UInt64($0.files[file]?.bytes.count ?? 0) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        nonisolated(unsafe) let buffer = buffer  // Used within this call only.
        return try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.read)
            let bytes = disk.files[file]?.bytes ?? []
            let start = min(Int(offset), bytes.count)
            let count = min(buffer.count, bytes.count - start, disk.longestTransfer ?? .max)
            buffer.copyBytes(from: bytes[start..<start + count])
            return count
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        nonisolated(unsafe) let bytes = bytes  // Used within this call only.
        return try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.write)
            let taken = Array(bytes.prefix(disk.longestTransfer ?? .max))
            let end = Int(offset) + taken.count
            // Taken out while changed, so that the bytes are not copied.
            var image = disk.files.removeValue(forKey: file) ?? FaultyDisk.FileImage()
            if image.bytes.count < end {
                image.bytes += [UInt8](repeating: 0, count: end - image.bytes.count)
            }
            image.bytes.replaceSubrange(Int(offset)..<end, with: taken)
            image.unsynced.append((Int(offset), taken))
            disk.files[file] = image
            return taken.count
        }
    }

    func truncate(to size: UInt64) throws(SystemError) {
        try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.truncate)
            let bytes = disk.files[file]?.bytes ?? []
            disk.files[file]?.bytes = Array(bytes.prefix(Int(size)))
        }
    }

    func sync() throws(SystemError) {
        try storage.sync(file)
    }
}
