import AccessControl
import Digests
import Messages
import Testing

/// A token turns into exactly the rights of its system, and everything else into a refusal.
struct AccessTableTests {
    private let ward: UnitID
    private let social: UnitID
    private let table: AccessTable

    init() throws {
        ward = try #require(UnitID("SE0000000001-AVD52"))
        social = try #require(UnitID("SE0000000002-SOC1"))
        let ehr = try #require(SystemID("ehr"))
        let operations = try #require(SystemID("operator"))
        table = AccessTable(
            credentials: [
                Credential(system: ehr, digest: SHA256.hash(Array("ehr-token-0123456789".utf8))),
                Credential(system: ehr, digest: SHA256.hash(Array("ehr-token-next-987654".utf8))),
                Credential(
                    system: operations, digest: SHA256.hash(Array("operator-token-01234".utf8)), who: "Drift Ett"),
            ],
            grants: [
                ehr: [Grant([.send, .receive], scope: .units([ward]))],
                operations: [Grant([.operate], scope: .everywhere)],
            ])
    }

    @Test func `a known token gives the rights of its system and no more`() throws {
        let identity = try table.identify(authorization: ["Bearer ehr-token-0123456789"])
        #expect(identity.system.text == "ehr")
        #expect(identity.may(.send, for: ward))
        #expect(!identity.may(.send, for: social))
        #expect(!identity.may(.operate, for: ward))
        #expect(identity.mayAnywhere(.receive))
        #expect(!identity.mayAnywhere(.operate))
        #expect(!identity.mayEverywhere(.send))
    }

    @Test func `several tokens of one system are good at the same time`() throws {
        let identity = try table.identify(authorization: ["bearer ehr-token-next-987654"])
        #expect(identity.system.text == "ehr")
    }

    @Test(arguments: [" Bearer ehr-token-0123456789", "BEARER   ehr-token-0123456789  ", "bEARER ehr-token-0123456789"])
    func `blanks and the case of the scheme's letters do not matter`(value: String) throws {
        #expect(try table.identify(authorization: [value]).system.text == "ehr")
    }

    @Test func `a right held everywhere holds for every unit and names its person`() throws {
        let identity = try table.identify(authorization: ["Bearer operator-token-01234"])
        #expect(identity.may(.operate, for: social))
        #expect(identity.mayEverywhere(.operate))
        #expect(!identity.may(.payload, for: social))
        #expect(identity.who == "Drift Ett")
    }

    @Test(arguments: [
        ([], IdentificationFailure.missing),
        (["Bearer ehr-token-0123456788"], .unknown),
        (["Bearer EHR-TOKEN-0123456789"], .unknown),
        (["Bearer short"], .malformed),
        (["Bearerehr-token-0123456789"], .malformed),
        (["ehr-token-0123456789 Bearer"], .malformed),
        (["   "], .malformed), ([""], .malformed),
        (["Basic ZWhyOmVocg=="], .malformed),
        (["Bearer"], .malformed),
        (["Bearer ehr-token-0123456789 x"], .malformed),
        (["Bearer ehr-token-0123456789", "Bearer operator-token-01234"], .malformed),
        (["Bearer ehr-token\"0123456789"], .malformed),
    ])
    func `whatever is not one known token is refused`(values: [String], failure: IdentificationFailure) {
        #expect(throws: failure) { try table.identify(authorization: values) }
    }

    @Test func `a grant for no unit is no grant`() throws {
        let identity = Identity(system: try #require(SystemID("none")), grants: [Grant([.send], scope: .units([]))])
        #expect(!identity.mayAnywhere(.send))
    }
}
