package import LinuxSystem

/// The disk as the journal sees it: the few calls that everything durable is made of.
///
/// There are two: `DiskStorage`, the real one, and one in the tests that fails, tears and holds back on command. Calls
/// are as raw as the kernel's: a read or write may be cut short and may be interrupted (`EINTR`); the journal copes.
package protocol Storage: Sendable {
    /// Opens a folder, making it (only its owner may enter) when it is not there, and syncs its parent in any case.
    func openFolder(_ path: String) throws(SystemError) -> any StorageFolder
}

/// A folder of a storage.
package protocol StorageFolder: Sendable {
    /// The names in the folder, sorted.
    func names() throws(SystemError) -> [String]
    /// Opens a file for reading and writing; `creating` makes it, and then it must not exist.
    func open(_ name: String, creating: Bool) throws(SystemError) -> any StorageFile
    /// Opens a file, made if missing, and takes its lock until the file is let go; nil when another has the lock.
    func lock(_ name: String) throws(SystemError) -> (any StorageFile)?
    /// Gives a file another name at once or not at all.
    func rename(_ old: String, to new: String) throws(SystemError)
    /// Takes a file's name away.
    func unlink(_ name: String) throws(SystemError)
    /// Waits until the disk has the folder's names.
    func sync() throws(SystemError)
    /// Bytes that the folder's file system still has for this program.
    func freeBytes() throws(SystemError) -> UInt64
    /// Where the folder lies, so that a copy can be told from it; nil on a disk that cannot tell.
    func origin() throws(SystemError) -> StoreOrigin?
}

extension StorageFolder {
    /// A disk that cannot tell: what lies on it is never taken for a copy.
    package func origin() throws(SystemError) -> StoreOrigin? { nil }
}

/// A file of a storage; any thread may call it at any time.
package protocol StorageFile: Sendable {
    /// The file's length in bytes.
    func size() throws(SystemError) -> UInt64
    /// Reads up to the buffer's length from an offset, and returns how many bytes came; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int
    /// Writes at an offset, and returns how many bytes were taken.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int
    /// Cuts the file off behind so many bytes; on disk only after `sync`.
    func truncate(to size: UInt64) throws(SystemError)
    /// Waits until the disk has been given so many bytes from an offset; they are kept only after `sync`, which then has
    /// little left to do.
    func writeOut(_ count: Int, at offset: UInt64) throws(SystemError)
    /// Waits until the disk has contents and length (`fdatasync`).
    func sync() throws(SystemError)
    /// Has reads show what the disk has, and not what memory keeps of it; called after `sync`.
    ///
    /// After a sync that failed the two differ, and a second sync succeeds without mending that.
    func dropCached() throws(SystemError)
}

extension StorageFile {
    /// A storage that keeps nothing in memory has nothing to let go.
    package func dropCached() throws(SystemError) {}

    /// A storage that keeps nothing in memory has nothing to write out.
    package func writeOut(_ count: Int, at offset: UInt64) throws(SystemError) {}
}
