import AccessControl
import Digests
import Foundation
@testable import GatewayService
import LinuxSystem
import Messages
import TestSupport
import Testing

/// Tokens on disk: added, listed and taken back, without ever leaving a file that the gateway could not read.
struct TokenRegisterTests {
    private let folder = TemporaryFolder()
    private let moment = Timestamp(microseconds: 1_795_335_300_000_000)
    private var path: String { "\(folder.path)/gateway" }
    private var credentials: String { "\(path)/credentials.json" }

    init() throws {
        try StarterFolder.write(to: path, port: 0, at: moment)
    }

    private func register() throws -> TokenRegister {
        try TokenRegister(configuration: "\(path)/vaxel.json")
    }

    private func identify(_ token: String) throws -> Identity {
        let ready = try Preflight.prepare(try Configuration(file: "\(path)/vaxel.json"))
        return try ready.tables.access.identify(authorization: ["Bearer \(token)"])
    }

    private func token(_ system: String) throws -> String {
        try TokenFile.read("\(path)/tokens/\(system).token")
    }

    private func fault(_ work: () throws -> Void) throws -> ConfigurationFault {
        try #require(#expect(throws: ConfigurationFault.self) { try work() })
    }

    @Test func `the tokens of a new folder are listed without the tokens`() throws {
        let entries = try register().list()
        #expect(entries.map(\.system.text) == SampleDirectory.systems.map(\.name))
        #expect(entries.map(\.who) == SampleDirectory.systems.map(\.who))
        #expect(entries.allSatisfy { $0.added == moment })
        let digest = HexText.of(SHA256.hash(Array(try token("ehr").utf8)))
        #expect(entries.first?.id == String(digest.prefix(8)))
    }

