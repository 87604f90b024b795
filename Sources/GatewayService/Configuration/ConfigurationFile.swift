internal import LinuxSystem

/// Reading of configuration files, and where the paths in them start.
enum ConfigurationFile {
    /// The bytes of a configuration file of at most 16 MiB.
    static func read(_ path: String) throws(ConfigurationFault) -> [UInt8] {
        do {
            return try FileBytes.read(path, atMost: 16 * 1024 * 1024)
        } catch {
            throw ConfigurationFault(file: path, detail: "cannot be read: \(error)")
        }
    }

    /// The folder of a file; `.` for a bare name.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A path as the configuration means it: relative ones start at its folder.
    static func path(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") ? path : "\(folder)/\(path)"
    }
}
