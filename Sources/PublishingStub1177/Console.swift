internal import Glibc

/// The program's standard streams.
enum Console {
    /// Prints a line at once, for whoever waits for it through a pipe.
    static func announce(_ line: String) {
        print(line)
        fflush(nil)
    }

    /// Writes to the standard error stream; what cannot be written is lost.
    static func complain(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
