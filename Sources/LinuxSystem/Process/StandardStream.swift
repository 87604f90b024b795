internal import Glibc

/// The output streams a program is started with.
package enum StandardStream: Sendable {
    case output, error

    /// Writes all bytes; what cannot be written, since the reader is gone, is lost and the program goes on.
    ///
    /// Lines up to the pipe's atomic size never mix, since each is one `write`.
    package func write(_ bytes: [UInt8]) {
        let descriptor: Int32 = self == .output ? 1 : 2
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
            }
            guard count > 0 || errno == EINTR else { return }
            written += max(count, 0)
        }
    }
}
