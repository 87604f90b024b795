package import Messages

/// What the gateway keeps of a bearer token: whose it is, and its SHA-256 digest.
///
/// The token itself is never stored.
package struct Credential: Hashable, Sendable {
    /// Whose token it is.
    package let system: SystemID
    /// SHA-256 of the token's ASCII bytes, 32 bytes.
    package let digest: [UInt8]
    /// The person the token belongs to; required when the system operates, reads payloads or audits.
    package let who: String?
    /// When the token was drawn; nil when nobody wrote it down.
    package let added: Timestamp?

    /// Takes a digest of 32 bytes.
    package init(system: SystemID, digest: [UInt8], who: String? = nil, added: Timestamp? = nil) {
        self.system = system
        self.digest = digest
        self.who = who
        self.added = added
    }
}
