import DurableLog
import LinuxSystem
import StoreKeeping
import Testing
import TestSupport

/// `vaxel store verify`: says what a store is, and changes nothing.
struct VerifyTests {
    private func verify(_ fixture: StoreFixture) throws -> StoreReport {
        let before = try fixture.contents()
        let report = try fixture.store().verify(pause: { _ in })
        #expect(try fixture.contents() == before, "nothing is written")
        return report
    }

    @Test(arguments: [
        ("DurableLogTests/Stores/v1-clean", StoreFinding.Grade.sound), ("DurableLogTests/Stores/v1-segments", .sound),
        ("DurableLogTests/Stores/v1-torn", .tornTail), ("DurableLogTests/Stores/v1-damaged", .damaged),
        ("DurableLogTests/Stores/v1-missing", .damaged), ("QueuesTests/Stores/v1-every-kind", .sound),
    ])
    func `kept stores are judged`(name: String, grade: StoreFinding.Grade) throws {
        let report = try verify(try StoreFixture(kept: name))
        #expect(report.grade == grade, "\(report.text)")
        #expect(report.faults.isEmpty == (grade == .sound))
        for fault in report.faults { #expect(!fault.advice.isEmpty && !fault.swedishAdvice.isEmpty) }
        #expect(report.text.contains(grade == .damaged ? "DAMAGED" : grade == .tornTail ? "torn tail" : "sound"))
    }

    @Test func `damage is told with file, place and records`() async throws {
        let fixture = try StoreFixture()
        try await fixture.fill(40)
        try fixture.change("log/00000000000000000001.seg", at: 4096 * 3 + 500)
        let report = try verify(fixture)
        let fault = try #require(report.faults.first)
        #expect(fault.file == "log/00000000000000000001.seg" && fault.records?.lowerBound == 3)
        #expect(report.log.records == 39, "what stands behind the damage is read")
        #expect(report.text.contains("byte 12288"))
    }

    @Test(arguments: [1, 2, 3])
    func `damage in the segment that was written to last is damage, whatever stands behind it`(batch: Int) async throws
    {
        let fixture = try StoreFixture()
        try await fixture.fill(4)
        try fixture.change("log/00000000000000000001.seg", at: 4096 * batch + 500)
        #expect(try verify(fixture).grade == .damaged)
        // A torn batch behind it changes nothing of that.
        try fixture.change("log/00000000000000000001.seg", at: 4096 * 5 + 70)
        #expect(try verify(fixture).grade == .damaged)
    }

    @Test func `a store that is being written to is sound whenever one looks`() async throws {
        let fixture = try StoreFixture()
        let (journal, _) = try await fixture.open()
        try await StoreFixture.append(0, to: journal)
        let writer = Task {
            var number = 1
            while !Task.isCancelled {
                try await StoreFixture.append(number, size: number % 7 * 9_000, to: journal)
                number += 1
            }
        }
        for _ in 0..<15 {
            let report = try fixture.store().verify(pause: { _ in })
            #expect(report.grade == .sound, "\(report.text)")
        }
        writer.cancel()
        _ = await writer.result
        await journal.close()
    }

    @Test func `a batch that is finished while one looks was under way, and one that is not was torn`() async throws {
        let fixture = try StoreFixture()
        try await fixture.fill(3)
        let mark = 4096 * 4 + 70
        try fixture.change("log/00000000000000000001.seg", at: mark)
        #expect(try fixture.store().verify(pause: { _ in }).grade == .tornTail)
        var looks = 0
        let report = try fixture.store().verify { _ in
            looks += 1
            if looks == 3 { try? fixture.change("log/00000000000000000001.seg", at: mark) }
        }
        #expect(report.grade == .sound && looks == 3)
    }

    @Test func `a folder without a journal is refused`() throws {
        let fixture = try StoreFixture()
        #expect(throws: StoreFailure.self) { try fixture.store() }
        #expect(!FileBytes.exists(fixture.journal), "looking makes nothing")
    }

    @Test func `a held store is said to be one`() async throws {
        let fixture = try StoreFixture()
        try await fixture.fill(1)
        try Journal.holdRestored(at: fixture.journal)
        let report = try verify(fixture)
        #expect(report.hold == .restored && report.text.contains("Lagret är låst: det är återställt från en"))
        try StoreFolder.release(journal: fixture.journal)
        #expect(try fixture.store().hold() == nil)
    }
}
