import DurableLog
import Testing
import TestSupport

/// Small kept files made one.
struct MergingTests {
    private static let count = 170

    /// A store whose first nine sealed segments are thinned out, and the place behind everything.
    private func makeThinned() async throws -> (storage: FaultyStorage, journal: Journal, end: LogPosition) {
        let storage = FaultyStorage()
        let (journal, positions) = try await JournalFixture.filled(
            storage, batches: Self.count, size: RetentionTests.size)
        for extent in journal.extents.prefix(9) {
            _ = try journal.rewrite(extent.first) { $0.sequence % 9 == 0 ? .whole : .dropped }
        }
        return (storage, journal, try #require(positions.last))
    }

    private func check(_ journal: Journal, thinned last: UInt64, _ comment: Comment) throws {
        for sequence in 1...UInt64(Self.count) {
            let whole = JournalFixture.body(Int(sequence), size: RetentionTests.size(Int(sequence)))
            let expected = sequence > last || sequence % 9 == 0 ? whole : nil
            #expect(try journal.record(sequence)?.body == expected, "record \(sequence), \(comment)")
        }
    }

    @Test func `small neighbours become one file, and read as before`() async throws {
        let (storage, journal, end) = try await makeThinned()
        let thinned = journal.extents[8].last
        let before = journal.extents.count
        let report = try #require(try journal.mergeKept())
        #expect(report.whole == report.records)
        #expect(journal.extents.count == before - 7)
        try check(journal, thinned: thinned, "in the same run")
        #expect(try journal.mergeKept() == nil)
        #expect(JournalFixture.names(storage, ending: ".kept").count == 2)
        let again = try await JournalFixture.resume(storage.crashed(.nothing), from: end).journal
        try check(again, thinned: thinned, "after a start")
        #expect(again.extents.map(\.first) == journal.extents.map(\.first))
        #expect(again.extents.map(\.records) == journal.extents.map(\.records))
    }

    @Test func `a crash at any call of a merge loses nothing`() async throws {
        let (storage, first, end) = try await makeThinned()
        let thinned = first.extents[8].last
        await first.close()
        var (changes, isDone) = (0, false)
        while !isDone {
            let copy = storage.crashed(.nothing)
            let journal = try await JournalFixture.resume(copy, from: end).journal
            copy.stop(afterChanges: changes)
            _ = try? journal.mergeKept()
            isDone = copy.changesLeft != 0
            for survival in [.nothing, .everything, .sectors(seed: UInt64(changes))] as [FaultyStorage.Survival] {
                let crashed = copy.crashed(survival)
                let again = try await JournalFixture.resume(crashed, from: end).journal
                try check(again, thinned: thinned, "after \(changes) changes")
                #expect([2, 9].contains(JournalFixture.names(crashed, ending: ".kept").count))
                #expect(!crashed.names(inFolder: JournalFixture.logFolder).contains { $0.hasSuffix(".new") })
            }
            copy.stop(afterChanges: nil)
            try check(journal, thinned: thinned, "going on after \(changes) changes")
            changes += 1
        }
    }

    @Test func `a damaged one is left out, and the others become one file`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.filled(storage, batches: 340, size: RetentionTests.size)
        for extent in journal.extents.prefix(18) {
            _ = try journal.rewrite(extent.first) { $0.sequence % 9 == 0 ? .whole : .dropped }
        }
        let before = journal.extents.count
        let name = try #require(JournalFixture.names(storage, ending: ".kept").min())
        storage.change(name, inFolder: JournalFixture.logFolder) { $0[4_096 + 30] ^= 1 }
        #expect(throws: JournalFailure.self) { try journal.mergeKept() }
        #expect(try journal.mergeKept() != nil && journal.extents.count == before - 7)
        #expect(try journal.mergeKept() != nil && journal.extents.count == before - 14)
        #expect(try journal.mergeKept() == nil)
    }
}