    @Test func `a second token of a system is shown once, and both let in`() throws {
        let first = try token("ehr")
        let added = try register().add(system: "ehr", who: nil, at: moment)
        guard case .here(let second) = added.token else {
            Issue.record("it went into a file that held another")
            return
        }
        #expect(second.count == 64)
        for token in [first, second] { #expect(try identify(token).system.text == "ehr") }
        let text = try String(contentsOfFile: credentials, encoding: .utf8)
        #expect(!text.contains(second) && !text.contains(first))
        #expect(try register().list().count == SampleDirectory.systems.count + 1)
        #expect(try FileMetadata.of(credentials)?.permissions == 0o600)
    }

    @Test func `a token of a system that has no file goes into one that only its owner reads`() throws {
        try FileBytes.remove("\(path)/tokens/ehr.token")
        let added = try register().add(system: "ehr", who: nil, at: moment)
        #expect(added.token == .file("\(path)/tokens/ehr.token"))
        #expect(try FileMetadata.of("\(path)/tokens/ehr.token")?.permissions == 0o600)
        #expect(try identify(try token("ehr")).system.text == "ehr")
    }

    @Test func `a token that cannot be handed out is not entered`() throws {
        let before = try FileBytes.read(credentials, atMost: 1 << 20)
        try FileBytes.remove("\(path)/tokens")
        try FileBytes.replace("\(path)/tokens", with: Array("no folder".utf8))
        _ = try fault { _ = try register().add(system: "ehr", who: nil, at: moment) }
        #expect(try FileBytes.read(credentials, atMost: 1 << 20) == before)
    }

    @Test func `a token that cannot be entered is not handed out`() throws {
        try FileBytes.remove("\(path)/tokens/ehr.token")
        let lock = try File.open(path, .reading)
        #expect(try lock.lockExclusively())
        _ = try fault { _ = try register().add(system: "ehr", who: nil, at: moment) }
        #expect(!FileBytes.exists("\(path)/tokens/ehr.token"))
        withExtendedLifetime(lock) {}
    }

    @Test func `a person's token names the person`() throws {
        let register = try register()
        #expect(try register.needsPerson("operator") && register.needsPerson("payload-reader"))
        #expect(try !register.needsPerson("ehr"))
        let before = try FileBytes.read(credentials, atMost: 1 << 20)
        #expect(throws: ConfigurationFault.self) { try register.add(system: "auditor", who: nil, at: moment) }
        for name in ["", "a\nb", "Kim 19121212-1212", String(repeating: "x", count: 101)] {
            #expect(throws: ConfigurationFault.self) { try register.add(system: "auditor", who: name, at: moment) }
        }
        #expect(try FileBytes.read(credentials, atMost: 1 << 20) == before)
        let added = try register.add(system: "operator", who: "Åsa \"Nio\" Exempel", at: moment)
        guard case .here(let token) = added.token else {
            Issue.record("no token was shown")
            return
        }
        #expect(try identify(token).who == "Åsa \"Nio\" Exempel")
    }

    @Test func `an unknown system is refused with the nearest name`() throws {
        let fault = try fault { _ = try register().add(system: "municpal", who: nil, at: moment) }
        #expect(fault.detail.contains("did you mean \"municipal\""))
    }

    @Test func `a revoked token lets nobody in, and its file goes`() throws {
        let old = try token("municipal")
        let entry = try #require(try register().list().first { $0.system.text == "municipal" })
        let revoked = try register().revoke(entry.id.uppercased())
        #expect(revoked.entry == entry)
        #expect(revoked.removedFile == "\(path)/tokens/municipal.token")
        #expect(!FileBytes.exists("\(path)/tokens/municipal.token"))
        #expect(throws: IdentificationFailure.unknown) { try identify(old) }
        #expect(try identify(try token("ehr")).system.text == "ehr")
    }

    @Test func `revoking one of two leaves the other and its file`() throws {
        let kept = try token("ehr")
        let added = try register().add(system: "ehr", who: nil, at: moment)
        let revoked = try register().revoke(added.entry.id)
        #expect(revoked.removedFile == nil)
        #expect(try token("ehr") == kept)
        #expect(try identify(kept).system.text == "ehr")
    }

    /// Gives a system of the directory another name, as an operator would who puts in the systems there are.
    private func rename(_ system: String) throws {
        let directory = "\(path)/directory.json"
        let text = try String(contentsOfFile: directory, encoding: .utf8)
        let name = "\"name\": \"\(system)\""
        try #require(text.contains(name))
        try FileBytes.replace(directory, with: Array(text.replacing(name, with: "\"name\": \"other\"").utf8))
    }

    @Test func `a token whose system has gone from the directory is listed and revoked, and then all is sound`() throws
    {
        let entry = try #require(try register().list().first { $0.system.text == "ehr" })
        try rename("ehr")
        #expect(try register().list().contains(entry))
        let revoked = try register().revoke(entry.id)
        #expect(revoked.entry == entry && revoked.removedFile == "\(path)/tokens/ehr.token")
        #expect(try Preflight.check("\(path)/vaxel.json").lines.isEmpty == false)
        #expect(try register().add(system: "other", who: nil, at: moment).entry.system.text == "other")
    }

    @Test func `a token whose system has gone says in both languages how to take it back, and adds nothing`() throws {
        let entry = try #require(try register().list().first { $0.system.text == "ehr" })
        try rename("ehr")
        let before = try FileBytes.read(credentials, atMost: 1 << 20)
        for fault in [
            try fault { _ = try Preflight.check("\(path)/vaxel.json") },
            try fault { _ = try register().add(system: "other", who: nil, at: moment) },
        ] {
            #expect(fault.path == "/credentials/0/system")
            #expect(fault.detail.hasPrefix("no such system is in the directory"))
            #expect(fault.detail.split(separator: "vaxel token revoke \(entry.id)").count == 3)
            #expect(fault.detail.contains("Systemet finns inte i katalogen"))
        }
        #expect(try FileBytes.read(credentials, atMost: 1 << 20) == before)
    }

    @Test func `a token is taken back also while the directory cannot be read`() throws {
        let entry = try #require(try register().list().first)
        try FileBytes.replace("\(path)/directory.json", with: Array("no directory".utf8))
        #expect(try register().revoke(entry.id).entry == entry)
        #expect(throws: ConfigurationFault.self) { try register().add(system: "ehr", who: nil, at: moment) }
    }

    @Test(arguments: ["", "0", "0000000", "00000000", "zzzzzzzz"])
    func `an id that no token has changes nothing`(id: String) throws {
        let before = try FileBytes.read(credentials, atMost: 1 << 20)
        #expect(throws: ConfigurationFault.self) { try register().revoke(id) }
        #expect(try FileBytes.read(credentials, atMost: 1 << 20) == before)
    }

    @Test func `an id that two tokens have asks for more digits`() throws {
        let digests = ["0a", "0b"].map { String(repeating: "1", count: 62) + $0 }
        let lines = digests.map { "{ \"system\": \"ehr\", \"sha256\": \"\($0)\" }" }.joined(separator: ", ")
        try FileBytes.replace(credentials, with: Array("{ \"credentials\": [\(lines)] }".utf8))
        #expect(try fault { _ = try register().revoke("11111111") }.detail.contains("more digits"))
        #expect(try register().revoke(digests[1]).entry.added == nil)
        #expect(try register().list().count == 1)
    }

    @Test func `while one command changes the file another does not`() throws {
        let lock = try File.open(path, .reading)
        #expect(try lock.lockExclusively())
        #expect(try fault { _ = try register().add(system: "ehr", who: nil, at: moment) }.detail.contains("another"))
        withExtendedLifetime(lock) {}
    }

    @Test func `a file that others can read is not used`() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: credentials)
        #expect(throws: ConfigurationFault.self) { try register().list() }
        #expect(throws: ConfigurationFault.self) { try register().add(system: "ehr", who: nil, at: moment) }
    }
}
