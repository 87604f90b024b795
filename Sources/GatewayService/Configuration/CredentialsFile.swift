internal import AccessControl
internal import Digests
internal import MessageFormats
internal import Messages

/// What `credentials.json` says: for each token the system it belongs to and its SHA-256 digest, never the token.
struct CredentialsFile {
    let credentials: [Credential]

    /// Reads and checks the bytes of `credentials.json`.
    ///
    /// - Parameters:
    ///   - bytes: the file's contents.
    ///   - file: its name, for faults.
    ///   - grants: the systems of the directory, with their rights; nil when the file is not to be held to the directory,
    ///     as where a token is taken back whose system has gone from it.
    /// - Throws: `ConfigurationFault` at the first thing that is wrong, a person's token without a person among them.
    init(bytes: [UInt8], file: String, grants: [SystemID: [Grant]]?) throws(ConfigurationFault) {
        let root = try ConfigurationObject(bytes: bytes, file: file)
        try root.expectOnly(["credentials"])
        var credentials: [Credential] = []
        for object in try root.objects("credentials") {
            try object.expectOnly(["system", "sha256", "who", "added"])
            let system = try object.requiredIdentifier("system", "a system of the directory") { SystemID($0) }
            let digest = try object.requiredIdentifier("sha256", "64 hexadecimal digits") { text in
                HexText.bytes(of: text).flatMap { $0.count == 32 ? $0 : nil }
            }
            let who = try object.text("who")
            if let grants { try Self.hold(Credential(system: system, digest: digest, who: who), to: grants, object) }
            guard !credentials.contains(where: { $0.digest == digest }) else {
                throw object.fault("sha256", "the same token stands here twice")
            }
            let added = try object.identifier("added", "a time as 2026-11-22T08:15:00Z") { Timestamp(rfc3339: $0) }
            credentials.append(Credential(system: system, digest: digest, who: who, added: added))
        }
        self.credentials = credentials
    }

    /// Refuses a credential that the directory does not have a system for, or that must name a person and does not.
    private static func hold(
        _ credential: Credential, to grants: [SystemID: [Grant]], _ object: ConfigurationObject
    ) throws(ConfigurationFault) {
        guard let granted = grants[credential.system] else {
            let id = TokenRegister.id(of: credential)
            throw object.fault(
                "system",
                "no such system is in the directory; enter it there, or take its token back: vaxel token revoke \(id) --config "
                    + "FILE. Systemet finns inte i katalogen: skriv in det där, eller ta bort inloggningsuppgiften med "
                    + "vaxel token revoke \(id) --config FILE.")
        }
        guard credential.who != nil || !granted.contains(where: { $0.rights.contains(where: \.belongsToAPerson) })
        else {
            throw object.fault(
                "who", "is missing: a token that operates, reads payloads or audits belongs to a person")
        }
    }

    /// The file's contents for some credentials, one a line.
    static func text(of credentials: [Credential]) -> String {
        let lines = credentials.map { "    \(line(of: $0))" }.joined(separator: ",\n")
        return "{\n  \"credentials\": [\n\(lines)\n  ]\n}\n"
    }

    private static func line(of credential: Credential) -> String {
        var members: [(String, APIValue)] = [
            ("system", .text(credential.system.text)), ("sha256", .text(HexText.of(credential.digest))),
        ]
        if let who = credential.who { members.append(("who", .text(who))) }
        if let added = credential.added { members.append(("added", .text(added.rfc3339))) }
        return String(decoding: APIDocument(root: "credential", .object(members)).bytes(as: .json), as: UTF8.self)
    }
}
