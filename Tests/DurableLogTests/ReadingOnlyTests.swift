import DurableLog
import LinuxSystem
import Synchronization
import Testing
import TestSupport

/// A journal that is opened for reading only shows what can be read, past damage, and changes nothing.
struct ReadingOnlyTests {
    private let temporary = TemporaryFolder()

    private var path: String { "\(temporary.path)/journal" }

    private func fill(_ count: Int) async throws {
        let (journal, _) = try await JournalFixture.open(DiskStorage(), at: path)
        for number in 0..<count {
            let group = JournalFixture.group([JournalFixture.body(number, size: 3_000)])
            _ = try await journal.append(group, for: .settlement)
        }
        await journal.close()
    }

    private func damage(at offset: Int) throws {
        let name = "\(path)/log/00000000000000000001.seg"
        var bytes = try FileBytes.read(name, atMost: 1 << 20)
        bytes[offset] ^= 1
        try FileBytes.replace(name, with: bytes)
    }

    private func open() async throws -> (journal: Journal, replayed: [UInt64]) {
        let replayed = Numbers()
        let journal = try await Journal.openReadOnly(at: path) { replayed.add($0.sequence) }
        return (journal, replayed.all)
    }

    @Test func `what stands behind damage is read in every way, and the lost range is named`() async throws {
        try await fill(40)
        try damage(at: 4096 * 3 + 900)
        await #expect(throws: JournalFailure.self) { try await JournalFixture.open(DiskStorage(), at: path) }
        let before = try StoreImage(folder: temporary.path).text(remark: "")

        let (journal, replayed) = try await open()
        let readable = (1...40).filter { $0 != 3 }.map { UInt64($0) }
        #expect(replayed == readable)
        #expect(journal.lostRanges.map(\.firstLost) == [3] && journal.lostRanges.map(\.lastKnown) == [3])
        #expect(journal.recovery.records == 39 && journal.recovery.lastSequence == 41)
        let scanned = Numbers()
        try journal.scan(from: 2, through: 5) { record in
            scanned.add(record.sequence)
            return true
        }
        #expect(scanned.all == [2, 4, 5])
        #expect(try journal.record(40)?.body == JournalFixture.body(39, size: 3_000))
        #expect(throws: JournalFailure.self) { try journal.record(3) }
        let found = await journal.records([3, 4])
        #expect((try? found[0].get()) == nil && (try? found[1].get()) != nil)
        await journal.close()
        #expect(try StoreImage(folder: temporary.path).text(remark: "") == before, "nothing is written")
    }

    @Test func `nothing is taken, and retention does nothing`() async throws {
        try await fill(40)
        let (journal, _) = try await open()
        #expect(journal.failure == .readOnly && journal.lostRanges.isEmpty)
        for purpose in [AppendPurpose.intake, .settlement] {
            await #expect(throws: JournalFailure.readOnly) {
                try await journal.append(JournalFixture.group([[1]]), for: purpose)
            }
        }
        #expect(throws: JournalFailure.self) { try journal.rewrite(1) { _ in .dropped } }
        await journal.close()
    }

    @Test func `a store that is in use is not opened beside its gateway, and one that is not there is not made`()
        async throws
    {
        await #expect(throws: JournalFailure.self) { try await open() }
        #expect(!FileBytes.exists(path))
        try await fill(1)
        let (journal, _) = try await JournalFixture.open(DiskStorage(), at: path)
        await #expect(throws: JournalFailure.locked) { try await open() }
        await journal.close()
        let (reading, _) = try await open()
        await #expect(throws: JournalFailure.locked) { try await JournalFixture.open(DiskStorage(), at: path) }
        await reading.close()
    }

    private final class Numbers: Sendable {
        private let numbers = Mutex<[UInt64]>([])
        var all: [UInt64] { numbers.withLock { $0 } }
        func add(_ number: UInt64) { numbers.withLock { $0.append(number) } }
    }
}
