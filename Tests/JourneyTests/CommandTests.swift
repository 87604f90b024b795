import Foundation
import Glibc
import TestSupport
import Testing

/// The program as people call it from a shell.
@Suite(.serialized)
struct CommandTests {
    private func vaxel(_ arguments: String...) async throws -> BuiltProgram.End {
        try await BuiltProgram.run("vaxel", arguments)
    }

    private func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    /// A folder as `vaxel init` writes it.
    private func starter() async throws -> (TemporaryFolder, String) {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/gateway"
        #expect(try await vaxel("init", path, "--port", "18480").status == 0)
        return (folder, path)
    }

    /// Changes a text in a folder's `vaxel.json`.
    private func change(_ path: String, _ old: String, to new: String) throws {
        let file = URL(filePath: "\(path)/vaxel.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains(old))
        try text.replacing(old, with: new).write(to: file, atomically: false, encoding: .utf8)
    }

    // MARK: init, check

    @Test func `init writes a folder that only its owner reads, and refuses one that is not empty`() async throws {
        let (folder, path) = try await starter()
        for name in ["", "/tokens"] { #expect(try mode(path + name) == 0o700, "\(name)") }
        let tokens = try FileManager.default.contentsOfDirectory(atPath: "\(path)/tokens").sorted()
        #expect(
            tokens == [
                "auditor.token", "ehr.token", "grannby.token", "municipal.token", "ntjp.token", "operator.token",
                "payload-reader.token",
            ])
        for name in tokens.map({ "tokens/\($0)" }) + ["vaxel.json", "directory.json", "credentials.json"] {
            #expect(try mode("\(path)/\(name)") == 0o600, "\(name)")
        }
        #expect(Set(try tokens.map { try String(contentsOfFile: "\(path)/tokens/\($0)", encoding: .utf8) }).count == 7)
        #expect(try String(contentsOfFile: "\(path)/vaxel.json", encoding: .utf8).contains("18481"))
        #expect(try await vaxel("check", "--config", "\(path)/vaxel.json").status == 0)
        let again = try await vaxel("init", path)
        #expect(again.status == 1)
        #expect(again.errors.contains("not empty"))
        withExtendedLifetime(folder) {}
    }

    @Test func `check refuses a token file that others can read, naming it`() async throws {
        let (folder, path) = try await starter()
        chmod("\(path)/tokens/ehr.token", 0o644)
        for command in ["check", "serve"] {
            let end = try await vaxel(command, "--config", "\(path)/vaxel.json")
            #expect(end.status == 1)
            #expect(end.errors.contains("ehr.token"))
        }
        withExtendedLifetime(folder) {}
    }

    @Test func `check names the key nearest to an unknown one`() async throws {
        let (folder, path) = try await starter()
        try change(path, "\"directory\":", to: "\"directry\":")
        let end = try await vaxel("check", "--config", "\(path)/vaxel.json")
        #expect(end.status == 1)
        #expect(end.errors.contains("/directry") && end.errors.contains("did you mean \"directory\""), "\(end.errors)")
        withExtendedLifetime(folder) {}
    }

    @Test func `listening beyond this machine must be said twice`() async throws {
        let (folder, path) = try await starter()
        try change(path, "\"address\": \"127.0.0.1\"", to: "\"address\": \"0.0.0.0\"")
        let refused = try await vaxel("check", "--config", "\(path)/vaxel.json")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("/listen/address") && refused.errors.contains("acceptUnencryptedTraffic"))
        try change(path, "\"address\": \"0.0.0.0\"", to: "\"address\": \"0.0.0.0\", \"beyondLoopback\": true")
        #expect(try await vaxel("check", "--config", "\(path)/vaxel.json").status == 1)
        withExtendedLifetime(folder) {}
    }

    // MARK: serve, send, poll, dead

