internal import DurableLog
internal import LinuxSystem

/// A file of a faulty storage.
struct FaultyFile: StorageFile {
    let storage: FaultyStorage
    let file: Int

    func size() throws(SystemError) -> UInt64 {
        storage.disk.withLock { UInt64($0.files[file]?.contents.count ?? 0) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        nonisolated(unsafe) let buffer = buffer  // Used within this call only.
        storage.pauseBeforeRead()
        return try storage.disk.withLock { disk throws(SystemError) in
            let limit = min(try disk.enter(.read) ?? .max, buffer.count)
            let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<limit])
            return disk.files[file]?.contents.read(into: target, at: Int(offset)) ?? 0
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        nonisolated(unsafe) let bytes = bytes  // Used within this call only.
        storage.pause(beforeWriteTo: file)
        return try storage.disk.withLock { disk throws(SystemError) in
            let taken = Array(bytes.prefix(try disk.enter(.write) ?? .max))
            disk.perform(.wrote(file: file, offset: Int(offset), bytes: taken))
            return taken.count
        }
    }

    func truncate(to size: UInt64) throws(SystemError) {
        try storage.disk.withLock { disk throws(SystemError) in
            try disk.enter(.truncate)
            disk.perform(.truncated(file: file, size: Int(size)))
        }
    }

    func sync() throws(SystemError) {
        storage.pauseBeforeSync()
        try storage.disk.withLock { disk throws(SystemError) in
            do throws(SystemError) {
                try disk.enter(.sync)
            } catch {
                disk.forgetUnsynced(of: file)
                throw error
            }
            disk.perform(.synced(file: file))
        }
    }

    func dropCached() throws(SystemError) {
        storage.disk.withLock { $0.dropCached(of: file) }
    }
}
