internal import LinuxSystem
internal import Operations

/// The data folder: readable by its owner only, with the store's secret key in it.
struct DataFolder {
    /// The folder's path.
    let path: String
    /// The key of the store's keyed hashes, 16 bytes; drawn once and kept for the life of the store.
    let key: [UInt8]

    /// Makes or opens the folder.
    ///
    /// - Throws: `ConfigurationFault` when it cannot be made, or when others can read it.
    init(_ path: String) throws(ConfigurationFault) {
        self.path = path
        do {
            try FileBytes.makeFolder(path, mode: 0o700)
            try Self.check(path)
            key = try Self.key(of: path)
            for folder in Self.folders {
                // Looked at again, and each before those in it: nothing is to be made behind a link.
                try Self.expectNoLink("\(path)/\(folder)")
                try FileBytes.makeFolder("\(path)/\(folder)", mode: 0o700)
            }
        } catch let fault as ConfigurationFault {
            throw fault
        } catch {
            throw ConfigurationFault(file: path, detail: "\(error)")
        }
    }

    var journal: String { "\(path)/journal" }
    var deadLetters: String { "\(path)/dead-letters" }
    var audit: String { "\(path)/audit" }

    /// What is in it, a folder before those in it.
    private static let folders = ["journal", "dead-letters", "dead-letters/\(DeadLetterFolders.retryFolder)", "audit"]

    /// The key, drawn when the store is new.
    ///
    /// A store that holds messages and has lost its key is not opened: with another one no resend would be known, and
    /// receipts would come twice.
    private static func key(of folder: String) throws -> [UInt8] {
        let path = "\(folder)/store.key"
        guard FileBytes.exists(path) else {
            let segments = "\(folder)/journal/log"
            guard try !FileBytes.exists(segments) || FileBytes.names(in: segments).isEmpty else {
                throw ConfigurationFault(
                    file: path,
                    detail: "is missing, and the journal beside it is not empty; take it from the same backup")
            }
            let key = SystemRandom.bytes(16)
            try FileBytes.replace(path, with: key, mode: 0o600)
            return key
        }
        try TokenFile.expectPrivate(path)
        let key = try FileBytes.read(path, atMost: 16, followingLinks: false)
        guard key.count == 16 else {
            throw ConfigurationFault(
                file: path, detail: "holds no key of 16 bytes; take it from a backup of this store")
        }
        return key
    }

    /// Looks at a data folder that is there, and changes nothing.
    ///
    /// - Throws: `ConfigurationFault` when others than its owner can read it, or something else than a folder stands in the
    ///   place of one in it.
    static func check(_ path: String) throws(ConfigurationFault) {
        guard let facts = try facts(of: path) else { return }
        guard facts.kind == .directory, facts.permissions & 0o077 == 0 else {
            throw ConfigurationFault(
                file: path, detail: "is no folder that only its owner can read; mend with: chmod 700 \(path)")
        }
        for folder in folders { try expectNoLink("\(path)/\(folder)") }
    }

    /// Refuses a link in the place of a folder: what is written through it lands where others may read it.
    private static func expectNoLink(_ path: String) throws(ConfigurationFault) {
        guard let facts = try facts(of: path), facts.kind != .directory else { return }
        throw ConfigurationFault(
            file: path, detail: "is no folder; a link is not followed, so mount another disk there")
    }

    private static func facts(of path: String) throws(ConfigurationFault) -> FileMetadata? {
        do {
            return try FileMetadata.of(path)
        } catch {
            throw ConfigurationFault(file: path, detail: "\(error)")
        }
    }
}
