@testable import DurableLog
import Glibc
import LinuxSystem
import Testing
import TestSupport

/// A segment that is ended before it is full.
struct SealingTests {
    private func open(_ storage: FaultyStorage) async throws -> Journal {
        try await Journal.open(
            at: "journal", storage: storage,
            options: JournalOptions(segmentBytes: 64 << 10, preparesSpare: false, idleSeconds: nil)
        ) { _ in }
    }

    private static let page = JournalFixture.group([JournalFixture.body(1, size: 3_000)])

    @Test func `after a failed sync no segment is ended, and nothing follows what may be lost`() async throws {
        let storage = FaultyStorage()
        let journal = try await open(storage)
        _ = try await journal.append(Self.page, for: .intake)
        #expect(try await journal.seal(ifBegunBefore: .max))
        _ = try await journal.append(Self.page, for: .intake)
        storage.fail(.sync, with: EIO)
        await #expect(throws: JournalFailure.self) { try await journal.append(Self.page, for: .intake) }
        let before = JournalFixture.names(storage, ending: ".seg")
        let current = storage.contents(inFolder: JournalFixture.logFolder, ending: "CURRENT")
        await #expect(throws: JournalFailure.self) { try await journal.seal(ifBegunBefore: .max) }
        #expect(JournalFixture.names(storage, ending: ".seg") == before)
        #expect(storage.contents(inFolder: JournalFixture.logFolder, ending: "CURRENT") == current)
    }

    @Test(.timeLimit(.minutes(1))) func `who can do without a file waits for none that is being made`() async throws {
        let storage = FaultyStorage()
        storage.holdWrites(toNamesEnding: ".tmp")
        let spares = SpareFiles(
            folder: try storage.openFolder("log"), options: JournalOptions(segmentBytes: 64 << 10), clock: .system)
        #expect(!spares.hasWaiting(2))
        await storage.waitForHeld()
        #expect(!spares.hasWaiting(2) && spares.count == 0)
        storage.releaseHeld()
        while !spares.hasWaiting(2) { await Task.yield() }
        spares.finish()
    }
}