    @Test func `serve, send, poll and dead do the main job from the shell`() async throws {
        let (folder, path) = try await starter()
        try change(path, "\"port\": 18480", to: "\"port\": 0")
        let gateway = try await BuiltProgram.start(
            "vaxel", ["serve", "--config", "\(path)/vaxel.json"], log: "\(folder.path)/log")
        func call(_ words: String..., as system: String) async throws -> BuiltProgram.End {
            try await BuiltProgram.run(
                "vaxel",
                words + ["--url", "http://127.0.0.1:\(gateway.port)", "--token-file", "\(path)/tokens/\(system).token"])
        }
        let samples = RepositoryFiles.root.appending(path: "samples").path
        let notice = "\(samples)/valid/AdmissionNotice.xml"
        let sent = try await call("send", notice, "\(samples)/valid/GeneralMessage-without-case.json", as: "ehr")
        #expect(sent.status == 0, "\(sent.output)\(sent.errors)")
        #expect(sent.output.contains("accepted"))
        #expect(try await call("send", notice, as: "ehr").output.contains("known already"))
        let refused = try await call("send", "\(samples)/invalid/VX-1201-check-digit.xml", as: "ehr")
        #expect(refused.status == 1)
        #expect(refused.output.contains("VX-1201") && refused.output.contains("/patient/id"), "\(refused.output)")

        let social = "SE0000000002-SOC1"
        let looked = try await call("poll", social, "--form", "xml", as: "municipal")
        #expect(looked.output.contains("<message") && looked.status == 0)
        let first = try await call("poll", social, "--max", "1", "--complete", as: "municipal")
        #expect(JSONTree(Array(first.output.utf8))["deliveries"].items.count == 1)
        let second = try await call("poll", social, "--reject", "EJ-KAND", as: "municipal")
        #expect(second.output.contains("leaseId"))
        let nothing = try await call("poll", social, as: "municipal")
        #expect(nothing.status == 0 && nothing.output.isEmpty)

        let listed = try await call("dead", "list", "--output", "json", as: "operator")
        let letter = try #require(JSONTree(Array(listed.output.utf8))["deadLetters"].items.first?["deadLetterId"].text)
        #expect(try await call("dead", "list", as: "operator").output.contains("EJ-KAND"))
        let shown = try await call("dead", "show", letter, as: "operator")
        #expect(shown.output.contains("EJ-KAND") && shown.output.contains("031-390 06 11"), "\(shown.output)")
        #expect(try await call("dead", "retry", letter, as: "operator").status == 0)
        #expect(try await call("dead", "retry", letter, as: "operator").status == 1)
        #expect(try await call("dead", "list", as: "operator").output.contains("no dead letters"))
        #expect(try await call("dead", "list", as: "ehr").status == 1)
        let id = try #require(JSONTree(Array(second.output.utf8))["deliveries"].items.first?.messageID)
        let traced = try await call("trace", id, as: "operator")
        #expect(traced.status == 0, "\(traced.errors)")
        for word in ["accepted", "available", "offered", "given up", "tried again", social, "waiting"] {
            #expect(traced.output.contains(word), "\(word): \(traced.output)")
        }
        let status = try await call("trace", id, "--output", "json", as: "operator")
        #expect(JSONTree(Array(status.output.utf8))["messageId"].text == id)
        #expect(try await call("trace", "00000000-0000-4000-8000-00000000ffff", as: "operator").status == 1)
        #expect(try await call("poll", social, "--complete", as: "municipal").output.contains("leaseId"))
        let receipts = try await call("poll", "SE0000000001-AVD52", "--complete", as: "ehr")
        #expect(receipts.output.contains("ApplicationReceipt"))
        let end = await gateway.end(SIGINT)
        #expect(end.status == 0 && end.isByItself)
        #expect(try await call("send", notice, as: "ehr").status == 1, "no gateway, no success")
    }

    @Test func `two gateways do not run on one folder`() async throws {
        let (folder, path) = try await starter()
        try change(path, "\"port\": 18480", to: "\"port\": 0")
        let config = "\(path)/vaxel.json"
        let gateway = try await BuiltProgram.start("vaxel", ["serve", "--config", config], log: "\(folder.path)/log")
        #expect(try await vaxel("serve", "--config", config).status == 1)
        #expect(await gateway.end(SIGTERM).status == 0)
    }

