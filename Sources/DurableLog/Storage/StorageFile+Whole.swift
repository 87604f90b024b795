package import LinuxSystem

extension StorageFile {
    /// Writes all of some bytes at an offset, through interruptions and short writes.
    ///
    /// - Throws: `SystemError`; a part may then be written.
    package func writeAll(_ bytes: [UInt8], at offset: UInt64) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            do throws(SystemError) {
                let count = try bytes.span.bytes.withUnsafeBytes { buffer throws(SystemError) in
                    try write(UnsafeRawBufferPointer(rebasing: buffer[done...]), at: offset + UInt64(done))
                }
                // A disk that takes nothing and names no reason would otherwise be asked for ever.
                guard count > 0 else { throw SystemError.noProgress(in: "pwrite") }
                done += count
            } catch {
                guard error.isInterruption else { throw error }
            }
        }
    }

    /// Reads `count` bytes from an offset, fewer only when the file ends before.
    ///
    /// - Throws: `SystemError` when the disk does not give them.
    package func readAll(_ count: Int, at offset: UInt64) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        let done = try span.withUnsafeMutableBytes { buffer throws(SystemError) in
            try readAll(into: buffer, at: offset)
        }
        bytes.removeLast(count - done)
        return bytes
    }

    /// Fills a buffer from an offset, and returns how many bytes came, fewer only when the file ends before.
    ///
    /// - Throws: `SystemError` when the disk does not give them; the buffer's contents are then undefined.
    package func readAll(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        var done = 0
        while done < buffer.count {
            do throws(SystemError) {
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                let got = try read(into: rest, at: offset + UInt64(done))
                guard got > 0 else { break }
                done += got
            } catch {
                guard error.isInterruption else { throw error }
            }
        }
        return done
    }
}
