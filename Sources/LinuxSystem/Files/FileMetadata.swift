internal import Glibc

/// What the file system says about a file, without its contents.
package struct FileMetadata: Hashable, Sendable {
    /// What stands under a name.
    package enum Kind: Hashable, Sendable {
        case regular
        case directory
        case symbolicLink
        /// A socket, pipe or device.
        case other
    }

    package let kind: Kind
    /// The permission bits, as in chmod(1): `0o600`.
    package let permissions: UInt32
    /// The user id of the owner.
    package let owner: UInt32
    /// Length in bytes.
    package let size: UInt64
    /// The number that names the file within its file system.
    package let inode: UInt64

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFLNK: .symbolicLink
            default: .other
            }
        permissions = status.st_mode & 0o7777
        owner = status.st_uid
        size = UInt64(clamping: status.st_size)
        inode = UInt64(status.st_ino)
    }

    /// What stands under a path, a symbolic link itself not followed; nil when there is nothing.
    ///
    /// - Throws: `SystemError` for any other reason than that nothing is there.
    package static func of(_ path: String) throws(SystemError) -> FileMetadata? {
        var status = stat()
        do {
            _ = try retryingInterrupts("lstat") { lstat(path, &status) }
        } catch {
            guard error.code == ENOENT else { throw error }
            return nil
        }
        return FileMetadata(status)
    }
}
