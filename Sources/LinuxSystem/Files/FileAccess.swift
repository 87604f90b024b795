internal import Glibc

/// How a file is opened.
///
/// Links are never followed unless asked for, and no descriptor is inherited by child processes.
package struct FileAccess: Hashable, Sendable {
    /// Whether opening may make the file.
    package enum Creation: Hashable, Sendable {
        /// The file must exist.
        case never
        /// An absent file is made, empty.
        case ifMissing
        /// The file is made, and must not have existed.
        case mustBeNew
    }

    /// Whether the file may be written to.
    package var writes: Bool
    /// Whether opening may make the file.
    package var creation: Creation
    /// Permission bits of a file that is made, before the umask.
    package var permissions: UInt32
    /// Whether a symbolic link in the last place of the path is followed.
    ///
    /// Off: opening one fails with `ELOOP`.
    package var followsLinks: Bool

    /// Takes how to open; permissions count only for a file that is made.
    package init(writes: Bool, creation: Creation = .never, permissions: UInt32 = 0o600, followsLinks: Bool = false) {
        self.writes = writes
        self.creation = creation
        self.permissions = permissions
        self.followsLinks = followsLinks
    }

    /// For reading an existing file.
    package static let reading = FileAccess(writes: false)
    /// For reading and writing an existing file.
    package static let writing = FileAccess(writes: true)
    /// For reading and writing a file that did not exist before.
    package static let creating = FileAccess(writes: true, creation: .mustBeNew)

    var flags: Int32 {
        var flags = O_CLOEXEC | (writes ? O_RDWR : O_RDONLY)
        switch creation {
        case .never: break
        case .ifMissing: flags |= O_CREAT
        case .mustBeNew: flags |= O_CREAT | O_EXCL
        }
        // Without O_NONBLOCK, opening a pipe that somebody put there would wait for its writer.
        return followsLinks ? flags : flags | O_NOFOLLOW | O_NONBLOCK
    }
}
