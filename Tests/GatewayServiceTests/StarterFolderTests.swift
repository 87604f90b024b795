import AccessControl
import Foundation
@testable import GatewayService
import HTTPTransport
import LinuxSystem
import Messages
import Routing
import SampleWorld
import TestSupport
import Testing

/// What `vaxel init` writes is ready to run and is the organisation that the contract describes.
struct StarterFolderTests {
    private let folder = TemporaryFolder()

    private var path: String { "\(folder.path)/start" }

    @Test func `the folder passes the check and is the documented organisation`() throws {
        let systems = try StarterFolder.write(to: path, port: 8480)
        #expect(systems == ["ehr", "municipal", "grannby", "ntjp", "operator", "payload-reader", "auditor"])
        let report = try Preflight.check("\(path)/vaxel.json")
        #expect(report.lines.contains("3 organisations, 9 units, 2 subscriptions"))
        #expect(report.lines.contains("listens on http://127.0.0.1:8480"))
        #expect(report.lines.contains { $0.hasSuffix("http://127.0.0.1:8481") })
    }

    @Test func `the units are those of the contract and two functions, each with someone to call`() throws {
        try StarterFolder.write(to: path, port: 8480)
        let directory = try Preflight.prepare(Configuration(file: "\(path)/vaxel.json")).tables.directory
        let kinds = directory.units.values.map { "\($0.id) \($0.kind.rawValue)" }.sorted()
        #expect(
            kinds == [
                "SE0000000001-AVD52 ward", "SE0000000001-HC01 healthCentre", "SE0000000001-PSYK1 psychiatricWard",
                "SE0000000001-VC1 headOfOperations",
                "SE0000000002-KHS1 municipalHealthCare", "SE0000000002-MAS1 medicallyResponsibleNurse",
                "SE0000000002-SABO1 specialHousing",
                "SE0000000002-SOC1 socialService", "SE0000000003-SOC1 socialService",
            ])
        #expect(directory.units.values.allSatisfy { $0.contact != nil })
        #expect(directory.units[.neighbour]?.municipalityCodes == ["2581"])
        #expect(Set(directory.subscriptions.map(\.subscriber)) == [.healthCentre, .municipalCare])
        #expect(
            directory.subscriptions.allSatisfy {
                $0.senders == [.ward] && $0.selection == .process(.discharge) && $0.whenAddressed == .municipality
            })
    }

    @Test func `each token opens what its system may and nothing else`() throws {
        let systems = try StarterFolder.write(to: path, port: 8480)
        let access = try Preflight.prepare(Configuration(file: "\(path)/vaxel.json")).tables.access
        var tokens: Set<String> = []
        for system in systems {
            let file = "\(path)/tokens/\(system).token"
            #expect(try FileMetadata.of(file)?.permissions == 0o600)
            let token = try TokenFile.read(file)
            tokens.insert(token)
            let identity = try access.identify(authorization: ["Bearer \(token)"])
            #expect(identity.system.text == system)
            #expect(identity.may(.send, for: .ward) == (system == "ehr"))
            #expect(identity.may(.receive, for: .socialService) == (system == "municipal"))
            #expect(identity.may(.receive, for: .neighbour) == (system == "grannby"))
            #expect(identity.mayEverywhere(.operate) == ["operator", "payload-reader"].contains(system))
            #expect(identity.mayEverywhere(.audit) == (system == "auditor"))
            #expect((identity.who != nil) == ["operator", "payload-reader", "auditor"].contains(system))
        }
        #expect(tokens.count == systems.count)
        #expect(tokens.allSatisfy { $0.utf8.count == 64 })
    }

    @Test func `two folders have no token in common`() throws {
        try StarterFolder.write(to: path, port: 8480)
        try StarterFolder.write(to: "\(folder.path)/other", port: 8480)
        #expect(
            try TokenFile.read("\(path)/tokens/ehr.token") != TokenFile.read("\(folder.path)/other/tokens/ehr.token"))
    }

    @Test func `a folder that is not empty is refused and left as it was`() throws {
        try FileBytes.makeFolder(path)
        try FileBytes.replace("\(path)/.hidden", with: [1])
        let fault = #expect(throws: ConfigurationFault.self) { try StarterFolder.write(to: path, port: 8480) }
        #expect(try #require(fault).detail == "the folder is not empty; nothing was written")
        #expect(try FileBytes.names(in: path) == [".hidden"])
    }

    @Test func `the port of the publishing service can be another`() throws {
        try StarterFolder.write(to: path, port: 0, publisherPort: 9000)
        let configuration = try Configuration(file: "\(path)/vaxel.json")
        #expect(configuration.listen.port == 0)
        #expect(configuration.publisher.endpoint == .tcp(host: "127.0.0.1", port: 9000))
    }

    @Test(arguments: ["credentials.json", "tokens/ehr.token"])
    func `the check refuses a secret that others can read`(name: String) throws {
        try StarterFolder.write(to: path, port: 8480)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(path)/\(name)")
        let fault = #expect(throws: ConfigurationFault.self) { try Preflight.check("\(path)/vaxel.json") }
        #expect(try #require(fault).file == "\(path)/\(name)")
    }

    @Test(arguments: ["vaxel.json", "directory.json", "credentials.json"])
    func `the check says which file is missing`(name: String) throws {
        try StarterFolder.write(to: path, port: 8480)
        try FileBytes.remove("\(path)/\(name)")
        let fault = #expect(throws: ConfigurationFault.self) { try Preflight.check("\(path)/vaxel.json") }
        #expect(try #require(fault).file == "\(path)/\(name)")
    }
}
