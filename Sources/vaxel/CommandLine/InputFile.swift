internal import LinuxSystem

/// A file that a person names on the command line.
enum InputFile {
    /// The bytes of a file of at most 17 MiB, which is more than any message may have.
    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        do {
            return try FileBytes.read(path, atMost: 17 * 1024 * 1024)
        } catch {
            throw .failed("\(path): \(error)")
        }
    }

    /// The media type that a message's first character tells: `<` begins XML, anything else is taken for JSON.
    static func contentType(of bytes: [UInt8]) -> String {
        isXML(bytes) ? "application/xml" : "application/json"
    }

    /// Whether bytes look like XML in any of the encodings a message may have.
    static func isXML(_ bytes: [UInt8]) -> Bool {
        let marks: Set<UInt8> = [0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0x00, 0x20, 0x09, 0x0A, 0x0D]
        return bytes.first { !marks.contains($0) } == UInt8(ascii: "<")
    }
}
