import AuditTrail
import Digests
import DurableLog
import Foundation
import LinuxSystem
import Messages
import TestSupport
import Testing

/// The trail as it grows: durable before anybody is told, chained over files and starts, and honest when the disk fails.
struct AuditLogTests {
    private let storage = FaultyStorage()

    // MARK: Lines

    @Test func `a line is one JSON object, sealed by its last member`() async throws {
        let log = try await AuditFixture.open(storage)
        try await log.record(try AuditFixture.event())
        let line = try #require(AuditFixture.lines(storage).first)
        let text = String(line.prefix { $0 != "}" }.split(separator: ",\"chain\"").first ?? "") + "}"
        #expect(
            text == """
                {"sequence":1,"at":"2026-11-22T08:15:00Z","action":"payload-read","system":"payload-reader",\
                "who":"Läsare \\"Ett\\"","units":["publisher1177"],"messageId":"0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1b11",\
                "deliveryId":"417-1","reason":"Avvikelse 12","requestId":"8f3a01c2-1f"}
                """)
        let zeros = String(repeating: "0", count: 64)
        let chain = HexText.of(SHA256.hash(Array((zeros + text).utf8)))
        #expect(line == text.dropLast() + ",\"chain\":\"\(chain)\"}")
        #expect(storage.names(inFolder: AuditFixture.folder) == ["2026-11.jsonl"])
    }

    @Test func `line feeds in a reason stay within the line`() async throws {
        let log = try await AuditFixture.open(storage)
        try await log.record(try AuditFixture.event("one\ntwo\r\u{0}three"))
        #expect(AuditFixture.lines(storage).count == 1)
        #expect(try AuditLog.verify(AuditFixture.folder, storage: storage).isWhole)
    }

    @Test func `each line seals the one before, also over months and starts`() async throws {
        let first = try await AuditFixture.open(storage)
        for number in 1...3 { try await first.record(try AuditFixture.event("\(number)")) }
        let december = Timestamp(microseconds: AuditFixture.noon.microseconds + 20 * 86_400_000_000)
        try await first.record(try AuditFixture.event("4", at: december))
        let second = try await AuditFixture.open(storage)
        #expect(second.found.isWhole)
        #expect(second.found.lines == 4)
        #expect(second.found.files == ["2026-11.jsonl", "2026-12.jsonl"])
        try await second.record(try AuditFixture.event("5", at: december))
        let report = try AuditLog.verify(AuditFixture.folder, storage: storage)
        #expect(report.isWhole)
        #expect(report.lines == 5)
    }

    @Test func `a clock that is set back does not write into an older file`() async throws {
        let log = try await AuditFixture.open(storage)
        let december = Timestamp(microseconds: AuditFixture.noon.microseconds + 20 * 86_400_000_000)
        try await log.record(try AuditFixture.event("1", at: december))
        try await log.record(try AuditFixture.event("2"))
        #expect(storage.names(inFolder: AuditFixture.folder) == ["2026-12.jsonl"])
        #expect(try AuditLog.verify(AuditFixture.folder, storage: storage).lines == 2)
    }

    @Test func `entries made at once all stand there, each once`() async throws {
        let log = try await AuditFixture.open(storage)
        try await withThrowingTaskGroup { group in
            for number in 0..<50 { group.addTask { try await log.record(try AuditFixture.event("n\(number)")) } }
            try await group.waitForAll()
        }
        let lines = AuditFixture.lines(storage)
        #expect(lines.count == 50)
        for number in 0..<50 { #expect(lines.count { $0.contains("\"n\(number)\"") } == 1) }
        #expect(try AuditLog.verify(AuditFixture.folder, storage: storage).isWhole)
    }

    @Test func `on a real disk the files are their owner's alone, and a link is not followed`() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/audit"
        let log = try await AuditLog.open(at: path, storage: DiskStorage(), now: { AuditFixture.noon })
        try await log.record(try AuditFixture.event())
        #expect(try FileMetadata.of("\(path)/2026-11.jsonl")?.permissions == 0o600)
        #expect(try AuditLog.verify(path).lines == 1)
        try FileManager.default.moveItem(atPath: "\(path)/2026-11.jsonl", toPath: "\(folder.path)/elsewhere")
        try FileManager.default.createSymbolicLink(
            atPath: "\(path)/2026-11.jsonl", withDestinationPath: "\(folder.path)/elsewhere")
        await #expect(throws: AuditFailure.self) {
            _ = try await AuditLog.open(at: path, storage: DiskStorage(), now: { AuditFixture.noon })
        }
    }

    // MARK: Durability

    @Test(.timeLimit(.minutes(30)))
    func `nobody is told before the disk has the line`() async throws {
        let log = try await AuditFixture.open(storage)
        storage.holdSyncs()
        let told = Tally()
        let recording = Task {
            try await log.record(try AuditFixture.event())
            told.add()
        }
        await storage.waitForHeldSync()
        #expect(told.count == 0)
        #expect(AuditFixture.lines(storage.crashed(.nothing)).isEmpty)
        storage.releaseSyncs()
        try await recording.value
        #expect(AuditFixture.lines(storage.crashed(.nothing)).count == 1)
    }

    @Test func `what was answered is there after a crash, the new file's name too`() async throws {
        let log = try await AuditFixture.open(storage)
        for number in 1...3 {
            try await log.record(try AuditFixture.event("\(number)"))
            let report = try AuditLog.verify(AuditFixture.folder, storage: storage.crashed(.nothing))
            #expect(report.lines == number && report.isWhole && report.tornTail == nil)
        }
    }

    @Test(arguments: [FaultyDisk.Call.sync, .write, .syncFolder])
    func `after a failed write or sync nothing is taken until a new start`(call: FaultyDisk.Call) async throws {
        let log = try await AuditFixture.open(storage)
        storage.fail(call, with: EIO)
        for _ in 1...2 {
            let failure = await #expect(throws: AuditFailure.self) { try await log.record(try AuditFixture.event()) }
            guard case .failed(let error) = failure else {
                Issue.record("\(String(describing: failure))")
                continue
            }
            #expect(error.code == EIO)
        }
        storage.mend()
        await #expect(throws: AuditFailure.self) { try await log.record(try AuditFixture.event()) }
        let again = try await AuditFixture.open(storage.crashed(.everything))
        try await again.record(try AuditFixture.event())
    }

    @Test func `a month's file that cannot be made is a failure for good, and a full disk is none`() async throws {
        let log = try await AuditFixture.open(storage)
        storage.fail(.open, with: ENOSPC)
        await #expect(throws: AuditFailure.diskFull) { try await log.record(try AuditFixture.event()) }
        #expect(!log.hasFailed)
        storage.mend()
        try await log.record(try AuditFixture.event())
        let december = Timestamp(microseconds: AuditFixture.noon.microseconds + 20 * 86_400_000_000)
        let failure = AuditFailure.failed(SystemError(call: "open", code: EACCES))
        storage.fail(.open, with: EACCES)
        await #expect(throws: failure) { try await log.record(try AuditFixture.event(at: december)) }
        #expect(log.hasFailed)
        storage.mend()
        await #expect(throws: failure) { try await log.record(try AuditFixture.event()) }
    }

    @Test func `a full disk leaves nothing behind, and it goes on when there is room`() async throws {
        let log = try await AuditFixture.open(storage)
        try await log.record(try AuditFixture.event("1"))
        storage.shorten(to: 40)
        storage.fail(.write, after: 2, with: ENOSPC, forever: true)
        for _ in 1...2 {
            await #expect(throws: AuditFailure.diskFull) { try await log.record(try AuditFixture.event("lost")) }
        }
        #expect(AuditFixture.lines(storage).count == 1)
        storage.mend()
        try await log.record(try AuditFixture.event("2"))
        let report = try AuditLog.verify(AuditFixture.folder, storage: storage)
        #expect(report.lines == 2 && report.isWhole && report.tornTail == nil)
    }

    @Test func `a full disk whose rest cannot be taken back is a failure for good`() async throws {
        let log = try await AuditFixture.open(storage)
        storage.fail(.write, with: ENOSPC)
        storage.fail(.truncate, with: EIO)
        for _ in 1...2 {
            await #expect(throws: AuditFailure.failed(SystemError(call: "truncate", code: EIO))) {
                try await log.record(try AuditFixture.event())
            }
        }
    }
}
