internal import Glibc

/// An open directory; names given to it are looked up in it, whatever happens to its path meanwhile.
package final class Folder: Sendable {
    private let descriptor: Int32

    private init(owning descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Opens a directory by its path, following links.
    ///
    /// - Throws: `SystemError`, with nothing opened.
    package static func open(_ path: String) throws(SystemError) -> Folder {
        Folder(owning: try retryingInterrupts("open") { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
    }

    /// Opens a directory in this one, never through a link.
    ///
    /// - Throws: `SystemError`, with nothing opened.
    package func openFolder(_ name: String) throws(SystemError) -> Folder {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW
        return Folder(owning: try retryingInterrupts("openat") { openat(descriptor, name, flags) })
    }

    /// Makes a directory in this one; its name is on disk only after `sync`.
    ///
    /// - Returns: false when something of that name was there already.
    /// - Throws: `SystemError`, with nothing made.
    @discardableResult
    package func makeFolder(_ name: String, permissions: UInt32 = 0o700) throws(SystemError) -> Bool {
        do {
            _ = try retryingInterrupts("mkdirat") { mkdirat(descriptor, name, mode_t(permissions)) }
            return true
        } catch {
            guard error.code == EEXIST else { throw error }
            return false
        }
    }

    /// Opens a file in this directory.
    ///
    /// - Throws: `SystemError`, with nothing opened.
    package func openFile(_ name: String, _ access: FileAccess) throws(SystemError) -> File {
        let flags = access.flags
        return File(
            owning: try retryingInterrupts("openat") { openat(descriptor, name, flags, mode_t(access.permissions)) })
    }

    /// Gives a file or directory another name in this directory, replacing a file of that name at once or not at all.
    ///
    /// - Throws: `SystemError`, both names being as before.
    package func rename(_ old: String, to new: String) throws(SystemError) {
        _ = try retryingInterrupts("renameat") { renameat(descriptor, old, descriptor, new) }
    }

    /// Takes a file's name out of this directory.
    ///
    /// - Throws: `SystemError`, the name being as before.
    package func unlink(_ name: String) throws(SystemError) {
        _ = try retryingInterrupts("unlinkat") { unlinkat(descriptor, name, 0) }
    }

    /// Takes an empty directory out of this one.
    ///
    /// - Throws: `SystemError`, the directory being as before.
    package func removeFolder(_ name: String) throws(SystemError) {
        _ = try retryingInterrupts("unlinkat") { unlinkat(descriptor, name, AT_REMOVEDIR) }
    }

    /// Waits until the disk has the directory's names.
    ///
    /// - Throws: `SystemError`; names made or removed since the last sync may then be lost.
    package func sync() throws(SystemError) {
        _ = try retryingInterrupts("fsync") { fsync(descriptor) }
    }

    /// Bytes that the directory's file system still has for programs that are not the superuser's.
    ///
    /// Source: statvfs(3), `f_bavail`.
    ///
    /// - Throws: `SystemError` when it cannot be known.
    package func freeBytes() throws(SystemError) -> UInt64 {
        var facts = statvfs()
        _ = try retryingInterrupts("fstatvfs") { fstatvfs(descriptor, &facts) }
        return UInt64(facts.f_bavail) * UInt64(facts.f_frsize)
    }

    /// What stands under a name, a symbolic link itself not followed; nil when there is nothing.
    ///
    /// - Throws: `SystemError` for any other reason than that nothing is there.
    package func metadata(of name: String) throws(SystemError) -> FileMetadata? {
        var status = stat()
        do {
            _ = try retryingInterrupts("fstatat") { fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) }
        } catch {
            guard error.code == ENOENT else { throw error }
            return nil
        }
        return FileMetadata(status)
    }

    /// The names in this directory without `.` and `..`, sorted.
    ///
    /// - Throws: `SystemError` when the directory cannot be read to its end.
    package func names() throws(SystemError) -> [String] {
        // A second descriptor, since the reading position belongs to the open file.
        let copy = try retryingInterrupts("openat") { openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard let stream = fdopendir(copy) else {
            let failure = SystemError.last("fdopendir")
            close(copy)
            throw failure
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw SystemError.last("readdir") }
                return names.sorted()
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }
}
