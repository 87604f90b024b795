import DurableLog
import Glibc
import LinuxSystem
import Testing
import TestSupport

/// What retention keeps, shortens and drops.
struct RetentionTests {
    /// Keeps every third whole, shortens every third, and drops every third.
    static let thirds: @Sendable (StoredRecord) -> Kept = { record in
        switch record.sequence % 3 {
        case 0: .whole
        case 1: .body([UInt8(record.sequence)])
        default: .dropped
        }
    }

    static func size(_ number: Int) -> Int { 1_000 + number * 37 % 4_000 }

    /// What a record reads as that was, or was not, gone through.
    static func expected(_ sequence: UInt64, isRewritten: Bool) -> [UInt8]? {
        let whole = JournalFixture.body(Int(sequence), size: size(Int(sequence)))
        guard isRewritten else { return whole }
        switch sequence % 3 {
        case 0: return whole
        case 1: return [UInt8(sequence)]
        default: return nil
        }
    }

    /// Whether all records read as they should, those through a number having been gone through or, when that is not
    /// settled, not yet.
    static func check(
        _ journal: Journal, rewritten: Set<UInt64>, open: Set<UInt64> = [], count: UInt64, _ comment: Comment
    ) throws {
        for sequence in 1...count {
            let body = try journal.record(sequence)?.body
            let isRight =
                open.contains(sequence)
                ? [expected(sequence, isRewritten: true), expected(sequence, isRewritten: false)].contains(body)
                : body == expected(sequence, isRewritten: rewritten.contains(sequence))
            #expect(isRight, "record \(sequence), \(comment)")
        }
    }

    @Test func `what is kept reads as before under its number, what is dropped as nothing`() async throws {
        let storage = FaultyStorage()
        let (journal, positions) = try await JournalFixture.filled(storage, batches: 80)
        let extents = journal.extents
        try #require(extents.count > 3)
        let report = try journal.rewrite(extents[1].first, keeping: Self.thirds)
        let all = Set(extents[1].first...extents[1].last)
        #expect(report.records == all.count && report.whole == all.count { $0 % 3 == 0 })
        #expect(report.shortened == all.count { $0 % 3 == 1 })
        #expect(report.bytesBefore == 64 << 10 && report.bytesAfter < 48 << 10)
        try Self.check(journal, rewritten: all, count: 80, "in the same run")
        #expect(journal.extents.map(\.first) == extents.map(\.first))
        #expect(journal.extents[1].kind == .kept && journal.extents[1].records == all.count { $0 % 3 != 2 })
        var scanned: [UInt64] = []
        try journal.scan(from: 1, through: 80) { record in
            scanned.append(record.sequence)
            return true
        }
        #expect(scanned == (1...80).filter { !all.contains($0) || $0 % 3 != 2 })
        #expect(JournalFixture.names(storage, ending: ".new").isEmpty)
        #expect(!JournalFixture.names(storage, ending: ".seg").contains { $0.hasSuffix("\(extents[1].first).seg") })
        let again = try await JournalFixture.resume(storage.crashed(.nothing), from: positions[79]).journal
        try Self.check(again, rewritten: all, count: 80, "after a start")
        #expect(again.extents.map(\.kind) == journal.extents.map(\.kind))
    }

