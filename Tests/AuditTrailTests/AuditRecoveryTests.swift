import AuditTrail
import DurableLog
import Foundation
import LinuxSystem
import Messages
import TestSupport
import Testing

/// What a start finds: torn ends, and lines that are not as they were written.
struct AuditRecoveryTests {
    private let storage = FaultyStorage()

    private func write(_ count: Int) async throws {
        let log = try await AuditFixture.open(storage)
        for number in 1...count { try await log.record(try AuditFixture.event("reason \(number)")) }
    }

    private func names() -> [String] { storage.names(inFolder: AuditFixture.folder) }

    // MARK: Torn

    @Test(arguments: [1, 40, 200])
    func `a half-written last line is cut off and kept beside the file`(kept: Int) async throws {
        try await write(2)
        let whole = try #require(storage.contents(inFolder: AuditFixture.folder, ending: ".jsonl"))
        let torn = Array(AuditFixture.lines(storage)[1].utf8.prefix(kept))
        storage.change(inFolder: AuditFixture.folder, ending: ".jsonl") { $0 += torn }
        let log = try await AuditFixture.open(storage)
        #expect(log.found.isWhole)
        #expect(log.found.tornTail?.count == UInt64(kept))
        #expect(log.found.tornTail?.offset == UInt64(whole.count))
        #expect(names() == ["2026-11.jsonl", "2026-11.jsonl.torn"])
        #expect(storage.contents(inFolder: AuditFixture.folder, ending: ".torn") == torn)
        #expect(storage.contents(inFolder: AuditFixture.folder, ending: ".jsonl") == whole)
        try await log.record(try AuditFixture.event("3"))
        let report = try AuditLog.verify(AuditFixture.folder, storage: storage)
        #expect(report.isWhole && report.lines == 3 && report.tornTail == nil)
    }

    @Test func `a second torn end does not take the place of the first`() async throws {
        try await write(1)
        for text in ["first", "second"] {
            storage.change(inFolder: AuditFixture.folder, ending: ".jsonl") { $0 += Array(text.utf8) }
            _ = try await AuditFixture.open(storage)
        }
        #expect(names() == ["2026-11.jsonl", "2026-11.jsonl.2.torn", "2026-11.jsonl.torn"])
    }

    @Test func `a first line that is torn leaves an empty file that goes on`() async throws {
        try await write(1)
        storage.change(inFolder: AuditFixture.folder, ending: ".jsonl") { $0 = Array("{\"sequ".utf8) }
        let log = try await AuditFixture.open(storage)
        #expect(log.found.lines == 0)
        try await log.record(try AuditFixture.event())
        #expect(try AuditLog.verify(AuditFixture.folder, storage: storage).lines == 1)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `whatever sectors of an unanswered line a crash leaves, what was answered is whole`(seed: UInt64) async throws
    {
        try await write(2)
        let log = try await AuditFixture.open(storage)
        storage.fail(.sync, with: EIO)
        let long = String(repeating: "långt skäl ", count: 200)
        await #expect(throws: AuditFailure.self) { try await log.record(try AuditFixture.event(long)) }
        let found = storage.crashed(.sectors(seed: seed))
        let again = try await AuditFixture.open(found)
        #expect(again.found.isWhole)
        #expect((2...3).contains(again.found.lines))
        try await again.record(try AuditFixture.event("after"))
        #expect(try AuditLog.verify(AuditFixture.folder, storage: found).isWhole)
    }

    @Test func `a trail whose torn end cannot be kept is not opened, and is as it was`() async throws {
        try await write(1)
        storage.change(inFolder: AuditFixture.folder, ending: ".jsonl") { $0 += Array("torn".utf8) }
        storage.fail(.write, with: ENOSPC)
        await #expect(throws: AuditFailure.notOpened(SystemError(call: "write", code: ENOSPC))) {
            _ = try await AuditFixture.open(storage)
        }
        #expect(storage.contents(inFolder: AuditFixture.folder, ending: ".jsonl")?.suffix(4) == Array("torn".utf8)[...])
    }

    // MARK: Broken

    @Test func `a changed line is found and named, and those behind it are still checked`() async throws {
        try await write(5)
        AuditFixture.replace("reason 2", with: "reason X", on: storage)
        let report = try AuditLog.verify(AuditFixture.folder, storage: storage)
        #expect(report.breaks.map(\.description) == ["2026-11.jsonl line 2"])
        #expect(report.brokenLines == 1 && report.lines == 5)
    }

