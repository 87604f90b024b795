import AuditTrail
import Foundation
import Glibc
import MessageFormats
import Messages
@testable import Operations
import Queues
import SampleWorld
import Telemetry
import TestSupport
import Testing

/// Folders of dead letters that an operator moved to `RETRY/`.
struct RetryFolderTests {
    private let scratch: ScratchQueue
    private let audit: ScratchAudit
    private let folder = TemporaryFolder()
    private let folders: DeadLetterFolders
    private let complaints = Tally()
    private let unit = "SE0000000002-SOC1"

    init() async throws {
        scratch = try await ScratchQueue()
        audit = try await ScratchAudit(now: scratch.now)
        let complaints = complaints
        folders = DeadLetterFolders(
            root: folder.path, queue: scratch.queue, directory: { .sample() }, audit: audit.log, now: scratch.now,
            log: Log(minimum: .warning, sink: { _ in complaints.add() }, now: { 0 }))
        try FileManager.default.createDirectory(atPath: "\(folder.path)/RETRY", withIntermediateDirectories: true)
    }

    /// Makes a dead letter with its folder, and returns its id and the folder's name.
    private func die(_ sample: String = "AdmissionNotice", lane: String = "l") async throws -> (DeliveryID, String) {
        try await scratch.accept(try ValidSample.read(sample), to: [Destination(.socialService)], lane: lane)
        let id = try #require(try await scratch.bury(Destination(.socialService)))
        _ = await folders.project()
        return (id, "20261122T080000Z-\(sample)-\(id)")
    }

    private func move(_ name: String, to new: String? = nil) throws {
        try FileManager.default.moveItem(
            atPath: "\(folder.path)/\(unit)/\(name)", toPath: "\(folder.path)/RETRY/\(new ?? name)")
    }

    private func names(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/\(path)")) ?? []).sorted()
    }

    private func look() async {
        var memory = RetryFolder.Memory()
        await folders.takeMoved(&memory)
    }

    @Test func `a dead letter whose folder is moved there goes back into its queue, and the folder goes`() async throws
    {
        let (id, name) = try await die()
        try move(name)
        await look()
        #expect(scratch.queue.conservation().dead == 0)
        #expect(names("RETRY").isEmpty)
        #expect(try await scratch.lease(Destination(.socialService))?.facts.delivery == id)
        #expect(audit.actions == ["dead-letter-retried"])
        #expect(audit.entries.first?["system"]?.text == "(folder)")
        #expect(audit.entries.first?["deliveryId"]?.text == id.description)
        #expect(audit.entries.first?["who"] == nil)
        #expect(complaints.count == 0)
    }

    @Test func `a folder that lies there is not made again at its unit`() async throws {
        let (_, name) = try await die()
        try move(name)
        _ = await folders.project()
        #expect(names(unit).isEmpty)
        #expect(names("RETRY") == [name])
        #expect(scratch.queue.conservation().dead == 1)
    }

    @Test func `what is not exactly a dead letter's folder is left alone and complained of once`() async throws {
        let (id, name) = try await die()
        let other = "20261122T080001Z-AdmissionNotice-\(id)"
        for stranger in [other, "20261122T080000Z-AdmissionNotice-999-0", "notes", "SE0000000002-SOC1"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/RETRY/\(stranger)", withIntermediateDirectories: true)
        }
        try Data("x".utf8).write(to: URL(filePath: "\(folder.path)/RETRY/file"))
        let before = names("RETRY")
        var memory = RetryFolder.Memory()
        for _ in 1...3 { await folders.takeMoved(&memory) }
        #expect(names("RETRY") == before)
        #expect(complaints.count == before.count)
        #expect(scratch.queue.conservation().dead == 1)
        #expect(audit.entries.isEmpty)
        #expect(names(unit) == [name])
    }

    @Test func `a link or a file of a dead letter's name is not taken`() async throws {
        let (_, first) = try await die()
        let (_, second) = try await die("GeneralMessage", lane: "m")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/RETRY/\(first)", withDestinationPath: "\(folder.path)/\(unit)/\(first)")
        try Data("x".utf8).write(to: URL(filePath: "\(folder.path)/RETRY/\(second)"))
        await look()
        #expect(scratch.queue.conservation().dead == 2)
        #expect(names("RETRY").count == 2)
    }

