internal import Glibc

/// Small files as whole: configuration, secrets, projections.
///
/// The journal has its own way to the disk.
package enum FileBytes {
    /// Reads a regular file of at most so many bytes.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - limit: bytes.
    ///   - followingLinks: false refuses a symbolic link at the path's end, for files that somebody outside may have
    ///     put there.
    /// - Returns: all its bytes.
    /// - Throws: `SystemError`; `EFBIG` for a larger file, `EINVAL` for what is no regular file.
    package static func read(
        _ path: String, atMost limit: Int, followingLinks: Bool = true
    ) throws(SystemError) -> [UInt8] {
        let file = try File.open(path, FileAccess(writes: false, followsLinks: followingLinks))
        guard try file.metadata().kind == .regular else { throw SystemError(call: "open", code: EINVAL) }
        return try file.readAll(limit: limit)
    }

    /// Puts bytes in the place of a file, whole or not at all: a temporary file beside it, synced, renamed over it, and
    /// the folder synced.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - bytes: what is to be in it.
    ///   - mode: the permissions of the new file, `0o600` for secrets; the umask may take some away.
    /// - Throws: `SystemError`; the old file is then untouched, except when the folder could not be synced, the last thing
    ///   done: the new file is then in its place, and after a crash either may be there.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o600) throws(SystemError) {
        let (folder, name) = try split(path)
        // Two calls at once must not meet in one temporary file, nor one take the other's away.
        let temporary = ".\(name).new-\(String(SystemRandom.uint64(), radix: 16))"
        let access = FileAccess(writes: true, creation: .mustBeNew, permissions: mode)
        let file = try folder.openFile(temporary, access)
        do {
            try file.writeAll(bytes)
            try file.syncData()
            try folder.rename(temporary, to: name)
        } catch {
            try? folder.unlink(temporary)
            throw error
        }
        try folder.sync()
    }

    /// Makes a folder, and those above it that are missing, and syncs the folder above each that it makes.
    ///
    /// One that is there already is left as it is.
    ///
    /// - Throws: `SystemError`; some of the folders may then be made, or be made and not be on disk yet.
    package static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(SystemError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") where part != "." {
            let parent = made.isEmpty ? "/" : made
            made += "/\(part)"
            if mkdir(made, mode) == -1 {
                let failure = SystemError.last("mkdir")
                guard failure.code == EEXIST || exists(made) else { throw failure }
            } else {
                try Folder.open(parent).sync()
            }
        }
    }

    /// The names in a folder but `.` and `..`, sorted.
    package static func names(in folder: String) throws(SystemError) -> [String] {
        try Folder.open(folder).names()
    }

    /// Whether something is at the path; a dangling link is something.
    package static func exists(_ path: String) -> Bool {
        (try? FileMetadata.of(path)) != nil
    }

    /// Moves a file or folder to another name in the same folder, and makes the move durable.
    package static func rename(_ path: String, to name: String) throws(SystemError) {
        let (folder, old) = try split(path)
        try folder.rename(old, to: name)
        try folder.sync()
    }

    /// Gives a file a second name, which must be new; on disk only after the folder is synced.
    ///
    /// - Throws: `SystemError`, with nothing made: `EXDEV` towards another file system.
    package static func link(_ path: String, to other: String) throws(SystemError) {
        _ = try retryingInterrupts("link") { Glibc.link(path, other) }
    }

    /// Waits until the disk has the name of a file or folder.
    package static func syncParent(of path: String) throws(SystemError) {
        try split(path).folder.sync()
    }

    /// Removes a file, or a folder with all that is in it.
    ///
    /// A link is removed itself, never followed; what is not there is no error.
    ///
    /// - Throws: `SystemError`; some of what is in the folder may then be gone. `ELOOP` when folders lie more than 64 deep
    ///   in one another.
    package static func remove(_ path: String) throws(SystemError) {
        let (folder, name) = try split(path)
        try remove(name, in: folder, depth: 0)
    }

    /// Each folder on the way down is held open, so how deep it goes has an end.
    private static func remove(_ name: String, in folder: Folder, depth: Int) throws(SystemError) {
        guard let facts = try folder.metadata(of: name) else { return }
        guard facts.kind == .directory else { return try folder.unlink(name) }
        guard depth <= 64 else { throw SystemError(call: "unlinkat", code: ELOOP) }
        let inner = try folder.openFolder(name)
        for innerName in try inner.names() { try remove(innerName, in: inner, depth: depth + 1) }
        try folder.removeFolder(name)
    }

    private static func split(_ path: String) throws(SystemError) -> (folder: Folder, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (try Folder.open("."), path) }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return (try Folder.open(folder), String(path[path.index(after: slash)...]))
    }
}