    @Test func `a dead letter is discarded with a reason, from the shell`() async throws {
        let (folder, path) = try await starter()
        try change(path, "\"port\": 18480", to: "\"port\": 0")
        let gateway = try await BuiltProgram.start(
            "vaxel", ["serve", "--config", "\(path)/vaxel.json"], log: "\(folder.path)/log")
        func call(_ words: String..., as system: String) async throws -> BuiltProgram.End {
            try await BuiltProgram.run(
                "vaxel",
                words + ["--url", "http://127.0.0.1:\(gateway.port)", "--token-file", "\(path)/tokens/\(system).token"])
        }
        let sample = RepositoryFiles.root.appending(path: "samples/valid/GeneralMessage.json").path
        #expect(try await call("send", sample, as: "ehr").status == 0)
        #expect(try await call("poll", "SE0000000002-SOC1", "--reject", "EJ-KAND", as: "municipal").status == 0)
        let listed = try await call("dead", "list", "--output", "json", as: "operator")
        let letter = try #require(JSONTree(Array(listed.output.utf8))["deadLetters"].items.first?["deadLetterId"].text)
        #expect(try await call("dead", "discard", letter, as: "operator").status == 2, "a reason is needed")
        let reason = "Avdelningen har ringt"
        #expect(try await call("dead", "discard", letter, "--reason", reason, as: "operator").status == 0)
        #expect(try await call("dead", "discard", letter, "--reason", reason, as: "operator").status == 1)
        #expect(try await call("dead", "list", as: "operator").output.contains("no dead letters"))
        #expect(await gateway.end(SIGTERM).status == 0)
        let check = try await vaxel("check", "--config", "\(path)/vaxel.json")
        #expect(check.output.contains("the audit trail is whole: 1 line\n"), "\(check.output)")
    }

    // MARK: token, explain

    @Test func `tokens are added, listed and revoked, and a start takes them`() async throws {
        let (folder, path) = try await starter()
        let config = "\(path)/vaxel.json"
        let added = try await vaxel("token", "add", "ehr", "--config", config)
        #expect(added.status == 0)
        let token = added.output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(token.count == 64)
        #expect(added.errors.contains("when it reloads"))
        let listed = try await vaxel("token", "list", "--config", config)
        #expect(listed.output.split(separator: "\n").count { $0.contains("  ehr ") } == 2)
        #expect(!listed.output.contains(token))
        let tokens = JSONTree(
            Array(try await vaxel("token", "list", "--config", config, "--output", "json").output.utf8))["tokens"].items
        let ids = tokens.filter { $0["system"].text == "ehr" }.compactMap { $0["id"].text }
        #expect(ids.count == 2)
        #expect(tokens.allSatisfy { $0["added"].text != nil })
        #expect(try await vaxel("token", "revoke", ids[0], "--config", config).status == 0)
        #expect(!FileManager.default.fileExists(atPath: "\(path)/tokens/ehr.token"))
        #expect(try await vaxel("token", "revoke", ids[0], "--config", config).status == 1)
        #expect(try await vaxel("token", "add", "nobody", "--config", config).status == 1)
        #expect(try await vaxel("token", "add", "operator", "--config", config).status == 2)
        #expect(try await vaxel("token", "add", "operator", "--who", "Åsa Nio", "--config", config).status == 0)
        #expect(try await vaxel("check", "--config", config).status == 0)
        withExtendedLifetime(folder) {}
    }

    @Test func `explain says who would get a message, and refuses what the gateway would`() async throws {
        let (folder, path) = try await starter()
        let config = "\(path)/vaxel.json"
        let samples = RepositoryFiles.root.appending(path: "samples").path
        let told = try await vaxel("explain", "\(samples)/valid/AdmissionNotice.xml", "--config", config)
        #expect(told.status == 0, "\(told.errors)")
        for word in ["SE0000000001-HC01", "subscription", "receipts", "not known here"] {
            #expect(told.output.contains(word), "\(word): \(told.output)")
        }
        let json = try await vaxel(
            "explain", "\(samples)/valid/AdmissionNotice.xml", "--config", config, "--output", "json")
        let tree = JSONTree(Array(json.output.utf8))
        #expect(tree["accepted"].boolean == true && tree["recipients"].items.count >= 2)
        let refused = try await vaxel("explain", "\(samples)/invalid/VX-1201-check-digit.xml", "--config", config)
        #expect(refused.status == 1)
        #expect(refused.output.contains("VX-1201"))
        withExtendedLifetime(folder) {}
    }

    // MARK: validate, schemas, version, help

    @Test func `validate accepts every valid sample and refuses every invalid one by its code`() async throws {
        let samples = RepositoryFiles.root.appending(path: "samples").path
        let valid = RepositoryFiles.names(in: "samples/valid").map { "\(samples)/valid/\($0)" }
        let accepted = try await BuiltProgram.run("vaxel", ["validate"] + valid)
        #expect(accepted.status == 0, "\(accepted.output)")
        let invalid = RepositoryFiles.names(in: "samples/invalid")
        let refused = try await BuiltProgram.run(
            "vaxel", ["validate", "--output", "json"] + invalid.map { "\(samples)/invalid/\($0)" })
        #expect(refused.status == 1)
        let verdicts = refused.output.split(separator: "\n").map { JSONTree(Array($0.utf8)) }
        #expect(verdicts.count == invalid.count)
        for (name, verdict) in zip(invalid, verdicts) {
            #expect(verdict["accepted"].boolean == false)
            #expect(verdict["errors"].items.first?["code"].text == String(name.prefix(7)), "\(name)")
        }
        #expect(try await vaxel("validate", "\(samples)/invalid/VX-1201-check-digit.json").status == 1)
        #expect(try await vaxel("validate", "\(samples)/no-such-file.xml").status == 1)
    }

