internal import Glibc

extension File {
    /// Writes all of some bytes at an offset.
    ///
    /// - Throws: `SystemError`; a part may then be written.
    package func writeAll(_ bytes: [UInt8], at offset: UInt64 = 0) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let count = try bytes.span.bytes.withUnsafeBytes { buffer throws(SystemError) in
                try write(UnsafeRawBufferPointer(rebasing: buffer[done...]), at: offset + UInt64(done))
            }
            // A disk that takes nothing and names no reason would otherwise be asked for ever.
            guard count > 0 else { throw SystemError.noProgress(in: "pwrite") }
            done += count
        }
    }

    /// Reads a file from its beginning to its end.
    ///
    /// - Throws: `SystemError`, with `EFBIG` when the file is longer than `limit` bytes.
    package func readAll(limit: Int) throws(SystemError) -> [UInt8] {
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            var span = chunk.mutableSpan
            let count = try span.withUnsafeMutableBytes { buffer throws(SystemError) in
                try read(into: buffer, at: UInt64(contents.count))
            }
            guard count > 0 else { return contents }
            guard contents.count + count <= limit else { throw SystemError(call: "read", code: EFBIG) }
            contents.append(contentsOf: chunk[..<count])
        }
    }
}
