internal import AccessControl
internal import Messages

/// What `credentials.json` says: for each token the system it belongs to and its SHA-256 digest, never the token.
struct CredentialsFile {
    let credentials: [Credential]

    /// Reads and checks the bytes of `credentials.json`.
    ///
    /// - Parameters:
    ///   - bytes: the file's contents.
    ///   - file: its name, for faults.
    ///   - grants: the systems of the directory, with their rights.
    /// - Throws: `ConfigurationFault` at the first thing that is wrong, a person's token without a person among them.
    init(bytes: [UInt8], file: String, grants: [SystemID: [Grant]]) throws(ConfigurationFault) {
        let root = try ConfigurationObject(bytes: bytes, file: file)
        try root.expectOnly(["credentials"])
        var credentials: [Credential] = []
        for object in try root.objects("credentials") {
            try object.expectOnly(["system", "sha256", "who"])
            let system = try object.requiredIdentifier("system", "a system of the directory") { SystemID($0) }
            guard let granted = grants[system] else {
                throw object.fault("system", "no such system is in the directory")
            }
            let digest = try object.requiredIdentifier("sha256", "64 hexadecimal digits") { Self.bytes(ofHex: $0) }
            let who = try object.text("who")
            guard who != nil || !granted.contains(where: { $0.rights.contains(where: \.belongsToAPerson) }) else {
                throw object.fault(
                    "who", "is missing: a token that operates, reads payloads or audits belongs to a person")
            }
            guard !credentials.contains(where: { $0.digest == digest }) else {
                throw object.fault("sha256", "the same token stands here twice")
            }
            credentials.append(Credential(system: system, digest: digest, who: who))
        }
        self.credentials = credentials
    }

    private static func bytes(ofHex text: String) -> [UInt8]? {
        guard text.wholeMatch(of: /[0-9a-fA-F]{64}/) != nil else { return nil }
        var bytes: [UInt8] = []
        var rest = Substring(text)
        while let byte = UInt8(rest.prefix(2), radix: 16) {
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
