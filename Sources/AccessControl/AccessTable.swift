internal import Digests
package import Messages

/// All credentials and grants: turns an `Authorization` header into an identity.
///
/// Immutable, swapped whole on reload.
package struct AccessTable: Sendable {
    private let credentials: [Credential]
    private let grants: [SystemID: [Grant]]
    private let limits: [SystemID: SystemLimits]

    /// Takes all credentials, what each system may do, and how much; a system without grants may do nothing, one without
    /// limits as much as it likes.
    package init(
        credentials: [Credential], grants: [SystemID: [Grant]], limits: [SystemID: SystemLimits] = [:]
    ) {
        self.limits = limits
        self.credentials = credentials
        self.grants = grants
    }

    /// Finds who speaks, from the values of all `Authorization` header lines of a request.
    ///
    /// Every credential is compared, in constant time each, so that the time says nothing about which one was near.
    /// Source: RFC 6750 §2.1.
    ///
    /// - Throws: `IdentificationFailure`; nothing is remembered of the attempt here.
    package func identify(authorization values: [String]) throws(IdentificationFailure) -> Identity {
        guard let value = values.first else { throw .missing }
        guard values.count == 1, let token = Self.bearerToken(in: value) else { throw .malformed }
        let digest = SHA256.hash(Array(token.utf8))
        var found: Credential?
        for credential in credentials where constantTimeEquals(credential.digest, digest) {
            found = credential
        }
        guard let found else { throw .unknown }
        return Identity(
            system: found.system, who: found.who, grants: grants[found.system] ?? [],
            limits: limits[found.system] ?? SystemLimits())
    }

    /// The token in `Bearer TOKEN`: 16–512 characters of RFC 6750's b64token.
    private static func bearerToken(in value: String) -> Substring? {
        let parts = value.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer", (16...512).contains(parts[1].utf8.count) else {
            return nil
        }
        let isToken = parts[1].utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                true
            default: "-._~+/=".utf8.contains(byte)
            }
        }
        return isToken ? parts[1] : nil
    }
}

/// Why a caller could not be identified.
///
/// All of them are answered 401; the difference is for the caller's own mending.
package enum IdentificationFailure: Error, Hashable, Sendable {
    /// No `Authorization` header came.
    case missing
    /// The header is not one `Bearer TOKEN`.
    case malformed
    /// No credential has this token.
    case unknown
}
