internal import Glibc

/// How large the file system is that a path lies on.
package enum FileSystemSize {
    /// The size in bytes.
    ///
    /// Source: statvfs(3), `f_blocks`.
    ///
    /// - Throws: `SystemError` when it cannot be known.
    package static func bytes(at path: String) throws(SystemError) -> UInt64 {
        var facts = statvfs()
        _ = try retryingInterrupts("statvfs") { statvfs(path, &facts) }
        return UInt64(facts.f_blocks) * UInt64(facts.f_frsize)
    }
}
