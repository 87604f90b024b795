/// A configuration file that cannot be used: which file, where in it, and what is wrong.
package struct ConfigurationFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file as it was named.
    package let file: String
    /// A JSON Pointer into the file; empty for the file as a whole.
    package let path: String
    /// What is wrong and what to write instead, in English.
    ///
    /// Holds no secret.
    package let detail: String

    /// Names a fault; an empty path means the file as a whole.
    package init(file: String, path: String = "", detail: String) {
        self.file = file
        self.path = path
        self.detail = detail
    }

    /// One line: `vaxel.json: /listen/port: a whole number from 0 to 65535 is expected`.
    package var description: String {
        path.isEmpty ? "\(file): \(detail)" : "\(file): \(path): \(detail)"
    }
}
