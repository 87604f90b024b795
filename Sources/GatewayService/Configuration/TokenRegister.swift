internal import AccessControl
internal import Digests
internal import LinuxSystem
package import Messages

/// The tokens of a gateway, on disk: adds, lists and revokes them.
///
/// `credentials.json` is put in place whole or not at all. A gateway that runs takes a change when it reloads.
package struct TokenRegister: Sendable {
    /// One token, without anything that lets one in.
    package struct Entry: Hashable, Sendable {
        /// The first eight hexadecimal digits of its digest.
        package let id: String
        /// Whose token it is.
        package let system: SystemID
        /// The person it belongs to; nil when it belongs to none.
        package let who: String?
        /// When it was drawn; nil when nobody wrote it down.
        package let added: Timestamp?
    }

    /// Where the token in clear is.
    package enum Whereabouts: Hashable, Sendable {
        /// In this file, readable by its owner only.
        case file(String)
        /// Nowhere but here: the one who gets it keeps it.
        case here(String)
    }

    private let configuration: Configuration
    private var path: String { configuration.credentials }

    /// Reads the configuration.
    ///
    /// - Throws: `ConfigurationFault` at the first thing that is wrong.
    package init(configuration file: String) throws(ConfigurationFault) {
        configuration = try Configuration(file: file)
    }

    /// All tokens, in the order of the file, those of systems among them that are not in the directory.
    ///
    /// - Throws: `ConfigurationFault` when the file cannot be read, or others than its owner can.
    package func list() throws(ConfigurationFault) -> [Entry] {
        try read().map(Self.entry)
    }

    /// Whether a token of a system must name a person.
    ///
    /// - Throws: `ConfigurationFault` when the directory cannot be read, or has no such system.
    package func needsPerson(_ system: String) throws(ConfigurationFault) -> Bool {
        let grants = try grants()
        guard let id = SystemID(system), let granted = grants[id] else {
            let near = NearestName.of(system, among: grants.keys.map(\.text).sorted())
            throw ConfigurationFault(
                file: configuration.directory,
                detail: "no system \(system) is in the directory\(near.map { "; did you mean \"\($0)\"?" } ?? "")")
        }
        return granted.contains { $0.rights.contains(where: \.belongsToAPerson) }
    }

    /// Draws a token for a system and enters its digest; the system's other tokens stay.
    ///
    /// - Parameters:
    ///   - system: its name in the directory.
    ///   - who: the person it belongs to; needed when the system operates, reads payloads or audits.
    ///   - moment: when, for the list.
    /// - Returns: the entry, and where the token is: in `tokens/SYSTEM.token` when there was none yet.
    /// - Throws: `ConfigurationFault`; the file is then as it was, and no token was handed out.
    package func add(
        system: String, who: String?, at moment: Timestamp
    ) throws(ConfigurationFault) -> (entry: Entry, token: Whereabouts) {
        guard try !needsPerson(system) || who != nil, let id = SystemID(system) else {
            throw ConfigurationFault(
                file: configuration.directory, detail: "a token of \(system) belongs to a person; say whose it is")
        }
        if let who { try expectName(who) }
        let token = BearerToken.draw()
        let credential = Credential(system: id, digest: token.digest, who: who, added: moment)
        var written: String?
        do throws(ConfigurationFault) {
            // Handed out first: a digest whose token nobody has would stay in the file for good.
            let whereabouts = try change(heldTo: try grants()) { credentials throws(ConfigurationFault) in
                credentials.append(credential)
                let whereabouts = try handOut(token, of: id)
                if case .file(let file) = whereabouts { written = file }
                return whereabouts
            }
            return (Self.entry(credential), whereabouts)
        } catch {
            if let written { try? FileBytes.remove(written) }
            throw error
        }
    }

    /// Takes a token's digest out, whatever the directory says of its system.
    ///
    /// - Parameter id: at least the first eight digits of its digest, in either case.
    /// - Returns: the entry, and the file in `tokens/` that held the token and is removed too; nil when none did.
    /// - Throws: `ConfigurationFault` when no token, or more than one, has that id.
    package func revoke(_ id: String) throws(ConfigurationFault) -> (entry: Entry, removedFile: String?) {
        let digits = id.lowercased()
        guard digits.utf8.count >= Self.idDigits else {
            throw ConfigurationFault(
                file: path, detail: "a token's id has \(Self.idDigits) digits; see vaxel token list")
        }
        var revoked: [Credential] = []
        try change(heldTo: nil) { credentials throws(ConfigurationFault) in
            revoked = credentials.filter { HexText.of($0.digest).hasPrefix(digits) }
            guard let only = revoked.first, revoked.count == 1 else {
                throw ConfigurationFault(
                    file: path,
                    detail: revoked.isEmpty
                        ? "no token has that id; see vaxel token list" : "several tokens begin so; give more digits")
            }
            credentials.removeAll { $0 == only }
        }
        let file = "\(configuration.folder)/tokens/\(revoked[0].system).token"
        guard let kept = try? TokenFile.read(file), BearerToken(text: kept).digest == revoked[0].digest else {
            return (Self.entry(revoked[0]), nil)
        }
        try onDisk(file) { () throws(SystemError) in try FileBytes.remove(file) }
        return (Self.entry(revoked[0]), file)
    }

    // MARK: The files

    private static let idDigits = 8

    /// What a token is called in lists and faults: the beginning of its digest.
    static func id(of credential: Credential) -> String { String(HexText.of(credential.digest).prefix(idDigits)) }

    private static func entry(_ credential: Credential) -> Entry {
        Entry(
            id: id(of: credential), system: credential.system, who: credential.who,
            added: credential.added)
    }

    private func grants() throws(ConfigurationFault) -> [SystemID: [Grant]] {
        try DirectoryFile(
            bytes: try ConfigurationFile.read(configuration.directory), file: configuration.directory,
            acceptsUnencryptedTraffic: configuration.acceptsUnencryptedTraffic
        ).grants
    }

    private func read(heldTo grants: [SystemID: [Grant]]? = nil) throws(ConfigurationFault) -> [Credential] {
        try TokenFile.expectPrivate(path)
        return try CredentialsFile(bytes: try ConfigurationFile.read(path), file: path, grants: grants).credentials
    }

    /// Changes the list of credentials, while no other command does; with grants only one that a start could read.
    private func change<Output>(
        heldTo grants: [SystemID: [Grant]]?, _ body: (inout [Credential]) throws(ConfigurationFault) -> Output
    ) throws(ConfigurationFault) -> Output {
        let folder = ConfigurationFile.folder(of: path)
        let lock = try onDisk(folder) { () throws(SystemError) in try File.open(folder, .reading) }
        guard try onDisk(folder, { () throws(SystemError) in try lock.lockExclusively() }) else {
            throw ConfigurationFault(file: path, detail: "another command is changing it; try again")
        }
        try expectOwnFile()
        var credentials = try read(heldTo: grants)
        let output = try body(&credentials)
        let bytes = Array(CredentialsFile.text(of: credentials).utf8)
        // What cannot be read again is not put in place.
        _ = try CredentialsFile(bytes: bytes, file: path, grants: grants)
        try onDisk(path) { () throws(SystemError) in try FileBytes.replace(path, with: bytes) }
        withExtendedLifetime(lock) {}
        return output
    }

    /// Refuses to write for another user: the new file would be the writer's, and the gateway could not read it.
    private func expectOwnFile() throws(ConfigurationFault) {
        let owner = try onDisk(path) { () throws(SystemError) in try FileMetadata.of(path)?.owner }
        guard let owner, owner != ProcessSettings.effectiveUserID else { return }
        throw ConfigurationFault(file: path, detail: "belongs to user \(owner); run this as that user")
    }

    private func handOut(_ token: BearerToken, of system: SystemID) throws(ConfigurationFault) -> Whereabouts {
        let folder = "\(configuration.folder)/tokens"
        let file = "\(folder)/\(system).token"
        guard !FileBytes.exists(file) else { return .here(token.text) }
        try onDisk(file) { () throws(SystemError) in
            try FileBytes.makeFolder(folder)
            try token.write(to: file)
        }
        return .file(file)
    }

    private func expectName(_ who: String) throws(ConfigurationFault) {
        let isName =
            (1...100).contains(who.unicodeScalars.count)
            && who.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard isName, !PersonIdentifier.isFound(in: who) else {
            throw ConfigurationFault(
                file: path, path: "who", detail: "a name of 1 to 100 characters, without a person number, is expected")
        }
    }

    private func onDisk<Output>(
        _ path: String, _ body: () throws(SystemError) -> Output
    ) throws(ConfigurationFault) -> Output {
        do {
            return try body()
        } catch {
            throw ConfigurationFault(file: path, detail: "\(error)")
        }
    }
}
