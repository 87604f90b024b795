import AccessControl
@testable import GatewayService
import Messages
import Routing
import SampleWorld
import Testing

/// What `directory.json` may say, each fault at its place.
struct DirectoryFileTests {
    private func file(
        unit: String = "", organisation: String = "", subscriptions: String = "", systems: String = ""
    ) -> String {
        """
        { "organisations": [ { "hsaId": "SE1", "name": "Ett", "principal": "region"\(organisation), "units": [
            { "hsaId": "SE1-A", "name": "A", "kind": "ward"\(unit) }, { "hsaId": "SE1-B", "name": "B", "kind": "lss" } ] } ],
          "subscriptions": [\(subscriptions)], "systems": [\(systems)] }
        """
    }

    private func read(_ text: String) throws -> DirectoryFile {
        try DirectoryFile(bytes: Array(text.utf8), file: "d", acceptsUnencryptedTraffic: false)
    }

    private func path(_ text: String) throws -> String {
        try #require(#expect(throws: ConfigurationFault.self) { try read(text) }).path
    }

    @Test func `a unit has what is said of it, and careful defaults`() throws {
        let directory = try read(
            file(
                unit: """
                    , "careGiver": "SE1-VG", "careUnit": "SE1-VE", "municipalityCodes": ["2580"], "highestSensitivity": 3,
                    "contact": { "name": "N", "phone": "P", "hours": "H", "reservePhone": "R" },
                    "reads": { "AdmissionNotice": [1] },
                    "validFrom": "2026-01-01T00:00:00+01:00", "validTo": "2027-01-01T00:00:00+01:00"
                    """)
        ).directory
        let unit = try #require(directory.units[.sample("SE1-A")])
        #expect(unit.careGiver == .sample("SE1-VG"))
        #expect(unit.careUnit == .sample("SE1-VE"))
        #expect(unit.municipalityCodes == ["2580"])
        #expect(unit.highestSensitivity == 3)
        #expect(unit.reads == ["AdmissionNotice": [1]])
        #expect(unit.contact == .init(name: "N", phone: "P", hours: "H", reservePhone: "R"))
        #expect(unit.isValid(at: .testTime))
        #expect(unit.organisation == OrganisationID("SE1"))
        let plain = try #require(directory.units[.sample("SE1-B")])
        #expect(plain.highestSensitivity == 2)
        #expect(plain.municipalityCodes.isEmpty && plain.careGiver == nil && plain.contact == nil)
        #expect(plain.reads.isEmpty)
    }

    @Test(arguments: ["RETRY", "retry"])
    func `a unit is not named as the folder of dead letters to be tried again`(name: String) throws {
        #expect(try path(file().replacing("SE1-A", with: name)).hasSuffix("units/0/hsaId"))
    }

