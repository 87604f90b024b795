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

/// The folders follow the journal, whatever was found in their place.
struct DeadLetterFoldersTests {
    private let scratch: ScratchQueue
    private let folder = TemporaryFolder()
    private let folders: DeadLetterFolders
    private let complaints = Tally()

    init() async throws {
        scratch = try await ScratchQueue()
        let complaints = complaints
        folders = DeadLetterFolders(
            root: folder.path, queue: scratch.queue, directory: { .sample() },
            audit: try await ScratchAudit(now: scratch.now).log, now: scratch.now,
            log: Log(minimum: .warning, sink: { _ in complaints.add() }, now: { 0 }))
    }

    private func die(_ sample: String, to unit: UnitID = .socialService) async throws -> DeliveryID {
        try await scratch.accept(try ValidSample.read(sample), to: [Destination(unit)])
        return try #require(try await scratch.bury(Destination(unit)))
    }

    /// Every file and folder below the root, hidden ones too.
    private var tree: [String] {
        (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []).sorted()
    }

    private func write(_ text: String, to path: String) throws {
        let file = URL(filePath: folder.path).appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    private func expected(_ id: DeliveryID, _ type: String = "AdmissionNotice") -> [String] {
        let name = "SE0000000002-SOC1/20261122T080000Z-\(type)-\(id)"
        return ["SE0000000002-SOC1", name, "\(name)/message.json", "\(name)/reason.json"]
    }

    @Test func `a dead letter has a folder with the sender's bytes and the reason`() async throws {
        let id = try await die("AdmissionNotice")
        _ = await folders.project()
        #expect(tree == expected(id))
        let message = try Data(contentsOf: URL(filePath: folder.path).appending(path: expected(id)[2]))
        #expect([UInt8](message) == MessageWriter().write(try ValidSample.read("AdmissionNotice"), as: .json))
        let reason = try Data(contentsOf: URL(filePath: folder.path).appending(path: expected(id)[3]))
        let value = try APIDocument.read([UInt8](reason), as: .json)
        #expect(value["deadLetterId"]?.text == id.description)
        #expect(value["contact"]?["name"]?.text == "Biståndsenheten")
    }

    @Test func `folders and files are their owner's alone`() async throws {
        let id = try await die("AdmissionNotice")
        _ = await folders.project()
        for path in expected(id) {
            let facts = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(path)")
            let mode = try #require(facts[.posixPermissions] as? Int)
            #expect(mode & 0o077 == 0, "\(path)")
        }
    }

    @Test func `doing it again changes nothing`() async throws {
        let id = try await die("AdmissionNotice")
        _ = await folders.project()
        try write("an operator's note", to: expected(id)[1] + "/note.txt")
        _ = await folders.project()
        #expect(tree == (expected(id) + [expected(id)[1] + "/note.txt"]).sorted())
        #expect(complaints.count == 0)
    }

    @Test func `a folder stays while the disk does not tell what its dead letter is`() async throws {
        let storage = FaultyStorage()
        let before = try await ScratchQueue(storage: storage)
        try await before.accept(try ValidSample.read("AdmissionNotice"), to: [Destination(.socialService)])
        let id = try #require(try await before.bury(Destination(.socialService)))
        await before.queue.close()
        let after = try await ScratchQueue(storage: storage)
        let folders = DeadLetterFolders(
            root: folder.path, queue: after.queue, directory: { .sample() },
            audit: try await ScratchAudit(now: after.now).log, now: after.now, log: .silent)
        _ = await folders.project()
        #expect(tree == expected(id))
        await after.queue.close()
        let third = try await ScratchQueue(storage: storage)
        let unsighted = DeadLetterFolders(
            root: folder.path, queue: third.queue, directory: { .sample() },
            audit: try await ScratchAudit(now: third.now).log, now: third.now, log: .silent)
        storage.fail(.read, with: EIO, forever: true)
        _ = await unsighted.project()
        #expect(tree == expected(id))
        _ = storage.mend()
        #expect(try await third.queue.discard(id, by: .municipal, reason: "prov") == .discarded)
        _ = await unsighted.project()
        #expect(tree == ["SE0000000002-SOC1"])
    }

    @Test func `a folder that somebody took away is made again`() async throws {
        let id = try await die("AdmissionNotice")
        _ = await folders.project()
        try FileManager.default.removeItem(atPath: "\(folder.path)/SE0000000002-SOC1")
        _ = await folders.project()
        #expect(tree == expected(id))
    }

    @Test func `a dead letter that is tried again has no folder any more`() async throws {
        let id = try await die("AdmissionNotice")
        _ = await folders.project()
        _ = try await scratch.queue.retryDeadLetter(id, by: .operations)
        _ = await folders.project()
        #expect(tree == ["SE0000000002-SOC1"])
    }

    @Test func `a folder that no dead letter has is removed`() async throws {
        let id = try await die("AdmissionNotice")
        try write("old", to: "SE0000000002-SOC1/20250101T000000Z-AdmissionNotice-1-1/message.json")
        _ = await folders.project()
        #expect(tree == expected(id))
    }

    @Test func `a draft that a crash left is gone, whether its letter is still dead or not`() async throws {
        let id = try await die("AdmissionNotice")
        try write("half", to: "SE0000000002-SOC1/.\(id)/message.json")
        try write("half", to: "SE0000000002-SOC1/.999-1/message.json")
        _ = await folders.project()
        #expect(tree == expected(id))
    }

    @Test func `a link or file of a dead letter's name is left alone, and no link is followed`() async throws {
        let id = try await die("AdmissionNotice")
        let elsewhere = TemporaryFolder()
        try Data("keep".utf8).write(to: URL(filePath: elsewhere.path).appending(path: "keep.txt"))
        try write("x", to: "SE0000000002-SOC1/20250101T000000Z-AdmissionNotice-2-1/y")
        try write("keep", to: "SE0000000002-SOC1/20250101T000000Z-AdmissionNotice-3-1")
        let link = "SE0000000002-SOC1/20250101T000000Z-AdmissionNotice-1-1"
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/\(link)", withDestinationPath: elsewhere.path)
        _ = await folders.project()
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/SE0000000002-SOC1").sorted() == [
                "20250101T000000Z-AdmissionNotice-1-1", "20250101T000000Z-AdmissionNotice-3-1",
                "20261122T080000Z-AdmissionNotice-\(id)",
            ])
        #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path) == ["keep.txt"])
    }

    @Test(arguments: [
        ".x-2026-11", ".notes-1-1", "x-2026-11", "20250101-AdmissionNotice-notes-1-1", "a-b-1-1",
        "20250101T000000Z-Å-1-1", ".20250101T000000Z-AdmissionNotice-1-1", ".01-1", ".trash",
    ])
    func `a folder whose name is not exactly one of ours stays`(name: String) async throws {
        let id = try await die("AdmissionNotice")
        try write("keep", to: "SE0000000002-SOC1/\(name)/keep.txt")
        _ = await folders.project()
        #expect(
            tree == (expected(id) + ["", "/keep.txt"].map { "SE0000000002-SOC1/\(name)\($0)" }).sorted())
    }

    @Test func `a folder goes with the folders that somebody made in it`() async throws {
        let id = try await die("AdmissionNotice")
        _ = await folders.project()
        try write("x", to: expected(id)[1] + "/notes/x.txt")
        _ = try await scratch.queue.retryDeadLetter(id, by: .operations)
        #expect(await folders.project())
        #expect(tree == ["SE0000000002-SOC1"])
    }

    @Test func `a link in the place of a unit's folder is removed and not followed`() async throws {
        let id = try await die("AdmissionNotice")
        let elsewhere = TemporaryFolder()
        try FileManager.default.createDirectory(atPath: "\(elsewhere.path)/inner", withIntermediateDirectories: true)
        try Data("keep".utf8).write(to: URL(filePath: elsewhere.path).appending(path: "inner/keep.txt"))
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/SE0000000002-SOC1", withDestinationPath: elsewhere.path)
        _ = await folders.project()
        #expect(FileManager.default.fileExists(atPath: "\(elsewhere.path)/inner/keep.txt"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path) == ["inner"])
        #expect(tree == expected(id))
    }

    @Test func `a letter whose folder cannot be made holds up no other`() async throws {
        let first = try await die("AdmissionNotice")
        let second = try await die("GeneralMessage", to: .municipalCare)
        try write("a file where a folder should be", to: "SE0000000002-KHS1")
        _ = await folders.project()
        #expect(tree == (["SE0000000002-KHS1"] + expected(first)).sorted())
        #expect(complaints.count > 0)
        try FileManager.default.removeItem(atPath: "\(folder.path)/SE0000000002-KHS1")
        _ = await folders.project()
        #expect(tree.contains("SE0000000002-KHS1/20261122T080000Z-GeneralMessage-\(second)/reason.json"))
    }

    @Test func `compulsory care is restricted in the folder's name`() async throws {
        var message = scratch.incoming(try ValidSample.read("AdmissionNotice"), to: [Destination(.socialService)])
        message.type = MessageType.compulsoryReadmission.name
        _ = try await scratch.queue.accept(message)
        let id = try #require(try await scratch.bury(Destination(.socialService)))
        _ = await folders.project()
        #expect(tree == expected(id, "restricted"))
    }

    @Test(.timeLimit(.minutes(30)))
    func `the worker follows the journal until the queue ends`() async throws {
        let folders = folders
        let running = Task { await folders.run() }
        let id = try await die("AdmissionNotice")
        await until { tree == expected(id) }
        _ = try await scratch.queue.retryDeadLetter(id, by: .operations)
        await until { tree == ["SE0000000002-SOC1"] }
        scratch.queue.endWaiting()
        await running.value
        #expect(tree == ["SE0000000002-SOC1"])
    }
}
