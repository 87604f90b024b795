package import DurableLog
package import LinuxSystem

/// A disk that says where it lies, so that a store on it can be taken for a copy.
package struct PlacedStorage: Storage {
    private let disk: any Storage
    private let origin: StoreOrigin?

    /// Lets a disk say that all its folders lie at one place; nil for a disk that cannot tell.
    package init(_ disk: any Storage, at origin: StoreOrigin?) {
        self.disk = disk
        self.origin = origin
    }

    package func openFolder(_ path: String) throws(SystemError) -> any StorageFolder {
        PlacedFolder(folder: try disk.openFolder(path), place: origin)
    }
}

private struct PlacedFolder: StorageFolder {
    let folder: any StorageFolder
    let place: StoreOrigin?

    func names() throws(SystemError) -> [String] { try folder.names() }
    func open(_ name: String, creating: Bool) throws(SystemError) -> any StorageFile {
        try folder.open(name, creating: creating)
    }
    func lock(_ name: String) throws(SystemError) -> (any StorageFile)? { try folder.lock(name) }
    func rename(_ old: String, to new: String) throws(SystemError) { try folder.rename(old, to: new) }
    func unlink(_ name: String) throws(SystemError) { try folder.unlink(name) }
    func sync() throws(SystemError) { try folder.sync() }
    func freeBytes() throws(SystemError) -> UInt64 { try folder.freeBytes() }
    func origin() throws(SystemError) -> StoreOrigin? { place }
}