    @Test func `a system has the limits that are given, and no others`() throws {
        let limits =
            #""limits": { "requestsPerSecond": 50, "bytesPerMinute": 100000000, "openLeases": 7, "waitingPolls": 8 }"#
        let file = try read(
            file(systems: #"{ "name": "a", \#(limits) }, { "name": "b" }, { "name": "c", "limits": {} }"#))
        let named = try #require(SystemID("a"))
        #expect(
            file.limits[named]
                == SystemLimits(
                    requestsPerSecond: 50, bytesPerMinute: 100_000_000, openLeases: 7, waitingPolls: 8))
        for name in ["b", "c"] { #expect(file.limits[try #require(SystemID(name))] == SystemLimits()) }
    }

    @Test(arguments: [
        ("\"requestsPerSecond\": 0", "requestsPerSecond"), ("\"requestsPerSecond\": \"9\"", "requestsPerSecond"),
        ("\"bytesPerMinute\": -1", "bytesPerMinute"), ("\"openLeases\": 1000001", "openLeases"),
        ("\"leases\": 1", "leases"),
    ])
    func `a limit that is none is told at its place`(limit: String, name: String) throws {
        #expect(try path(file(systems: "{ \"name\": \"a\", \"limits\": { \(limit) } }")) == "/systems/0/limits/\(name)")
    }

    @Test(arguments: UnitKind.allCases)
    func `every kind of unit is known by its name`(kind: UnitKind) throws {
        let text = file().replacing("\"ward\"", with: "\"\(kind.rawValue)\"")
        #expect(try read(text).directory.units[.sample("SE1-A")]?.kind == kind)
    }

    @Test(arguments: [
        (#", "kinds": 1"#, "kinds"), (#", "careGiver": "x y""#, "careGiver"), (#", "careUnit": 1"#, "careUnit"),
        (#", "municipalityCodes": ["25801"]"#, "municipalityCodes/0"),
        (#", "municipalityCodes": ["2580", "٢580"]"#, "municipalityCodes/1"),
        (#", "municipalityCodes": "2580""#, "municipalityCodes"),
        (#", "highestSensitivity": 0"#, "highestSensitivity"), (#", "highestSensitivity": 4"#, "highestSensitivity"),
        (#", "reads": { "NoSuchType": [1] }"#, "reads/NoSuchType"),
        (#", "reads": { "AdmissionNotice": [99] }"#, "reads/AdmissionNotice"),
        (#", "reads": { "AdmissionNotice": [] }"#, "reads/AdmissionNotice"),
        (#", "reads": { "AdmissionNotice": ["1"] }"#, "reads/AdmissionNotice/0"),
        (#", "reads": { "AdmissionNotice": 1 }"#, "reads/AdmissionNotice"),
        (#", "contact": { "name": "N" }"#, "contact/phone"), (#", "contact": { "phone": "P" }"#, "contact/name"),
        (#", "contact": { "name": "N", "phone": "P", "mail": "M" }"#, "contact/mail"),
        (#", "validFrom": "2026-01-01""#, "validFrom"), (#", "validTo": "now""#, "validTo"),
    ])
    func `a fault of a unit is told at its place`(unit: String, place: String) throws {
        #expect(try path(file(unit: unit)) == "/organisations/0/units/0/\(place)")
    }

    @Test func `what a unit or an organisation must have is asked for`() throws {
        let sound = file()
        #expect(try path(sound.replacing(#""name": "A", "#, with: "")) == "/organisations/0/units/0/name")
        #expect(try path(sound.replacing(#", "kind": "ward""#, with: "")) == "/organisations/0/units/0/kind")
        #expect(try path(sound.replacing("\"ward\"", with: "\"Ward\"")) == "/organisations/0/units/0/kind")
        #expect(try path(sound.replacing(#""hsaId": "SE1-A", "#, with: "")) == "/organisations/0/units/0/hsaId")
        #expect(try path(sound.replacing(#""hsaId": "SE1", "#, with: "")) == "/organisations/0/hsaId")
        #expect(try path(sound.replacing("\"region\"", with: "\"county\"")) == "/organisations/0/principal")
        #expect(try path(file(organisation: #", "colour": 1"#)) == "/organisations/0/colour")
        #expect(try path(sound.replacing("\"systems\"", with: "\"sistems\"")) == "/sistems")
    }

    @Test func `nothing stands there twice`() throws {
        #expect(try path(file().replacing("SE1-B", with: "SE1-A")) == "/organisations/0/units/1/hsaId")
        let twice = file().replacing(
            "\"organisations\": [", with: #""organisations": [ { "hsaId": "SE1", "name": "X", "principal": "state" }, "#
        )
        #expect(try path(twice) == "/organisations/1/hsaId")
        let system = #"{ "name": "ehr", "grants": [] }"#
        #expect(try path(file(systems: "\(system), \(system)")) == "/systems/1/name")
    }

    @Test(arguments: [
        (#"{ "process": "discharge", "senders": ["SE1-A"] }"#, "/subscriber"),
        (#"{ "subscriber": "SE9-X", "process": "discharge", "senders": ["SE1-A"] }"#, "/subscriber"),
        (#"{ "subscriber": "SE1-B", "process": "discharge" }"#, "/senders"),
        (#"{ "subscriber": "SE1-B", "process": "discharge", "senders": ["SE9-X"] }"#, "/senders"),
        (#"{ "subscriber": "SE1-B", "process": "discharge", "senders": ["x y"] }"#, "/senders/0"),
        (
            #"{ "subscriber": "SE1-B", "process": "discharge", "senders": ["SE1-A"], "whenAddressed": "SE9" }"#,
            "/whenAddressed"
        ),
        (#"{ "subscriber": "SE1-B", "process": "leaving", "senders": ["SE1-A"] }"#, "/process"),
        (#"{ "subscriber": "SE1-B", "types": ["GeneralMessage", "NoSuch"], "senders": ["SE1-A"] }"#, "/types/1"),
        (#"{ "subscriber": "SE1-B", "senders": ["SE1-A"] }"#, ""),
        (#"{ "subscriber": "SE1-B", "process": "general", "types": ["GeneralMessage"], "senders": ["SE1-A"] }"#, ""),
        (#"{ "subscriber": "SE1-B", "type": ["GeneralMessage"], "senders": ["SE1-A"] }"#, "/type"),
    ])
    func `a fault of a subscription is told at its place`(subscription: String, place: String) throws {
        #expect(try path(file(subscriptions: subscription)) == "/subscriptions/0\(place)")
    }

    @Test(arguments: [
        (#"{ "grants": [] }"#, "/name"), (#"{ "name": "EHR", "grants": [] }"#, "/name"),
        (#"{ "name": "e", "grants": [{ "rights": ["fly"], "everywhere": true }] }"#, "/grants/0/rights/0"),
        (#"{ "name": "e", "grants": [{ "everywhere": true }] }"#, "/grants/0/rights"),
        (#"{ "name": "e", "grants": [{ "rights": ["send"] }] }"#, "/grants/0"),
        (#"{ "name": "e", "grants": [{ "rights": ["send"], "everywhere": false }] }"#, "/grants/0"),
        (
            #"{ "name": "e", "grants": [{ "rights": ["send"], "everywhere": true, "organisation": "SE1" }] }"#,
            "/grants/0"
        ),
        (#"{ "name": "e", "grants": [{ "rights": ["send"], "organisation": "SE9" }] }"#, "/grants/0/organisation"),
        (#"{ "name": "e", "grants": [{ "rights": ["send"], "units": ["SE9-X"] }] }"#, "/grants/0/units"),
        (#"{ "name": "e", "grants": [{ "rights": ["send"], "unit": ["SE1-A"] }] }"#, "/grants/0/unit"),
    ])
    func `a fault of a system is told at its place`(system: String, place: String) throws {
        #expect(try path(file(systems: system)) == "/systems/0\(place)")
    }

    @Test func `a grant for an organisation is one for all its units and no others`() throws {
        let grants = try read(
            file(
                systems: """
                    { "name": "ehr", "grants": [{ "rights": ["send"], "organisation": "SE1" }] },
                    { "name": "operator", "grants": [{ "rights": ["operate", "audit"], "everywhere": true }] }
                    """)
        ).grants
        #expect(grants[.ehr] == [Grant([.send], scope: .units([.sample("SE1-A"), .sample("SE1-B")]))])
        #expect(grants[.operations] == [Grant([.operate, .audit], scope: .everywhere)])
    }

    // MARK: Certificates

    @Test func `a system has the HSA-ids of its certificates, in upper case`() throws {
        let systems = #"{ "name": "ehr", "certificates": ["SE1-ehr", "SE1-EHR2"] }"#
        let ehr = try #require(SystemID("ehr"))
        #expect(try read(file(systems: systems)).certificates == ["SE1-EHR": ehr, "SE1-EHR2": ehr])
    }

    @Test(arguments: [
        (#"["191212121212"]"#, "/systems/0/certificates/0"), (#"["SE1-A", "a b"]"#, "/systems/0/certificates/1"),
        (#""SE1-A""#, "/systems/0/certificates"), (#"["SE1-A", "se1-a"]"#, "/systems/0/certificates"),
    ])
    func `a certificate that is no HSA-id, or stands twice, is refused`(list: String, place: String) throws {
        #expect(try path(file(systems: #"{ "name": "ehr", "certificates": \#(list) }"#)) == place)
    }

    @Test func `a certificate is of one system`() throws {
        let systems = ["ehr", "municipal"].map { #"{ "name": "\#($0)", "certificates": ["SE1-A"] }"# }
        #expect(try path(file(systems: systems.joined(separator: ", "))) == "/systems/1/certificates")
    }
}
