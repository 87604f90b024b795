internal import LinuxSystem

/// The program's standard streams.
enum Console {
    /// Prints a line at once, for whoever waits for it through a pipe.
    static func announce(_ line: String) {
        StandardStream.output.write(Array("\(line)\n".utf8))
    }

    /// Writes to the standard error stream; what cannot be written is lost.
    static func complain(_ text: String) {
        StandardStream.error.write(Array("\(text)\n".utf8))
    }
}