    @Test func `what was thinned out can only be passed by a place behind it`() async throws {
        let storage = FaultyStorage()
        let (journal, positions) = try await JournalFixture.filled(storage, batches: 60)
        let extents = journal.extents
        for extent in extents[..<2] { _ = try journal.rewrite(extent.first) { _ in .dropped } }
        let last = extents[1].last
        for position in positions {
            let copy = storage.crashed(.nothing)
            if position.sequence >= last {
                let (_, records) = try await JournalFixture.resume(copy, from: position)
                #expect(records.count == 60 - Int(position.sequence))
            } else {
                await #expect(throws: JournalFailure.thinned(through: last), "from \(position.sequence)") {
                    try await JournalFixture.resume(copy, from: position)
                }
            }
        }
        await #expect(throws: JournalFailure.thinned(through: last)) { try await JournalFixture.open(storage) }
        let copy = storage.crashed(.nothing)
        copy.remove(try #require(JournalFixture.names(copy, ending: ".kept").first), inFolder: JournalFixture.logFolder)
        await #expect("a lost file is not taken for a dropped one") {
            try await JournalFixture.resume(copy, from: positions[59])
        } throws: { error in
            if case .damaged? = error as? JournalFailure { true } else { false }
        }
    }

    @Test func `a crash at any call of a rewrite leaves the segment or what was kept`() async throws {
        let storage = FaultyStorage()
        let (first, positions) = try await JournalFixture.filled(storage, batches: 40)
        let extent = first.extents[1]
        let all = Set(extent.first...extent.last)
        await first.close()
        var (changes, isDone) = (0, false)
        while !isDone {
            let copy = storage.crashed(.nothing)
            let journal = try await JournalFixture.resume(copy, from: positions[39]).journal
            copy.stop(afterChanges: changes)
            let report = try? journal.rewrite(extent.first, keeping: Self.thirds)
            isDone = copy.changesLeft != 0
            for survival in [.nothing, .everything, .sectors(seed: UInt64(changes))] as [FaultyStorage.Survival] {
                let crashed = copy.crashed(survival)
                let again = try await JournalFixture.resume(crashed, from: positions[39]).journal
                try Self.check(
                    again, rewritten: report == nil ? [] : all, open: all, count: 40, "after \(changes) changes")
                let names = crashed.names(inFolder: JournalFixture.logFolder)
                #expect(!names.contains { $0.hasSuffix(".new") })
                #expect(names.count { $0.hasPrefix(name(extent.first)) && !$0.hasSuffix(".idx") } == 1)
                _ = try again.rewrite(extent.first, keeping: Self.thirds)
                try Self.check(again, rewritten: [], open: all, count: 40, "rewritten after \(changes) changes")
            }
            copy.stop(afterChanges: nil)
            try Self.check(journal, rewritten: [], open: all, count: 40, "going on after \(changes) changes")
            changes += 1
        }
    }

    private func name(_ first: UInt64) -> String {
        String(repeating: "0", count: 20 - String(first).count) + String(first)
    }

    @Test func `a refused call of a rewrite changes nothing that readers see, and the next attempt succeeds`()
        async throws
    {
        let storage = FaultyStorage()
        let (first, positions) = try await JournalFixture.filled(storage, batches: 40)
        let extent = first.extents[0]
        await first.close()
        for call in FaultyDisk.Call.allCases {
            for (pass, code) in [(0, EIO), (0, ENOSPC), (1, EIO), (2, ENOSPC)] {
                let copy = storage.crashed(.nothing)
                let journal = try await JournalFixture.resume(copy, from: positions[39]).journal
                copy.fail(call, after: pass, with: code)
                let report = try? journal.rewrite(extent.first, keeping: Self.thirds)
                copy.mend()
                let all = Set(extent.first...extent.last)
                try Self.check(journal, rewritten: report == nil ? [] : all, count: 40, "\(call) after \(pass)")
                _ = try journal.rewrite(extent.first, keeping: Self.thirds)
                try Self.check(journal, rewritten: [], open: all, count: 40, "\(call) after \(pass), again")
                #expect(journal.failure == nil)
                let again = try await JournalFixture.resume(copy.crashed(.nothing), from: positions[39]).journal
                try Self.check(again, rewritten: [], open: all, count: 40, "\(call) after \(pass), started")
            }
        }
    }

    @Test func `the segment stays until the disk has the name of what was kept`() async throws {
        let storage = FaultyStorage()
        let (journal, positions) = try await JournalFixture.filled(storage, batches: 40)
        let first = journal.extents[0]
        storage.fail(.syncFolder, with: EIO)
        _ = try journal.rewrite(first.first, keeping: Self.thirds)
        let names = storage.names(inFolder: JournalFixture.logFolder)
        #expect(names.count { $0 == "\(name(1)).seg" || $0 == "\(name(1)).kept" } == 2)
        let all = Set(first.first...first.last)
        try Self.check(journal, rewritten: all, count: 40, "in the same run")
        // Both names on disk: the whole kept file outlives the segment; a rotten one does not.
        let again = try await JournalFixture.resume(storage.crashed(.everything), from: positions[39]).journal
        try Self.check(again, rewritten: all, count: 40, "after a start")
        let rotten = storage.crashed(.everything)
        rotten.change("\(name(1)).kept", inFolder: JournalFixture.logFolder) { $0[4_200] ^= 1 }
        let whole = try await JournalFixture.resume(rotten, from: positions[39]).journal
        try Self.check(whole, rewritten: [], count: 40, "after a start with a rotten kept file")
        #expect(!rotten.names(inFolder: JournalFixture.logFolder).contains("\(name(1)).kept"))
    }

    @Test func `a damaged record stops a rewrite, and nothing is changed`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.filled(storage, batches: 40)
        let name = try #require(JournalFixture.names(storage, ending: ".seg").first)
        storage.change(name, inFolder: JournalFixture.logFolder) { $0[5 * 4_096 + 70] ^= 1 }
        let before = storage.names(inFolder: JournalFixture.logFolder)
        #expect {
            try journal.rewrite(1) { _ in .dropped }
        } throws: { error in
            if case .damaged? = error as? JournalFailure { true } else { false }
        }
        #expect(storage.names(inFolder: JournalFixture.logFolder) == before)
        #expect(throws: JournalFailure.noExtent(first: 2)) { try journal.rewrite(2) { _ in .whole } }
        let active = try #require(journal.extents.last).last + 1
        #expect(throws: JournalFailure.noExtent(first: active)) { try journal.rewrite(active) { _ in .whole } }
        await journal.close()
        #expect(throws: JournalFailure.closed) { try journal.rewrite(1) { _ in .whole } }
    }

    @Test func `every flipped byte of a kept file's records is noticed`() async throws {
        let storage = FaultyStorage()
        let (first, positions) = try await JournalFixture.filled(storage, batches: 40)
        _ = try first.rewrite(1) { $0.sequence < 4 ? .body([UInt8](repeating: 7, count: 30)) : .dropped }
        let kept = try #require(storage.contents(inFolder: JournalFixture.logFolder, ending: ".kept"))
        let name = try #require(JournalFixture.names(storage, ending: ".kept").first)
        for offset in 4_096..<(4_096 + 3 * 50) {
            let copy = storage.crashed(.everything)
            copy.change(name, inFolder: JournalFixture.logFolder) { $0[offset] ^= 2 }
            let journal = try await JournalFixture.resume(copy, from: positions[39]).journal
            let outcomes = (1...3).map { sequence in Result { try journal.record(UInt64(sequence))?.body } }
            let sound = outcomes.filter { (try? $0.get()) == [UInt8](repeating: 7, count: 30) }
            let failed = outcomes.filter { if case .failure = $0 { true } else { false } }
            #expect(sound.count + failed.count == 3 && !failed.isEmpty, "byte \(offset)")
        }
        for offset in Array(0..<120) + Array(stride(from: kept.count - 4_096, to: kept.count, by: 97)) {
            let copy = storage.crashed(.everything)
            copy.change(name, inFolder: JournalFixture.logFolder) { $0[offset] ^= 2 }
            guard let journal = try? await JournalFixture.resume(copy, from: positions[39]).journal else { continue }
            #expect(try journal.record(2)?.body == [UInt8](repeating: 7, count: 30), "byte \(offset)")
        }
    }
}
