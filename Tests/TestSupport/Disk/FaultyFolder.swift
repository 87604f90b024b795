internal import DurableLog
internal import Glibc
internal import LinuxSystem

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
        let file = try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.lock)
            return disk.names[path]?[name] ?? disk.makeFile(name, in: path)
        }
        return FaultyFile(storage: storage, file: file)
    }

    func rename(_ old: String, to new: String) throws(SystemError) {
        try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.rename)
            guard disk.names[path]?[old] != nil else { throw SystemError(call: "rename", code: ENOENT) }
            disk.perform(.renamed(old: old, new: new, folder: path))
        }
    }

    func unlink(_ name: String) throws(SystemError) {
        try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.unlink)
            disk.perform(.unlinked(name: name, folder: path))
        }
    }

    func sync() throws(SystemError) {
        try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.syncFolder)
            disk.perform(.syncedFolder(path))
        }
    }

    func freeBytes() throws(SystemError) -> UInt64 {
        try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.freeBytes)
            return disk.freeBytes
        }
    }
}
