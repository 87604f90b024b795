internal import LinuxSystem

/// A file that holds one bearer token, for the programs that call the gateway from this machine.
package enum TokenFile {
    /// Reads the token.
    ///
    /// - Throws: `ConfigurationFault` when the file cannot be read, when others than its owner may read it, or when it
    ///   holds no token. The token is in none of the texts.
    package static func read(_ path: String) throws(ConfigurationFault) -> String {
        try expectPrivate(path)
        let bytes = try ConfigurationFile.read(path)
        let text = String(decoding: bytes, as: UTF8.self)
        let token = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        guard token.utf8.count >= 16 else { throw ConfigurationFault(file: path, detail: "holds no token") }
        return token
    }

    /// Refuses a file that others than its owner may write to.
    static func expectWritableByOwnerOnly(_ path: String) throws(ConfigurationFault) {
        guard try facts(of: path).permissions & 0o022 == 0 else {
            throw ConfigurationFault(
                file: path, detail: "others than its owner can write to it; mend with: chmod go-w \(path)")
        }
    }

    /// Refuses a secret file that others than its owner may read or write.
    static func expectPrivate(_ path: String) throws(ConfigurationFault) {
        guard try facts(of: path).permissions & 0o077 == 0 else {
            throw ConfigurationFault(
                file: path, detail: "others than its owner can read it or write to it; mend with: chmod 600 \(path)")
        }
    }

    private static func facts(of path: String) throws(ConfigurationFault) -> FileMetadata {
        let facts: FileMetadata?
        do {
            facts = try FileMetadata.of(path)
        } catch {
            throw ConfigurationFault(file: path, detail: "cannot be read: \(error)")
        }
        guard let facts else { throw ConfigurationFault(file: path, detail: "is missing") }
        // What a link leads to can be changed without a trace here, so the file itself is to be named.
        guard facts.kind == .regular else {
            throw ConfigurationFault(file: path, detail: "is no plain file; name the file itself, not a link to it")
        }
        return facts
    }
}
