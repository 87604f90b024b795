import DurableLog
import Glibc
import LinuxSystem
import Testing
import TestSupport

/// What happens when no further segment can be made.
struct SpareSegmentTests {
    private static let page = JournalFixture.group([JournalFixture.body(1, size: 3_000)])

    private func open(_ storage: FaultyStorage, _ time: ManualClock, ahead: Bool = false) async throws -> Journal {
        try await Journal.open(
            at: "journal", storage: storage,
            options: JournalOptions(segmentBytes: 64 << 10, preparesSpare: ahead, idleSeconds: nil), clock: time.clock
        ) { _ in }
    }

    /// Stores one page after another until it is refused, and returns how many were stored and why no more.
    private func fill(_ journal: Journal, for purpose: AppendPurpose) async -> (stored: Int, refusal: JournalFailure) {
        var stored = 0
        while true {
            do throws(JournalFailure) {
                _ = try await journal.append(Self.page, for: purpose)
                stored += 1
            } catch {
                return (stored, error)
            }
        }
    }

    @Test(arguments: 1...40) func `settlements keep a whole segment, however full the disk gets`(before: Int)
        async throws
    {
        let storage = FaultyStorage()
        let journal = try await open(storage, ManualClock())
        for _ in 0..<before { _ = try await journal.append(Self.page, for: .intake) }
        storage.fail(.open, with: ENOSPC, forever: true)
        let intake = await fill(journal, for: .intake)
        #expect(intake.refusal == .diskFull)
        let settlements = await fill(journal, for: .settlement)
        #expect(settlements.refusal == .diskFull)
        // Half a segment before the first spare is made, a whole one of 15 pages and its header ever after.
        #expect(settlements.stored >= (before < 8 ? 7 : 15), "after \(before)")
        #expect(await fill(journal, for: .intake).stored == 0)
        #expect(journal.failure == nil)
    }

    @Test func `a segment that cannot be made is told with its reason and tried again`() async throws {
        let storage = FaultyStorage()
        let time = ManualClock()
        let journal = try await open(storage, time)
        storage.fail(.open, with: EIO, forever: true)
        let reason = JournalFailure.noSegment(SystemError(call: "open", code: EIO))
        #expect(await fill(journal, for: .intake).refusal == reason)
        #expect(await fill(journal, for: .settlement).refusal == reason)
        #expect(journal.failure == nil)
        storage.mend()
        time.advance(seconds: 10)
        _ = try await journal.append(Self.page, for: .intake)
        let large = JournalFixture.group([JournalFixture.body(1, size: 100_000)])
        storage.fail(.open, with: EIO)
        await #expect(throws: reason) { try await journal.append(large, for: .settlement) }
        _ = try await journal.append(large, for: .settlement)
    }

    @Test(.timeLimit(.minutes(30))) func `nobody waits while a full disk is tried again`() async throws {
        let storage = FaultyStorage()
        let time = ManualClock()
        storage.fail(.open, after: 3, with: ENOSPC, forever: true)
        let journal = try await open(storage, time, ahead: true)
        #expect(await fill(journal, for: .intake).refusal == .diskFull)
        storage.mend()
        storage.holdSyncs()
        time.advance(seconds: 10)
        // The first refusal has the segment made, whose sync is held.
        for _ in 0..<2 {
            await #expect(throws: JournalFailure.diskFull) { try await journal.append(Self.page, for: .intake) }
            await storage.waitForHeldSync()
        }
        storage.releaseSyncs()
        while (try? await journal.append(Self.page, for: .intake)) == nil { await Task.yield() }
        await journal.close()
    }

    @Test func `spares that a crash left behind make room again`() async throws {
        let storage = FaultyStorage()
        var journal = try await open(storage, ManualClock())
        for _ in 0..<40 { _ = try await journal.append(Self.page, for: .intake) }
        #expect(storage.contents(inFolder: JournalFixture.logFolder, ending: ".tmp") != nil)
        let after = storage.crashed(.everything)
        journal = try await open(after, ManualClock())
        let unlinks = after.count(of: .unlink)
        for _ in 0..<40 { _ = try await journal.append(Self.page, for: .intake) }
        #expect(after.count(of: .unlink) > unlinks)
    }

    @Test(arguments: 0..<6) func `no more files to open is no failure of the journal, whichever open it meets`(
        passes: Int
    ) async throws {
        let storage = FaultyStorage()
        let time = ManualClock()
        let journal = try await open(storage, time)
        storage.fail(.open, after: passes, with: EMFILE)
        var stored = 0
        while stored < 60 {
            do throws(JournalFailure) {
                _ = try await journal.append(Self.page, for: .intake)
                stored += 1
            } catch {
                try #require(journal.failure == nil, "\(error)")
                time.advance(seconds: 3)
            }
        }
        #expect(storage.count(of: .open) > passes)
        let again = Tally()
        let reopened = try await Journal.open(at: "journal", storage: storage.crashed(.nothing)) { _ in again.add() }
        #expect(again.count == 60 && reopened.failure == nil)
    }
}