    @Test func `a link in the place of the folder itself leads nowhere`() async throws {
        let (_, name) = try await die()
        let elsewhere = TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: "\(elsewhere.path)/\(name)", withIntermediateDirectories: true)
        try FileManager.default.removeItem(atPath: "\(folder.path)/RETRY")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/RETRY", withDestinationPath: elsewhere.path)
        await look()
        #expect(scratch.queue.conservation().dead == 1)
        #expect(FileManager.default.fileExists(atPath: "\(elsewhere.path)/\(name)"))
    }

    @Test func `an audit trail that takes no entry keeps the letter, and it is tried again`() async throws {
        let (_, name) = try await die()
        try move(name)
        audit.storage.fail(.write, with: ENOSPC, forever: true)
        var memory = RetryFolder.Memory()
        for _ in 1...3 {
            await folders.takeMoved(&memory)
            _ = await folders.project()
        }
        #expect(scratch.queue.conservation().dead == 1)
        #expect(complaints.count == 1, "told once, not at every look")
        #expect(names(unit).isEmpty)
        audit.storage.mend()
        await folders.takeMoved(&memory)
        #expect(scratch.queue.conservation().dead == 0)
        #expect(audit.actions == ["dead-letter-retried"])
        #expect(names("RETRY").isEmpty)
    }

    @Test func `a start finishes what a crash broke off, before the letter was back and after`() async throws {
        let (before, first) = try await die()
        let (after, second) = try await die("GeneralMessage", lane: "m")
        try move(first, to: ".\(first)")
        try move(second, to: ".\(second)")
        _ = try await scratch.queue.retryDeadLetter(after, by: .folder)
        await look()
        #expect(scratch.queue.conservation().dead == 0)
        #expect(try await scratch.queue.status(of: before) != nil)
        #expect(names("RETRY").isEmpty)
        #expect(audit.actions == ["dead-letter-retried"], "the one that was back was told of before")
    }

    // MARK: What lies hidden there

    private func write(_ text: String, to path: String) throws {
        let file = URL(filePath: "\(folder.path)/\(path)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    @Test func `a folder goes with the folders in it, and its letter's next death is not retried`() async throws {
        let (id, name) = try await die()
        try write("x", to: "\(unit)/\(name)/notes/deep/x.txt")
        try move(name)
        await look()
        #expect(names("RETRY").isEmpty)
        #expect(try await scratch.bury(Destination(.socialService)) == id)
        _ = await folders.project()
        await look()
        #expect(scratch.queue.conservation().dead == 1)
        #expect(names(unit) == [name])
        #expect(audit.actions == ["dead-letter-retried"])
    }

    @Test func `a folder that cannot be removed retries its letter only once`() async throws {
        let (id, name) = try await die()
        try write("x", to: "\(unit)/\(name)\(String(repeating: "/d", count: 100))/x.txt")
        try move(name)
        var memory = RetryFolder.Memory()
        await folders.takeMoved(&memory)
        #expect(try await scratch.bury(Destination(.socialService)) == id)
        for _ in 1...3 {
            await folders.takeMoved(&memory)
            _ = await folders.project()
        }
        await look()
        #expect(scratch.queue.conservation().dead == 1)
        #expect(names("RETRY") == [".\(name).done"])
        #expect(names(unit) == [name], "the new death has a folder at its unit")
        #expect(audit.actions == ["dead-letter-retried"])
    }

    @Test func `a hidden folder of an earlier death goes, and the letter stays dead`() async throws {
        let (id, name) = try await die()
        let earlier = ".20261121T080000Z-AdmissionNotice-\(id)"
        try write("x", to: "RETRY/\(earlier)/message.json")
        await look()
        #expect(scratch.queue.conservation().dead == 1)
        #expect(names("RETRY").isEmpty)
        #expect(names(unit) == [name])
        #expect(audit.entries.isEmpty)
    }

    @Test func `what is hidden there and none of ours stays as it is, and retries nothing`() async throws {
        let (id, name) = try await die()
        for folder in [".notes-2026-11", ".\(id)", ".x-\(id)", "..\(name)", ".\(name)x", ".\(name).old"] {
            try write("keep", to: "RETRY/\(folder)/keep.txt")
        }
        try write("keep", to: "RETRY/.\(name)")
        try write("keep", to: "RETRY/.\(name).done")
        try write("keep", to: "RETRY/.DS_Store")
        let (_, linked) = try await die("GeneralMessage", lane: "m")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/RETRY/.\(linked)", withDestinationPath: "\(folder.path)/\(unit)")
        let before = FileManager.default.subpaths(atPath: "\(folder.path)/RETRY")?.sorted()
        var memory = RetryFolder.Memory()
        for _ in 1...2 {
            await folders.takeMoved(&memory)
            _ = await folders.project()
        }
        #expect(FileManager.default.subpaths(atPath: "\(folder.path)/RETRY")?.sorted() == before)
        #expect(scratch.queue.conservation().dead == 2)
        #expect(audit.entries.isEmpty)
        #expect(names(unit) == [name, linked].sorted())
        #expect(complaints.count == names("RETRY").count, "each is told of once")
    }

    @Test func `a file of a letter's name does not take its folder's place at the unit`() async throws {
        let (_, name) = try await die()
        try write("x", to: "RETRY/\(name)")
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(unit)/\(name)")
        _ = await folders.project()
        #expect(names(unit) == [name])
    }

    @Test(.timeLimit(.minutes(30)))
    func `the worker notices what is moved`() async throws {
        let folders = folders
        let (_, name) = try await die()
        let running = Task { await folders.run() }
        try move(name)
        let queue = scratch.queue
        await until { queue.conservation().dead == 0 }
        await until { names("RETRY").isEmpty }
        queue.endWaiting()
        await running.value
        #expect(names(unit).isEmpty)
    }
}
