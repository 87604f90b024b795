import AccessControl
import Digests
import Messages
import Testing

/// A client certificate's HSA-id turns into a system's rights, on the proxy's socket and alone.
struct CertificateTests {
    private let table: AccessTable

    init() throws {
        let ehr = try #require(SystemID("ehr"))
        let operations = try #require(SystemID("operator"))
        table = AccessTable(
            credentials: [Credential(system: ehr, digest: SHA256.hash(Array("ehr-token-0123456789".utf8)))],
            grants: [
                ehr: [Grant([.send], scope: .everywhere)], operations: [Grant([.operate], scope: .everywhere)],
            ],
            certificates: ["SE0000000001-EHR": ehr, "SE0000000001-P1": operations])
    }

    private func claim(
        _ certificate: [String], token: String? = nil, isFromProxy: Bool = true
    ) -> Claim {
        Claim(
            authorization: token.map { ["Bearer \($0)"] } ?? [], certificate: certificate, isFromProxy: isFromProxy)
    }

    @Test(arguments: ["SE0000000001-EHR", "se0000000001-ehr"])
    func `a known certificate gives the rights of its system`(id: String) throws {
        let identity = try table.identify(claim([id]))
        #expect(identity.system.text == "ehr")
        #expect(identity.mayEverywhere(.send))
        #expect(identity.who == nil)
    }

    @Test func `an operator's certificate is the person`() throws {
        #expect(try table.identify(claim(["SE0000000001-P1"])).who == "SE0000000001-P1")
    }

    @Test func `without a certificate the token counts, on the socket too`() throws {
        #expect(try table.identify(claim([], token: "ehr-token-0123456789")).system.text == "ehr")
        #expect(throws: IdentificationFailure.missing) { try table.identify(claim([])) }
    }

    @Test func `a certificate and a token are one too many, whosever they are`() {
        for token in ["ehr-token-0123456789", "nobody-s-token-01234"] {
            #expect(throws: IdentificationFailure.twoCredentials) {
                try table.identify(claim(["SE0000000001-EHR"], token: token))
            }
        }
    }

    @Test func `from anybody else than the proxy no certificate is believed, nor overlooked`() {
        for token in [nil, "ehr-token-0123456789"] {
            #expect(throws: IdentificationFailure.certificateNotTrustedHere) {
                try table.identify(claim(["SE0000000001-EHR"], token: token, isFromProxy: false))
            }
        }
    }

    @Test(arguments: [
        (["SE0000000009-X"], IdentificationFailure.certificateUnknown),
        (["SE0000000001-EHR", "SE0000000001-EHR"], .certificateMalformed),
        (["SE0000000001-EHR,SE0000000001-P1"], .certificateMalformed),
        (["SE0000000001 EHR"], .certificateMalformed),
        (["1"], .certificateMalformed),
        // Its upper case begins with S.
        (["ſE0000000001-EHR"], .certificateMalformed),
        (["191212121212"], .certificateOnPersonNumber),
        (["1212121212"], .certificateOnPersonNumber),
        (["19121212-1212"], .certificateOnPersonNumber),
        (["121212+1212"], .certificateOnPersonNumber),
        (["PNOSE-191212121212"], .certificateOnPersonNumber),
    ])
    func `whatever is not one known HSA-id is refused`(values: [String], failure: IdentificationFailure) {
        #expect(throws: failure) { try table.identify(claim(values)) }
    }
}
