internal import Glibc

/// Small files as whole: configuration, secrets, projections. The journal has its own way to the disk.
package enum FileBytes {
    /// Reads a regular file of at most so many bytes.
    ///
    /// - Parameter followingLinks: false refuses a symbolic link at the path's end, for files that somebody outside
    ///   may have put there.
    /// - Throws: `SystemError`; `EFBIG` for a larger file, `EINVAL` for what is no regular file.
    package static func read(
        _ path: String, atMost limit: Int, followingLinks: Bool = true
    ) throws(SystemError) -> [UInt8] {
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followingLinks ? 0 : O_NOFOLLOW)
        let descriptor = try retryingInterrupts("open") { open(path, flags) }
        defer { close(descriptor) }
        var facts = stat()
        _ = try retryingInterrupts("fstat") { fstat(descriptor, &facts) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw SystemError(call: "open", code: EINVAL) }
        guard facts.st_size <= limit else { throw SystemError(call: "read", code: EFBIG) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = try retryingInterrupts("read") { Glibc.read(descriptor, &chunk, chunk.count) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw SystemError(call: "read", code: EFBIG) }
        }
    }

    /// Puts bytes in the place of a file, whole or not at all: a temporary file beside it, synced, renamed over it, and
    /// the folder synced.
    ///
    /// - Parameter mode: the permissions of the new file, `0o600` for secrets.
    /// - Throws: `SystemError`; the old file is then untouched.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o600) throws(SystemError) {
        let temporary = "\(path).new-\(getpid())"
        do {
            try create(temporary, with: bytes, mode: mode)
            try rename(temporary, to: path)
        } catch {
            unlink(temporary)
            throw error
        }
        try syncFolder(folder(of: path))
    }

    /// Makes a folder, and those above it that are missing. One that is there already is left as it is.
    package static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(SystemError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") where part != "." {
            made += "/\(part)"
            guard mkdir(made, mode) == -1 else { continue }
            guard errno == EEXIST || (errno == EROFS && exists(made)) else { throw SystemError.last("mkdir") }
        }
    }

    /// Makes the entries of a folder durable.
    package static func syncFolder(_ path: String) throws(SystemError) {
        let descriptor = try retryingInterrupts("open") { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { close(descriptor) }
        _ = try retryingInterrupts("fsync") { fsync(descriptor) }
    }

    /// The names in a folder but `.` and `..`, sorted.
    package static func names(in folder: String) throws(SystemError) -> [String] {
        guard let stream = opendir(folder) else { throw SystemError.last("opendir") }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Whether something is at the path; a dangling link is something.
    package static func exists(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0
    }

    /// Gives a file or folder another name within one file system. Durable only after `syncFolder`.
    package static func rename(_ path: String, to other: String) throws(SystemError) {
        _ = try retryingInterrupts("rename") { Glibc.rename(path, other) }
    }

    /// Moves a file or folder within one file system, and makes the move durable.
    package static func move(_ path: String, to other: String) throws(SystemError) {
        try rename(path, to: other)
        try syncFolder(folder(of: other))
    }

    /// Removes a file, or an empty folder. What is not there is no error.
    package static func remove(_ path: String) throws(SystemError) {
        guard Glibc.remove(path) == -1, errno != ENOENT else { return }
        throw SystemError.last("remove")
    }

    /// Writes a new file and makes its bytes durable; one that is there already is an error.
    private static func create(_ path: String, with bytes: [UInt8], mode: UInt32) throws(SystemError) {
        let descriptor = try retryingInterrupts("open") {
            open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        }
        defer { close(descriptor) }
        _ = try retryingInterrupts("fchmod") { fchmod(descriptor, mode) }
        try writeAll(bytes, to: descriptor)
        _ = try retryingInterrupts("fsync") { fsync(descriptor) }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            written += try retryingInterrupts("write") {
                bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written) }
            }
        }
    }
}
