internal import Glibc

/// An open file that is read and written at given places, for the journal.
///
/// May be used from several threads at once: every call names its place, so no file position is shared. The descriptor
/// is closed when the last reference goes.
package final class BlockFile: Sendable {
    private let descriptor: Int32

    /// Opens a file for reading and writing. Symbolic links at its end are refused.
    ///
    /// - Parameter creating: makes a new file, and refuses one that is there already.
    package init(_ path: String, creating: Bool) throws(SystemError) {
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (creating ? O_CREAT | O_EXCL : 0)
        descriptor = try retryingInterrupts("open") { open(path, flags, 0o600) }
    }

    deinit {
        close(descriptor)
    }

    /// Writes all bytes at a place; a short write goes on where it stopped.
    package func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let step = try retryingInterrupts("pwrite") {
                bytes.withUnsafeBytes {
                    pwrite(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written, off_t(offset + written))
                }
            }
            guard step > 0 else { throw SystemError(call: "pwrite", code: EIO) }
            written += step
        }
    }

    /// Reads so many bytes from a place; fewer only where the file ends.
    package func read(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let step = try retryingInterrupts("pread") {
                bytes.withUnsafeMutableBytes {
                    pread(descriptor, $0.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
                }
            }
            guard step > 0 else { break }
            filled += step
        }
        return filled == count ? bytes : Array(bytes[..<filled])
    }

    /// Makes what was written durable. Source: fdatasync(2).
    package func synchronize() throws(SystemError) {
        guard fdatasync(descriptor) == -1 else { return }
        // Any failure may have dropped pages (interrupts are not among fdatasync's errors), so it is never retried.
        throw SystemError.last("fdatasync")
    }

    /// The file's length in bytes.
    package func size() throws(SystemError) -> Int {
        var facts = stat()
        _ = try retryingInterrupts("fstat") { fstat(descriptor, &facts) }
        return Int(facts.st_size)
    }

    /// Takes the file for this process alone until it is closed; false when another process has it.
    package func lock() throws(SystemError) -> Bool {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == -1 else { return true }
        guard errno == EWOULDBLOCK else { throw SystemError.last("flock") }
        return false
    }
}
