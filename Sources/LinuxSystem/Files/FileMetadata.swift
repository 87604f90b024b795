internal import Glibc

/// What the file system says about a file, without its contents.
package struct FileMetadata: Hashable, Sendable {
    /// What stands under a name.
    package enum Kind: Hashable, Sendable {
        /// A file with bytes.
        case regular
        /// A folder.
        case directory
        /// A link to another path.
        case symbolicLink
        /// A socket, pipe or device.
        case other
    }

    /// What stands under the name.
    package let kind: Kind
    /// The permission bits, as in chmod(1): `0o600`.
    package let permissions: UInt32
    /// Length in bytes.
    package let size: UInt64
    /// The user id of the owner.
    package let owner: UInt32

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFLNK: .symbolicLink
            default: .other
            }
        permissions = status.st_mode & 0o7777
        size = UInt64(clamping: status.st_size)
        owner = status.st_uid
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
