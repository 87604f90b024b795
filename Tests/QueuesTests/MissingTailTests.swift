@testable import DurableLog
import Messages
@testable import Queues
import Testing
import TestSupport

/// A log that lost its end after a snapshot of that was taken: the disk lied, or the last batch rotted.
struct MissingTailTests {
    /// A store whose newest snapshot stands behind the last record, and the place of that.
    private func covered() async throws -> (bench: QueueFixture, last: LogPosition) {
        let bench = try await QueueFixture()
        for number in 0..<40 {
            try await bench.accept("m\(number)", for: ["a"])
            let keeper = try #require(bench.queue.keeper)
            await keeper.idle()
            // Neither the first batches of their segment nor its last.
            let pages = 4 * 4_096...10 * 4_096
            if keeper.coveredByBoth != nil, let last = keeper.lastPosition, keeper.coveredThrough == last.sequence,
                pages.contains(last.batchOffset)
            {
                bench.storage = bench.storage.crashed(.everything)
                return (bench, last)
            }
        }
        throw QueueFailure.closed
    }

    /// Opens what is on disk; what damage the start says there is, and nil when it does not.
    private func damage(_ bench: QueueFixture) async throws -> JournalDamage? {
        let before = bench.storage.crashed(.everything).image.digest
        do {
            bench.queue = try await QueueFixture.open(bench.storage, bench.wall.clock, bench.policy)
            return nil
        } catch QueueFailure.notOpened(.damaged(let damage)) {
            #expect(bench.storage.crashed(.everything).image.digest == before, "nothing is changed")
            return damage
        }
    }

    @Test(arguments: [0, 1, 9]) func `a start says what the newest snapshot proves to be missing, and forgets nothing`(
        byte: Int
    ) async throws {
        let (bench, last) = try await covered()
        let segment = LogNames.segment(last.segment)
        bench.storage.change(segment, inFolder: "journal/log") { bytes in
            if byte > 0 {
                bytes[last.batchOffset + byte] ^= 1
            } else {
                for offset in last.batchOffset..<last.offset { bytes[offset] = 0 }
            }
        }
        let found = try #require(try await damage(bench))
        #expect(found.file == segment && found.offset == UInt64(last.batchOffset))
        #expect(found.firstLost == last.sequence && found.lastKnown == last.sequence)
    }

    @Test func `more than one batch may be missing`() async throws {
        let (bench, last) = try await covered()
        let segment = LogNames.segment(last.segment)
        bench.storage.change(segment, inFolder: "journal/log") { bytes in
            for offset in last.offset - 2 * 4_096..<last.offset { bytes[offset] = 0 }
        }
        let found = try #require(try await damage(bench))
        #expect(found.firstLost == last.sequence - 1 && found.lastKnown == last.sequence)
    }

    @Test func `a log that is gone is no new store where snapshots tell of it`() async throws {
        let (bench, last) = try await covered()
        for name in bench.storage.names(inFolder: "journal/log") {
            bench.storage.remove(name, inFolder: "journal/log")
        }
        let found = try #require(try await damage(bench))
        #expect(found.file == LogNames.segment(1) && found.firstLost == 1 && found.lastKnown == last.sequence)
    }

    @Test func `what is torn behind the newest snapshot is torn`() async throws {
        let (bench, last) = try await covered()
        bench.storage.change(LogNames.segment(last.segment), inFolder: "journal/log") { $0[last.offset + 5] = 1 }
        #expect(try await damage(bench) == nil)
        #expect(bench.queue.recovery.tornBytes > 0)
        #expect(bench.queue.startReport.unsoundSnapshots.isEmpty)
    }
}
