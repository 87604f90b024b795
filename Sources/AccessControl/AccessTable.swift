internal import Digests
package import Messages

/// All credentials and grants: turns what a request shows into an identity.
///
/// Immutable, swapped whole on reload.
package struct AccessTable: Sendable {
    private let credentials: [Credential]
    private let grants: [SystemID: [Grant]]
    private let limits: [SystemID: SystemLimits]
    private let certificates: [String: SystemID]

    /// Takes all credentials, what each system may do, and how much; a system without grants may do nothing, one without
    /// limits as much as it likes.
    ///
    /// `certificates` has the HSA-ids of client certificates in upper case, each with the system that it is of.
    package init(
        credentials: [Credential], grants: [SystemID: [Grant]], limits: [SystemID: SystemLimits] = [:],
        certificates: [String: SystemID] = [:]
    ) {
        self.limits = limits
        self.credentials = credentials
        self.grants = grants
        self.certificates = certificates
    }

    /// Whether a system holds a right for a unit, whoever of it speaks.
    package func may(_ right: Right, for unit: UnitID, _ system: SystemID) -> Bool {
        Identity(system: system, grants: grants[system] ?? []).may(right, for: unit)
    }

    /// Finds who speaks, by a token or by the HSA-id of a client certificate, never by both.
    ///
    /// - Throws: `IdentificationFailure`; nothing is remembered of the attempt here.
    package func identify(_ claim: Claim) throws(IdentificationFailure) -> Identity {
        guard !claim.certificate.isEmpty else { return try identify(authorization: claim.authorization) }
        guard claim.isFromProxy else { throw .certificateNotTrustedHere }
        guard claim.authorization.isEmpty else { throw .twoCredentials }
        guard claim.certificate.count == 1, let subject = CertificateSubject(serialNumber: claim.certificate[0]) else {
            throw .certificateMalformed
        }
        switch subject {
        case .personNumber: throw .certificateOnPersonNumber
        case .hsaID(let id):
            guard let system = certificates[id] else { throw .certificateUnknown }
            // An employee's certificate names its person; a token does so by what stands beside it.
            return identity(system, who: needsPerson(system) ? id : nil)
        }
    }

    /// Finds who speaks, from the values of all `Authorization` header lines of a request.
    ///
    /// Every credential is compared, in constant time each, so that the time says nothing about which one was near.
    /// Source: RFC 6750 §2.1.
    ///
    /// - Throws: `IdentificationFailure`; nothing is remembered of the attempt here.
    package func identify(authorization values: [String]) throws(IdentificationFailure) -> Identity {
        guard let value = values.first else { throw .missing }
        guard values.count == 1, let digest = Self.bearerDigest(in: value) else { throw .malformed }
        var found: Credential?
        for credential in credentials where constantTimeEquals(credential.digest, digest) {
            found = credential
        }
        guard let found else { throw .unknown }
        return identity(found.system, who: found.who)
    }

    private func identity(_ system: SystemID, who: String?) -> Identity {
        Identity(
            system: system, who: who, grants: grants[system] ?? [], limits: limits[system] ?? SystemLimits())
    }

    private func needsPerson(_ system: SystemID) -> Bool {
        grants[system]?.contains { $0.rights.contains(where: \.belongsToAPerson) } ?? false
    }

    /// The digest of the token in `Bearer TOKEN`: 16–512 characters of RFC 6750's b64token, with blanks around and between.
    private static func bearerDigest(in value: String) -> [UInt8]? {
        var value = value
        return value.withUTF8 { bytes in
            let blank = UInt8(ascii: " ")
            let scheme = bytes.drop { $0 == blank }
            let token = scheme.drop { $0 != blank }.drop { $0 == blank }
            let end = token.firstIndex(of: blank) ?? token.endIndex
            // No byte but a letter becomes a small letter by that bit.
            guard
                scheme[..<token.startIndex].prefix(while: { $0 != blank }).lazy.map({ $0 | 0x20 })
                    .elementsEqual("bearer".utf8),
                (16...512).contains(end - token.startIndex), token[..<end].allSatisfy(isOfToken),
                token[end...].allSatisfy({ $0 == blank })
            else { return nil }
            return SHA256.hash(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[token.startIndex..<end]))
        }
    }

    private static func isOfToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "-._~+/=".utf8.contains(byte)
        }
    }
}
