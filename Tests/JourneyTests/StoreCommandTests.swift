import Foundation
import Glibc
import TestSupport
import Testing

/// `vaxel store …` as people call it: on the store of a gateway that runs, on one that was killed, on a backup.
@Suite(.serialized)
struct StoreCommandTests {
    private static let samples = RepositoryFiles.root.appending(path: "samples/valid").path
    private static let social = "SE0000000002-SOC1"

    private func vaxel(_ words: String...) async throws -> BuiltProgram.End {
        try await BuiltProgram.run("vaxel", words)
    }

    /// Writes a folder for a gateway on a free port; the path of its configuration.
    private func starter(_ path: String) async throws -> String {
        #expect(try await vaxel("init", path, "--port", "18480").status == 0)
        let config = "\(path)/vaxel.json"
        let text = try String(contentsOfFile: config, encoding: .utf8)
        try text.replacing("\"port\": 18480", with: "\"port\": 0").write(
            toFile: config, atomically: false, encoding: .utf8)
        return config
    }

    private func serve(_ config: String, _ folder: TemporaryFolder) async throws -> BuiltProgram {
        try await BuiltProgram.start("vaxel", ["serve", "--config", config], log: "\(folder.path)/log")
    }

    private func call(
        _ words: [String], as system: String, _ gateway: BuiltProgram, _ path: String
    ) async throws -> BuiltProgram.End {
        try await BuiltProgram.run(
            "vaxel",
            words + ["--url", "http://127.0.0.1:\(gateway.port)", "--token-file", "\(path)/tokens/\(system).token"])
    }

    private func segment(_ path: String) -> URL {
        URL(filePath: "\(path)/data/journal/log/00000000000000000001.seg")
    }

    /// Writes bytes into the first segment.
    private func write(_ bytes: [UInt8], at offset: Int, into path: String) throws {
        let file = try FileHandle(forUpdating: segment(path))
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: bytes)
        try file.close()
    }

    @Test func `a store is judged, listed, counted and backed up beside its gateway, and restored held`() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/gateway"
        let config = try await starter(path)
        let gateway = try await serve(config, folder)
        let notice = "\(Self.samples)/AdmissionNotice.xml"
        #expect(try await call(["send", notice], as: "ehr", gateway, path).status == 0)
        #expect(try await vaxel("store", "verify", "--config", config).status == 0)
        let dump = try await vaxel("store", "dump", "--config", config, "--output", "json")
        let id = "e5269215-02b0-5834-8032-0bad526992cd"
        #expect(dump.status == 0 && dump.output.contains(id) && !dump.output.contains("Tolvan"), "\(dump.output)")
        let stats = try await vaxel("store", "stats", "--config", config, "--output", "json")
        #expect(stats.status == 0 && JSONTree(Array(stats.output.utf8))["lastSequence"].text != nil, "\(stats.output)")
        let backup = "\(folder.path)/backup"
        #expect(try await vaxel("store", "backup", backup, "--config", config).status == 0)
        #expect(try await vaxel("store", "backup", backup, "--config", config).status == 1, "there is one already")
        #expect(try await vaxel("store", "verify", "--folder", backup).status == 0)
        // The gateway has not noticed anything, and what it takes now is not in the backup.
        let later = "\(Self.samples)/GeneralMessage-without-case.json"
        #expect(try await call(["send", later], as: "ehr", gateway, path).status == 0)
        #expect(await gateway.end(SIGTERM).status == 0)

        let other = "\(folder.path)/other"
        let restored = try await starter(other)
        #expect(try await vaxel("store", "restore", backup, "--config", restored).status == 0)
        let held = try await serve(restored, folder)
        let refused = try await call(["send", later], as: "ehr", held, other)
        #expect(refused.status == 1 && refused.output.contains("VX-1760"), "\(refused.output)\(refused.errors)")
        #expect(await held.end(SIGTERM).status == 0)
        let unsaid = try await vaxel("store", "release", "--config", restored)
        #expect(unsaid.status == 1 && unsaid.errors.contains("--yes") && unsaid.errors.contains("Lagret är låst"))
        #expect(try await vaxel("store", "release", "--config", restored, "--yes").status == 0)
        #expect(try await vaxel("store", "release", "--config", restored).output.contains("not held"))
        let released = try await serve(restored, folder)
        let polled = try await call(["poll", Self.social, "--form", "json"], as: "municipal", released, other)
        let messages = JSONTree(Array(polled.output.utf8))["deliveries"].items.compactMap(\.messageID)
        #expect(messages == [id])
        #expect(await released.end(SIGTERM).status == 0)
    }

    @Test func `a backup that is not what was made is told, and not restored`() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/gateway"
        let config = try await starter(path)
        let gateway = try await serve(config, folder)
        #expect(try await call(["send", "\(Self.samples)/AdmissionNotice.xml"], as: "ehr", gateway, path).status == 0)
        let backup = "\(folder.path)/backup"
        #expect(try await vaxel("store", "backup", backup, "--config", config).status == 0)
        #expect(await gateway.end(SIGTERM).status == 0)
        let key = URL(filePath: "\(backup)/store.key")
        try Data(repeating: 7, count: try Data(contentsOf: key).count).write(to: key)
        let verdict = try await vaxel("store", "verify", "--folder", backup)
        #expect(verdict.status == 3 && verdict.errors.contains("store.key"), "\(verdict.output)\(verdict.errors)")
        let restored = try await starter("\(folder.path)/other")
        #expect(try await vaxel("store", "restore", backup, "--config", restored).status == 1)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/other/data/journal/log"))
    }

    @Test func `a torn tail is exit status 1, and damage before the end 3`() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/gateway"
        let config = try await starter(path)
        let gateway = try await serve(config, folder)
        for name in ["AdmissionNotice.xml", "GeneralMessage-without-case.json"] {
            #expect(try await call(["send", "\(Self.samples)/\(name)"], as: "ehr", gateway, path).status == 0)
        }
        _ = await gateway.end(SIGKILL)
        let bytes = try Data(contentsOf: segment(path))
        let last = try #require(bytes.lastIndex { $0 != 0 })
        // The page behind the last batch, as a power cut in the midst of the next would leave it.
        try write([UInt8](repeating: 0xA5, count: 700), at: (last / 4096 + 1) * 4096, into: path)
        let torn = try await vaxel("store", "verify", "--config", config)
        #expect(torn.status == 1, "\(torn.output)")
        #expect(try await vaxel("store", "dump", "--config", config).status == 0)
        try write([bytes[4096 + 300] ^ 1], at: 4096 + 300, into: path)
        let damaged = try await vaxel("store", "verify", "--config", config, "--output", "json")
        #expect(damaged.status == 3, "\(damaged.output)")
        let dump = try await vaxel("store", "dump", "--config", config)
        #expect(dump.status == 3, "\(dump.output)")
        let start = try await vaxel("serve", "--config", config)
        #expect(start.status == 1 && start.errors.contains("vaxel store verify"), "\(start.errors)")
    }
}
