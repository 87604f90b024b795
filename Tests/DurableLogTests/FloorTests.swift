import DurableLog
import Testing
import TestSupport

/// What happens when room on the disk runs out.
struct FloorTests {
    private static let page = JournalFixture.group([JournalFixture.body(1, size: 3_000)])

    private func open(_ storage: FaultyStorage, _ time: ManualClock) async throws -> Journal {
        try await Journal.open(
            at: "journal", storage: storage,
            options: JournalOptions(
                segmentBytes: 64 << 10, preparesSpare: false, idleSeconds: nil, floorBytes: 1_000_000),
            clock: time.clock
        ) { _ in }
    }

    @Test func `below the floor intake is refused, settlements go on, and intake resumes by itself`() async throws {
        let storage = FaultyStorage()
        let time = ManualClock()
        storage.setFreeBytes(1_000_000)
        let journal = try await open(storage, time)
        _ = try await journal.append(Self.page, for: .intake)
        #expect(!journal.isAtFloor)
        storage.setFreeBytes(999_999)
        time.advance(seconds: 0.2)
        await #expect(throws: JournalFailure.diskFull) { try await journal.append(Self.page, for: .intake) }
        #expect(journal.isAtFloor)
        for _ in 0..<40 { _ = try await journal.append(Self.page, for: .settlement) }
        await #expect(throws: JournalFailure.diskFull) { try await journal.append(Self.page, for: .intake) }
        storage.setFreeBytes(1_000_000)
        time.advance(seconds: 0.2)
        #expect(!journal.isAtFloor, "seen without any intake")
        _ = try await journal.append(Self.page, for: .intake)
        #expect(journal.figures.freeBytes == 1_000_000 && journal.figures.floorBytes == 1_000_000)
    }

    @Test func `the room is asked for ten times a second, or once for each MiB written`() async throws {
        let storage = FaultyStorage()
        let time = ManualClock()
        let journal = try await open(storage, time)
        for _ in 0..<200 { _ = try await journal.append(Self.page, for: .intake) }
        #expect(storage.count(of: .freeBytes) == 1, "800 KiB in no time")
        for _ in 0..<800 { _ = try await journal.append(Self.page, for: .intake) }
        #expect(storage.count(of: .freeBytes) == 4, "3.9 MiB in no time")
        for _ in 0..<10 {
            time.advance(seconds: 0.1)
            for _ in 0..<5 { _ = journal.isAtFloor }
        }
        #expect(storage.count(of: .freeBytes) == 14)
    }

    @Test func `a disk that does not tell its room stops nothing`() async throws {
        let storage = FaultyStorage()
        storage.fail(.freeBytes, with: 5, forever: true)
        let journal = try await open(storage, ManualClock())
        _ = try await journal.append(Self.page, for: .intake)
        #expect(!journal.isAtFloor && journal.figures.freeBytes == nil)
    }

    @Test func `the machine's own file system tells its room`() async throws {
        let folder = TemporaryFolder()
        let journal = try await JournalFixture.open(DiskStorage(), at: folder.path + "/journal").journal
        _ = journal.isAtFloor
        #expect(try #require(journal.figures.freeBytes) > 0)
        await journal.close()
    }
}
