import AccessControl
import Digests
import Foundation
@testable import GatewayService
import LinuxSystem
import Messages
import SampleWorld
import TestSupport
import Testing

/// Credentials, token files and the store's key: what is taken, and from whom it must be kept.
struct SecretsTests {
    private let folder = TemporaryFolder()
    private let digest = String(repeating: "0a", count: 32)

    private func write(_ text: String, to name: String, mode: UInt32 = 0o600) throws -> String {
        let path = "\(folder.path)/\(name)"
        try FileBytes.replace(path, with: Array(text.utf8))
        try FileManager.default.setAttributes([.posixPermissions: Int(mode)], ofItemAtPath: path)
        return path
    }

    private func mode(_ path: String) throws -> UInt32 {
        try #require(try FileMetadata.of(path)).permissions
    }

    // MARK: Credentials

    private func credentials(_ entries: String) throws -> CredentialsFile {
        try CredentialsFile(
            bytes: Array("{ \"credentials\": [\(entries)] }".utf8), file: "c",
            grants: [
                .ehr: [Grant([.send], scope: .everywhere)], .operations: [Grant([.operate], scope: .everywhere)],
            ])
    }

    @Test func `a credential is a system and the digest of its token`() throws {
        let found = try credentials(
            """
            { "system": "ehr", "sha256": "\(digest)" },
            { "system": "operator", "sha256": "\(String(repeating: "FF", count: 32))", "who": "Prov" }
            """
        ).credentials
        #expect(
            found == [
                Credential(system: .ehr, digest: [UInt8](repeating: 10, count: 32)),
                Credential(system: .operations, digest: [UInt8](repeating: 255, count: 32), who: "Prov"),
            ])
    }

    @Test(arguments: [
        (#"{ "sha256": "DIGEST" }"#, "system"), (#"{ "system": "nobody", "sha256": "DIGEST" }"#, "system"),
        (#"{ "system": "ehr" }"#, "sha256"), (#"{ "system": "ehr", "sha256": "0a" }"#, "sha256"),
        (#"{ "system": "ehr", "sha256": "xDIGEST" }"#, "sha256"),
        (#"{ "system": "ehr", "token": "secret-0123456789" }"#, "token"),
        (#"{ "system": "operator", "sha256": "DIGEST" }"#, "who"),
        (#"{ "system": "operator", "sha256": "DIGEST", "who": "" }"#, "who"),
    ])
    func `a fault of a credential is told at its place and tells no secret`(entry: String, place: String) throws {
        let text = entry.replacing("DIGEST", with: digest)
        let fault = try #require(#expect(throws: ConfigurationFault.self) { try credentials(text) })
        #expect(fault.path == "/credentials/0/\(place)")
        #expect(!fault.description.contains("secret-") && !fault.description.contains(digest))
    }

    @Test func `the same token does not stand there twice`() throws {
        let entry = "{ \"system\": \"ehr\", \"sha256\": \"\(digest)\" }"
        let fault = try #require(#expect(throws: ConfigurationFault.self) { try credentials("\(entry), \(entry)") })
        #expect(fault.path == "/credentials/1/sha256")
    }

    // MARK: Token files

    @Test func `a token is the first word of a file that only its owner can read`() throws {
        #expect(try TokenFile.read(try write("0123456789abcdef\n", to: "t")) == "0123456789abcdef")
        #expect(try TokenFile.read(try write("  0123456789abcdef # ehr\n", to: "t", mode: 0o400)) == "0123456789abcdef")
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o601, 0o666] as [UInt32])
    func `a token that others can get at is refused, and it is said how to mend that`(mode: UInt32) throws {
        let path = try write("0123456789abcdef", to: "t", mode: mode)
        let fault = try #require(#expect(throws: ConfigurationFault.self) { try TokenFile.read(path) })
        #expect(fault.detail.hasSuffix("chmod 600 \(path)"))
        #expect(!fault.description.contains("0123456789abcdef"))
    }

    @Test(arguments: ["", "\n", "short"])
    func `a file without a token is refused, and what it holds is not told`(text: String) throws {
        let path = try write(text, to: "t")
        let fault = try #require(#expect(throws: ConfigurationFault.self) { try TokenFile.read(path) })
        #expect(fault.detail == "holds no token")
        #expect(throws: ConfigurationFault.self) { try TokenFile.read("\(folder.path)/none") }
    }

    // MARK: The data folder

    @Test func `the data folder is its owner's alone, and its key is drawn once`() throws {
        let path = "\(folder.path)/data"
        let first = try DataFolder(path)
        #expect(try mode(path) == 0o700)
        #expect(try mode(first.journal) == 0o700)
        #expect(try mode(first.deadLetters) == 0o700)
        #expect(try mode("\(path)/store.key") == 0o600)
        #expect(first.key.count == 16)
        #expect(try DataFolder(path).key == first.key)
        #expect(try DataFolder("\(folder.path)/other").key != first.key)
    }

    @Test func `a data folder that others can read is refused`() throws {
        let path = "\(folder.path)/data"
        _ = try DataFolder(path)
        try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: path)
        let fault = #expect(throws: ConfigurationFault.self) { try DataFolder(path) }
        #expect(try #require(fault).detail.hasSuffix("chmod 700 \(path)"))
    }

    @Test func `a key of another length, one that others can read and a link are refused and left alone`() throws {
        let path = "\(folder.path)/data"
        _ = try DataFolder(path)
        let key = try write("short", to: "data/store.key")
        #expect(throws: ConfigurationFault.self) { try DataFolder(path) }
        #expect(try FileBytes.read(key, atMost: 99) == Array("short".utf8))
        _ = try write("0123456789abcdef", to: "data/store.key", mode: 0o644)
        #expect(throws: ConfigurationFault.self) { try DataFolder(path) }
        let target = try write("0123456789abcdef", to: "elsewhere")
        try FileBytes.remove(key)
        try FileManager.default.createSymbolicLink(atPath: key, withDestinationPath: target)
        #expect(throws: ConfigurationFault.self) { try DataFolder(path) }
    }

    @Test(arguments: ["journal", "dead-letters", "dead-letters/RETRY", "audit"])
    func `a link in the place of a folder in it is refused, by a start and by a check`(name: String) throws {
        let path = "\(folder.path)/data"
        _ = try DataFolder(path)
        let elsewhere = "\(folder.path)/elsewhere"
        try FileBytes.makeFolder(elsewhere)
        try FileBytes.remove("\(path)/\(name)")
        try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: elsewhere)
        let fault = #expect(throws: ConfigurationFault.self) { try DataFolder(path) }
        #expect(try #require(fault).description.contains("\(path)/\(name)"))
        #expect(throws: ConfigurationFault.self) { try DataFolder.check(path) }
        #expect(try FileBytes.names(in: elsewhere).isEmpty)
    }

    @Test func `a file in the place of the data folder is refused`() throws {
        let path = try write("x", to: "file")
        #expect(throws: ConfigurationFault.self) { try DataFolder(path) }
    }
}