    @Test func `lines taken out, put in twice or moved are found`() async throws {
        try await write(4)
        let lines = AuditFixture.lines(storage)
        for kept in [[0, 2, 3], [0, 0, 1, 2, 3], [1, 0, 2, 3], [1, 2, 3]] {
            storage.change(inFolder: AuditFixture.folder, ending: ".jsonl") { bytes in
                bytes = kept.flatMap { Array(lines[$0].utf8) + [10] }
            }
            #expect(try !AuditLog.verify(AuditFixture.folder, storage: storage).isWhole, "\(kept)")
        }
    }

    @Test func `a month that is missing is found`() async throws {
        let log = try await AuditFixture.open(storage)
        for month in 0..<3 {
            let moment = Timestamp(microseconds: AuditFixture.noon.microseconds + Int64(month) * 30 * 86_400_000_000)
            try await log.record(try AuditFixture.event("\(month)", at: moment))
        }
        storage.remove("2026-12.jsonl", inFolder: AuditFixture.folder)
        let report = try AuditLog.verify(AuditFixture.folder, storage: storage)
        #expect(report.breaks.map(\.description) == ["2027-01.jsonl line 1"])
    }

    @Test func `the end of an older file that is no line is a break`() async throws {
        try await write(1)
        storage.change(inFolder: AuditFixture.folder, ending: ".jsonl") { $0 += Array("more".utf8) }
        let other = try #require(storage.contents(inFolder: AuditFixture.folder, ending: ".jsonl"))
        let log = try await AuditFixture.open(storage)
        let december = Timestamp(microseconds: AuditFixture.noon.microseconds + 20 * 86_400_000_000)
        try await log.record(try AuditFixture.event("2", at: december))
        storage.change(inFolder: AuditFixture.folder, ending: "11.jsonl") { $0 = other }
        let report = try AuditLog.verify(AuditFixture.folder, storage: storage)
        #expect(report.breaks.map(\.description) == ["2026-11.jsonl line 2"])
        #expect(report.tornTail == nil)
    }

    @Test func `a broken chain does not stop the start and is told of in the trail, once`() async throws {
        try await write(3)
        AuditFixture.replace("reason 1", with: "reason X", on: storage)
        let first = try await AuditFixture.open(storage)
        #expect(first.found.breaks.map(\.description) == ["2026-11.jsonl line 1"])
        let last = try #require(AuditFixture.lines(storage).last)
        #expect(last.contains(#""action":"chain-broken","system":"(gateway)","reason":"2026-11.jsonl line 1""#))
        try await first.record(try AuditFixture.event("4"))
        let second = try await AuditFixture.open(storage)
        #expect(second.found.brokenLines == 1, "what was told stays broken, and nothing behind it is")
        #expect(AuditFixture.lines(storage).count == 5)
        AuditFixture.replace("reason 3", with: "reason X", on: storage)
        _ = try await AuditFixture.open(storage)
        #expect(AuditFixture.lines(storage).count == 6, "another break is told of too")
    }

    @Test(arguments: ["", "x", "{}", "{\"sequence\":2}", String(repeating: "y", count: 2 << 20)])
    func `what is no line at all is a break, however long`(text: String) async throws {
        try await write(1)
        storage.change(inFolder: AuditFixture.folder, ending: ".jsonl") { $0 += Array(text.utf8) + [10] }
        let log = try await AuditFixture.open(storage)
        #expect(log.found.breaks.map(\.line) == [2])
        try await log.record(try AuditFixture.event())
        #expect(try AuditLog.verify(AuditFixture.folder, storage: storage).brokenLines == 1)
    }

    @Test func `very many breaks are counted, and the first hundred told`() async throws {
        try await write(1)
        storage.change(inFolder: AuditFixture.folder, ending: ".jsonl") { $0 += Array(repeating: 10, count: 250) }
        let report = try AuditLog.verify(AuditFixture.folder, storage: storage)
        #expect(report.brokenLines == 250 && report.breaks.count == 100)
    }

    @Test func `a trail that cannot be read is not opened`() async throws {
        try await write(1)
        storage.fail(.read, with: EIO)
        await #expect(throws: AuditFailure.notOpened(SystemError(call: "read", code: EIO))) {
            _ = try await AuditFixture.open(storage)
        }
    }
}
