internal import Glibc

/// Who owns a file and who may read it.
package struct FileFacts: Hashable, Sendable {
    /// The permission bits: `0o600`.
    package let permissions: UInt32
    /// The owner's user id.
    package let owner: UInt32
    /// Whether it is a folder.
    package let isFolder: Bool
    /// Whether it is a symbolic link; its target is not looked at.
    package let isLink: Bool

    /// Looks at the path itself, not at what a link points to.
    ///
    /// - Throws: `SystemError`, `ENOENT` when nothing is there.
    package init(of path: String) throws(SystemError) {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { throw SystemError.last("lstat") }
        permissions = facts.st_mode & 0o7777
        owner = facts.st_uid
        isFolder = facts.st_mode & S_IFMT == S_IFDIR
        isLink = facts.st_mode & S_IFMT == S_IFLNK
    }

    /// Whether group or others may read or write it.
    package var isOpenToOthers: Bool { permissions & 0o077 != 0 }
}
