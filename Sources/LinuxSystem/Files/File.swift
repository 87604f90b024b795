internal import CLinux
internal import Glibc
internal import Synchronization

/// An open file, closed when its last owner lets go of it.
///
/// Reading and writing name their place in the file, so any thread may do either at any time.
package final class File: Sendable {
    private let descriptor: Int32
    private let isLocked = Atomic(false)

    init(owning descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        // A lock goes with the last copy of its descriptor; a program that is being started has one until it runs.
        if isLocked.load(ordering: .relaxed) { _ = vaxel_unlock(descriptor) }
        // On Linux the descriptor is gone even when close reports an error; what had to be kept was synced before.
        close(descriptor)
    }

    /// Opens a file by its path.
    ///
    /// - Throws: `SystemError`, with nothing opened.
    package static func open(_ path: String, _ access: FileAccess) throws(SystemError) -> File {
        let flags = access.flags
        return File(
            owning: try retryingInterrupts("open") { Glibc.open(path, flags, mode_t(access.permissions)) })
    }

    /// Reads up to a buffer's length from an offset in bytes, and returns how many bytes came; 0 at the file's end.
    ///
    /// - Throws: `SystemError`; the buffer's contents are then undefined.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        try retryingInterrupts("pread") { pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)) }
    }

    /// Writes bytes at an offset, and returns how many were taken, which may be fewer than given.
    ///
    /// - Throws: `SystemError`; the place written to is then undefined.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        try retryingInterrupts("pwrite") { pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset)) }
    }

    /// Cuts the file off behind so many bytes, or fills it up to them with zeros.
    ///
    /// - Throws: `SystemError`, with the file as it was.
    package func truncate(to size: UInt64) throws(SystemError) {
        _ = try retryingInterrupts("ftruncate") { ftruncate(descriptor, off_t(size)) }
    }

    /// Has the kernel give the disk what lies in memory of so many bytes from an offset, and waits until that is done.
    ///
    /// It promises nothing: neither length nor blocks need be on disk, nor has the disk been told to keep anything. Does
    /// nothing where the kernel lets nobody ask for it. Source: sync_file_range(2).
    ///
    /// - Throws: `SystemError`; what was written since the last sync may then be gone.
    package func writeOut(_ count: Int, at offset: UInt64) throws(SystemError) {
        do {
            _ = try retryingInterrupts("sync_file_range") {
                vaxel_write_out(descriptor, Int64(offset), Int64(count))
            }
        } catch {
            guard error.code == ENOSYS || error.code == EPERM else { throw error }
        }
    }

    /// Waits until the disk has the file's contents and length.
    ///
    /// - Throws: `SystemError`; what was written since the last sync may then be gone, and calling again may wrongly
    ///   succeed (the kernel marks the failed pages clean).
    package func syncData() throws(SystemError) {
        // Not even after a signal: what it had begun by then is as unknown as after any other failure.
        guard fdatasync(descriptor) == 0 else { throw SystemError.last("fdatasync") }
    }

    /// Has the kernel let go of what it keeps of the file in memory, so that reads show what the disk has.
    ///
    /// Only what counts as written goes: call `syncData` before. Source: posix_fadvise(2), POSIX_FADV_DONTNEED.
    ///
    /// - Throws: `SystemError`.
    package func dropCached() throws(SystemError) {
        let code = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
        guard code == 0 else { throw SystemError(call: "posix_fadvise", code: code) }
    }

    /// The file's kind, permissions and length.
    ///
    /// - Throws: `SystemError`.
    package func metadata() throws(SystemError) -> FileMetadata {
        var status = stat()
        _ = try retryingInterrupts("fstat") { fstat(descriptor, &status) }
        return FileMetadata(status)
    }

    /// Takes the file's lock for as long as this file is open.
    ///
    /// - Returns: false when another open file has it.
    /// - Throws: `SystemError` when it cannot be known.
    package func lockExclusively() throws(SystemError) -> Bool {
        do {
            _ = try retryingInterrupts("flock") { vaxel_lock_exclusively(descriptor) }
            isLocked.store(true, ordering: .relaxed)
            return true
        } catch {
            guard error.code == EWOULDBLOCK else { throw error }
            return false
        }
    }
}
