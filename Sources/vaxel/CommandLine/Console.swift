internal import LinuxSystem

/// The terminal, or whatever stands in its place.
enum Console {
    /// Writes to the standard output.
    static func write(_ text: String) {
        StandardStream.output.write(Array(text.utf8))
    }

    /// Writes bytes to the standard output as they are.
    static func write(_ bytes: [UInt8]) {
        StandardStream.output.write(bytes)
    }

    /// Writes to the standard error stream.
    static func writeError(_ text: String) {
        StandardStream.error.write(Array(text.utf8))
    }
}
