package import LinuxSystem

/// The machine's own file systems.
package struct DiskStorage: Storage {
    /// Makes the machine's own storage; it has no state.
    package init() {}

    /// Opens a folder, making it with mode 0700 when it is not there, and syncs its parent.
    ///
    /// Also one that is there already: whoever made it may have crashed before its name was on disk.
    package func openFolder(_ path: String) throws(SystemError) -> any StorageFolder {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let slash = trimmed.lastIndex(of: "/")
        let parentPath = slash.map { $0 == trimmed.startIndex ? "/" : String(trimmed[..<$0]) } ?? "."
        let name = slash.map { String(trimmed[trimmed.index(after: $0)...]) } ?? trimmed
        let parent = try Folder.open(parentPath)
        if !name.isEmpty, name != "." { try parent.makeFolder(name) }
        try parent.sync()
        return DiskFolder(directory: try Folder.open(trimmed))
    }
}

private struct DiskFolder: StorageFolder {
    let directory: Folder

    func names() throws(SystemError) -> [String] { try directory.names() }

    func open(_ name: String, creating: Bool) throws(SystemError) -> any StorageFile {
        DiskFile(file: try directory.openFile(name, creating ? .creating : .writing))
    }

    func lock(_ name: String) throws(SystemError) -> (any StorageFile)? {
        let file = try directory.openFile(name, FileAccess(writes: true, creation: .ifMissing))
        return try file.lockExclusively() ? DiskFile(file: file) : nil
    }

    func rename(_ old: String, to new: String) throws(SystemError) { try directory.rename(old, to: new) }

    func unlink(_ name: String) throws(SystemError) { try directory.unlink(name) }

    func sync() throws(SystemError) { try directory.sync() }
}

private struct DiskFile: StorageFile {
    let file: File

    func size() throws(SystemError) -> UInt64 { try file.metadata().size }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        try file.read(into: buffer, at: offset)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        try file.write(bytes, at: offset)
    }

    func truncate(to size: UInt64) throws(SystemError) { try file.truncate(to: size) }

    func sync() throws(SystemError) { try file.syncData() }

    func dropCached() throws(SystemError) { try file.dropCached() }
}
