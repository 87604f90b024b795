import DurableLog
import Glibc
import LinuxSystem
import Testing
import TestSupport

/// Reading without the lock, past damage.
struct JournalReaderTests {
    private func reader(_ storage: FaultyStorage) throws -> JournalReader {
        try JournalReader.open(at: "journal", storage: storage)
    }

    private func sequences(_ storage: FaultyStorage) throws -> (found: [UInt64], report: JournalReport) {
        var found: [UInt64] = []
        let report = try reader(storage).read(from: 1) { record in
            found.append(record.sequence)
            return true
        }
        return (found, report)
    }

    @Test func `a sound log is reported file by file, and nothing is written`() async throws {
        let storage = FaultyStorage()
        let (journal, positions) = try await JournalFixture.filled(storage, batches: 60)
        _ = try journal.rewrite(1) { $0.sequence < 4 ? .whole : .dropped }
        let kept = journal.extents[0].last
        await journal.close()
        let copy = storage.crashed(.everything)
        let (found, report) = try sequences(copy)
        #expect(found == (1...60).filter { $0 < 4 || $0 > kept })
        #expect(report.isWhole && report.isCleanlyMarked && report.tornBytes == 0)
        #expect(report.extents.map(\.verdict).allSatisfy { $0 == .sound })
        #expect(report.keptFiles == 1 && report.segments == journal.extents.count)
        #expect(report.firstSequence == 1 && report.lastSequence == 61 && report.records == found.count)
        #expect(report.batches == 61 - Int(kept) && report.storeID.count == 16)
        #expect(report.extents.map(\.hasSoundIndex) == Array(repeating: true, count: report.segments) + [nil])
        for call in [.write, .truncate, .sync, .rename, .unlink, .syncFolder] as [FaultyDisk.Call] {
            #expect(copy.count(of: call) == 0, "\(call)")
        }
        let reader = try reader(copy)
        for sequence in 1...62 as ClosedRange<UInt64> {
            let expected = found.contains(sequence)
            #expect((try reader.record(sequence) != nil) == expected, "record \(sequence)")
        }
        #expect(try await JournalFixture.resume(copy, from: positions[59]).records.isEmpty)
    }

    @Test func `past a damaged batch everything else is read, and what is lost is named`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.filled(storage, batches: 40) { _ in 3_000 }
        await journal.close()
        for (index, name) in JournalFixture.names(storage, ending: ".seg").enumerated() {
            for page in 1...15 where index * 15 + page <= 40 {
                let copy = storage.crashed(.nothing)
                copy.change(name, inFolder: JournalFixture.logFolder) { $0[page * 4_096 + 100] ^= 1 }
                let (found, report) = try sequences(copy)
                let lost = UInt64(index * 15 + page)
                #expect(found == (1...40).filter { $0 != lost }, "record \(lost)")
                #expect(report.damages.map(\.file) == [name])
                #expect(report.damages.map(\.offset) == [UInt64(page * 4_096)])
                #expect(report.damages.map(\.firstLost) == [lost] && report.damages.map(\.lastKnown) == [lost])
                #expect(report.extents.map(\.verdict).filter { $0 != .sound } == [.damaged])
                let reader = try reader(copy)
                #expect(throws: JournalFailure.self) { try reader.record(lost) }
                #expect(try reader.record(lost == 40 ? 39 : lost + 1)?.body.count == 3_000)
            }
        }
    }

    @Test func `without its header, a segment's batches are still found`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.filled(storage, batches: 40) { _ in 3_000 }
        await journal.close()
        let names = JournalFixture.names(storage, ending: ".seg")
        for name in names {
            let copy = storage.crashed(.nothing)
            copy.change(name, inFolder: JournalFixture.logFolder) { $0[20] ^= 1 }
            let (found, report) = try sequences(copy)
            #expect(found == Array(1...40), "\(name)")
            #expect(!report.isWhole && report.extents.map(\.verdict).filter { $0 != .sound } == [.damaged])
        }
        for (name, lost) in zip(names, [1...15, 16...30, 31...40] as [ClosedRange<UInt64>]) {
            let copy = storage.crashed(.nothing)
            copy.remove(name, inFolder: JournalFixture.logFolder)
            let (found, report) = try sequences(copy)
            #expect(found == (1...40).filter { !lost.contains($0) })
            #expect(report.damages.first?.firstLost == lost.lowerBound, "\(name)")
        }
    }

    @Test func `a torn tail is no damage, and nothing is cut`() async throws {
        let storage = FaultyStorage()
        let (_, _) = try await JournalFixture.filled(storage, batches: 5) { _ in 600 }
        let copy = storage.crashed(.nothing)
        copy.change(inFolder: JournalFixture.logFolder, ending: ".seg") { $0[5 * 4_096 + 100] ^= 1 }
        let (found, report) = try sequences(copy)
        #expect(found == [1, 2, 3, 4])
        #expect(report.isWhole && !report.isCleanlyMarked && report.tornBytes == 676)
        #expect(report.endOffset == 5 * 4_096)
        #expect(try sequences(copy).report == report)
    }

    @Test func `past a damaged record of a kept file the others are read`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.filled(storage, batches: 40) { _ in 9_000 }
        let extent = journal.extents[1]
        _ = try journal.rewrite(extent.first) { _ in .whole }
        let name = try #require(JournalFixture.names(storage, ending: ".kept").first)
        storage.change(name, inFolder: JournalFixture.logFolder) { $0[4_096 + 50] ^= 1 }
        let (found, report) = try sequences(storage)
        #expect(report.damages.count == 1 && report.damages[0].firstLost == extent.first)
        let lost = extent.first...report.damages[0].lastKnown
        #expect(lost.upperBound < extent.last)
        #expect(found == (1...40).filter { !lost.contains($0) })
    }

    @Test func `what the disk does not give is passed over`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.filled(storage, batches: 40) { _ in 3_000 }
        await journal.close()
        storage.fail(.open, after: 5, with: EIO)
        let (found, report) = try sequences(storage)
        #expect(found.count < 40 && found.count >= 20)
        #expect(!report.isWhole)
        #expect(report.extents.contains { if case .unreadable = $0.verdict { true } else { false } })
        #expect(try sequences(storage).found == Array(1...40))
    }

    @Test func `a log that is written to and thinned out meanwhile always reads as sound`() async throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/journal"
        let journal = try await JournalFixture.open(DiskStorage(), at: path).journal
        async let writing: Void = {
            for number in 1...250 {
                _ = try await journal.append(
                    JournalFixture.group([JournalFixture.body(number, size: 2_000)]), for: .intake)
                if number % 20 == 0, let extent = journal.extents.first(where: { $0.kind == .segment }) {
                    _ = try journal.rewrite(extent.first) { _ in .whole }
                    _ = try journal.mergeKept()
                }
            }
        }()
        let reader = try JournalReader.open(at: path, storage: DiskStorage())
        var last: UInt64 = 0
        while last < 250 {
            var expected: UInt64 = 1
            let report = try reader.read(from: 1) { record in
                #expect(record.sequence == expected)
                expected += 1
                return true
            }
            #expect(report.isWhole, "\(report.damages)")
            last = expected - 1
        }
        try await writing
        await journal.close()
    }
}
