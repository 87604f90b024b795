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
    /// - Throws: `SystemError`; the old file is then untouched.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o600) throws(SystemError) {
        let (folder, name) = try split(path)
        let temporary = ".\(name).new-\(getpid())"
        do {
            let access = FileAccess(writes: true, creation: .mustBeNew, permissions: mode)
            let file = try folder.openFile(temporary, access)
            try file.writeAll(bytes)
            try file.syncData()
            try folder.rename(temporary, to: name)
        } catch {
            try? folder.unlink(temporary)
            throw error
        }
        try folder.sync()
    }

    /// Makes a folder, and those above it that are missing.
    ///
    /// One that is there already is left as it is.
    package static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(SystemError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") where part != "." {
            made += "/\(part)"
            guard mkdir(made, mode) == -1 else { continue }
            guard errno == EEXIST || exists(made) else { throw SystemError.last("mkdir") }
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

    /// Removes a file, or a folder with the files in it.
    ///
    /// A link is removed itself, never followed; what is not there is no error.
    package static func remove(_ path: String) throws(SystemError) {
        let (folder, name) = try split(path)
        guard let facts = try folder.metadata(of: name) else { return }
        guard facts.kind == .directory else { return try folder.unlink(name) }
        let inner = try folder.openFolder(name)
        for file in try inner.names() { try inner.unlink(file) }
        try folder.removeFolder(name)
    }

    private static func split(_ path: String) throws(SystemError) -> (folder: Folder, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (try Folder.open("."), path) }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return (try Folder.open(folder), String(path[path.index(after: slash)...]))
    }
}