    @Test func `schemas export writes exactly what lies in the repository`() async throws {
        let folder = TemporaryFolder()
        #expect(try await vaxel("schemas", "export", "\(folder.path)/schemas").status == 0)
        let written = try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/schemas").sorted()
        let kept = try FileManager.default.subpathsOfDirectory(
            atPath: RepositoryFiles.root.appending(path: "schemas").path
        ).sorted()
        #expect(written == kept)
        for name in written where name.contains(".") {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(folder.path)/schemas/\(name)")))
            #expect(try RepositoryFiles.bytes("schemas/\(name)") == bytes, "\(name)")
        }
    }

    @Test func `the help pages are what the snapshot holds`() async throws {
        let commands = [
            [], ["init"], ["serve"], ["check"], ["demo"], ["send"], ["poll"], ["queues"], ["trace"], ["dead", "list"],
            ["dead", "show"], ["dead", "retry"], ["dead", "discard"], ["token", "add"], ["token", "list"],
            ["token", "revoke"], ["store", "verify"], ["store", "dump"], ["store", "stats"], ["store", "backup"],
            ["store", "restore"], ["store", "release"], ["validate"], ["explain"], ["schemas", "export"], ["version"],
        ]
        var pages = ""
        for command in commands {
            let end = try await BuiltProgram.run("vaxel", command + ["--help"])
            #expect(end.status == 0, "vaxel \(command.joined(separator: " ")) --help")
            #expect(end.errors.isEmpty)
            pages += "$ vaxel \((command + ["--help"]).joined(separator: " "))\n\(end.output)\n"
        }
        let name = "Tests/JourneyTests/Snapshots/help.txt"
        if ProcessInfo.processInfo.environment["VAXEL_RECORD_SNAPSHOTS"] != nil {
            try Data(pages.utf8).write(to: RepositoryFiles.root.appending(path: name))
        }
        let snapshot = String(decoding: try RepositoryFiles.bytes(name), as: UTF8.self)
        #expect(pages == snapshot, "if the change is meant: VAXEL_RECORD_SNAPSHOTS=1 swift test --filter CommandTests")
    }

    @Test(arguments: [
        [], ["nonsense"], ["serve"], ["init"], ["init", "a", "b"], ["send"], ["poll"], ["validate"],
        ["check", "--confg", "x"],
        ["dead", "show"], ["schemas", "export"], ["dead", "discard", "1-0"], ["token", "add", "ehr"],
        ["token", "list"],
        ["token", "revoke"], ["store", "verify"], ["store", "backup"], ["store", "restore", "x"],
        ["store", "dump", "--folder", "x", "--from", "9", "--to", "8"], ["explain"], ["explain", "x"], ["trace"],
        ["queues", "a", "b"],
        ["trace", "x", "--url", "http://127.0.0.1:1", "--token-file", "x"],
        ["poll", "U", "--max", "0", "--url", "http://127.0.0.1:1", "--token-file", "x"],
        ["send", "f", "--url", "http://127.0.0.1:1"], ["init", "x", "--port", "99999"], ["version", "--help=1"],
    ])
    func `wrong usage is told on the error stream and is exit status 2`(words: [String]) async throws {
        let end = try await BuiltProgram.run("vaxel", words)
        #expect(end.status == 2, "\(end.errors)")
        #expect(words.isEmpty ? end.output.contains("Usage") : end.errors.contains("--help"))
    }

    @Test func `version prints one line`() async throws {
        let end = try await vaxel("version")
        #expect(end.status == 0)
        #expect(end.output.split(separator: "\n").count == 1)
    }

    @Test func `the demonstration ends by itself with every step done`() async throws {
        let end = try await vaxel("demo")
        #expect(end.status == 0, "\(end.output)\(end.errors)")
        #expect(end.output.contains("every step went as it should"))
        #expect(end.errors.isEmpty)
    }
}
