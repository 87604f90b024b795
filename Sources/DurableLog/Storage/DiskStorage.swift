internal import Digests
package import LinuxSystem

/// The machine's own file systems.
package struct DiskStorage: Storage {
    /// The same files, for looking only: no folder is made, and whatever would write fails as on a disk mounted so.
    ///
    /// Neither the permission to write nor a lock is needed.
    package static let reading = DiskStorage(writes: false)

    private let writes: Bool

    /// Makes the machine's own storage; it has no state.
    package init() {
        self.init(writes: true)
    }

    private init(writes: Bool) {
        self.writes = writes
    }

    /// Opens a folder, making it with mode 0700 when it is not there, and syncs its parent.
    ///
    /// Also one that is there already: whoever made it may have crashed before its name was on disk.
    package func openFolder(_ path: String) throws(SystemError) -> any StorageFolder {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let slash = trimmed.lastIndex(of: "/")
        let parentPath = slash.map { $0 == trimmed.startIndex ? "/" : String(trimmed[..<$0]) } ?? "."
        let name = slash.map { String(trimmed[trimmed.index(after: $0)...]) } ?? trimmed
        guard writes else { return DiskFolder(directory: try Folder.open(trimmed), writes: false) }
        let parent = try Folder.open(parentPath)
        if !name.isEmpty, name != "." { try parent.makeFolder(name) }
        try parent.sync()
        return DiskFolder(directory: try Folder.open(trimmed), writes: true)
    }
}

private struct DiskFolder: StorageFolder {
    let directory: Folder
    let writes: Bool

    func names() throws(SystemError) -> [String] { try directory.names() }

    func open(_ name: String, creating: Bool) throws(SystemError) -> any StorageFile {
        guard writes else {
            guard !creating else { throw SystemError.readOnly("open") }
            return DiskFile(file: try directory.openFile(name, .reading))
        }
        return DiskFile(file: try directory.openFile(name, creating ? .creating : .writing))
    }

    func lock(_ name: String) throws(SystemError) -> (any StorageFile)? {
        guard writes else {
            let file = try directory.openFile(name, .reading)
            return try file.lockExclusively() ? DiskFile(file: file) : nil
        }
        let file = try directory.openFile(name, FileAccess(writes: true, creation: .ifMissing))
        return try file.lockExclusively() ? DiskFile(file: file) : nil
    }

    func rename(_ old: String, to new: String) throws(SystemError) {
        guard writes else { throw SystemError.readOnly("rename") }
        try directory.rename(old, to: new)
    }

    func unlink(_ name: String) throws(SystemError) {
        guard writes else { throw SystemError.readOnly("unlink") }
        try directory.unlink(name)
    }

    func sync() throws(SystemError) { try directory.sync() }

    func freeBytes() throws(SystemError) -> UInt64 { try directory.freeBytes() }

    /// The machine's id is hashed, since it is not to leave the machine, and a store does.
    func origin() throws(SystemError) -> StoreOrigin? {
        let place = try directory.place()
        let machine = MachineID.read().map { SHA256.hash(Array("vaxel store \($0)".utf8)) }
        return StoreOrigin(
            machine: Array((machine ?? [UInt8](repeating: 0, count: 32)).prefix(StoreOrigin.machineBytes)),
            inode: place.inode, birth: place.birthNanoseconds)
    }
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

    func writeOut(_ count: Int, at offset: UInt64) throws(SystemError) { try file.writeOut(count, at: offset) }

    func sync() throws(SystemError) { try file.syncData() }

    func dropCached() throws(SystemError) { try file.dropCached() }
}
