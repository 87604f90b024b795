import Digests
import DurableLog
import Testing
import TestSupport

struct RecoveryTests {
    private static let header = 4096

    /// A store with five records, each in a batch of its own page, and its segment's bytes.
    private func makeStore(closed: Bool = false) async throws -> FaultyStorage {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.open(storage)
        for number in 0..<5 {
            _ = try await journal.append(JournalFixture.group([JournalFixture.body(number, size: 600)]), for: .intake)
        }
        if closed { await journal.close() }
        return storage.crashed(.nothing)
    }

    @Test func `a log cut at any byte of its last batch loses that batch only`() async throws {
        let storage = try await makeStore()
        let last = Self.header + 4 * 4096
        for length in Array(0..<100) + Array(stride(from: 100, to: 670, by: 19)) + Array(670..<680) {
            let copy = storage.crashed(.nothing)
            copy.change(inFolder: JournalFixture.logFolder, ending: ".seg") { bytes in
                for index in (last + length)..<bytes.count { bytes[index] = 0 }
            }
            let (journal, records) = try await JournalFixture.open(copy)
            let isWhole = length >= 676
            #expect(records.count == (isWhole ? 5 : 4), "cut at \(length)")
            #expect((journal.recovery.tornFile != nil) == (length > 0 && !isWhole), "cut at \(length)")
            _ = try await journal.append(JournalFixture.group([[9]]), for: .intake)
            let (_, again) = try await JournalFixture.open(copy.crashed(.nothing))
            #expect(again.last?.body == [9], "cut at \(length)")
        }
    }

    @Test func `the cut bytes are kept`() async throws {
        let storage = try await makeStore()
        var torn: [UInt8] = []
        storage.change(inFolder: JournalFixture.logFolder, ending: ".seg") { bytes in
            let last = Self.header + 4 * 4096
            bytes[last + 100] ^= 1
            torn = Array(bytes[last..<(last + 676)])
        }
        let (journal, _) = try await JournalFixture.open(storage)
        let kept = try #require(storage.contents(inFolder: JournalFixture.logFolder, ending: ".torn"))
        #expect(kept.count == journal.recovery.tornBytes)
        #expect(journal.recovery.tornRecords == 1 && journal.recovery.tornSince != nil)
        #expect(torn.starts(with: kept) && torn[kept.count...].allSatisfy { $0 == 0 })
    }

    @Test(arguments: 0..<5) func `a flipped byte in an acknowledged batch is damage`(batch: Int) async throws {
        let storage = try await makeStore(closed: true)
        // The batch, and the zeros behind it on its page.
        for offset in Array(stride(from: 0, to: 676, by: 13)) + [676, 1_500, 4_095] {
            let copy = storage.crashed(.nothing)
            copy.change(inFolder: JournalFixture.logFolder, ending: ".seg") { bytes in
                bytes[Self.header + batch * 4096 + offset] ^= 0x10
            }
            await #expect("batch \(batch), byte \(offset)") {
                try await JournalFixture.open(copy)
            } throws: { error in
                guard case .damaged(let damage)? = error as? JournalFailure else { return false }
                return damage.firstLost == UInt64(batch + 1) && damage.lastKnown == 5
            }
        }
    }

    @Test func `a flipped byte anywhere in a segment's first page is damage`() async throws {
        let storage = try await makeStore(closed: true)
        for offset in Array(0..<72) + [100, 2_000, 4_095] {
            let copy = storage.crashed(.nothing)
            copy.change(inFolder: JournalFixture.logFolder, ending: ".seg") { $0[offset] ^= 0x10 }
            await #expect(throws: JournalFailure.self, "byte \(offset)") { try await JournalFixture.open(copy) }
        }
    }

    @Test func `a zeroed page before the end is damage`() async throws {
        let storage = try await makeStore()
        storage.change(inFolder: JournalFixture.logFolder, ending: ".seg") { bytes in
            for index in 0..<4096 { bytes[Self.header + 2 * 4096 + index] = 0 }
        }
        await #expect(throws: JournalFailure.self) { try await JournalFixture.open(storage) }
    }

    /// Two lives of one store after its first record.
    ///
    /// Each stores records of its own, the latter is closed. Then the page of
    /// the latter's first batch shows what the former wrote there.
    private func makeStale(former: [[UInt8]], latter: [[UInt8]]) async throws -> FaultyStorage {
        let storage = FaultyStorage()
        _ = try await JournalFixture.open(storage).journal.append(JournalFixture.group([[1]]), for: .intake)
        let (one, other) = (storage.crashed(.nothing), storage.crashed(.nothing))
        for (copy, bodies) in [(one, former), (other, latter)] {
            let (journal, _) = try await JournalFixture.open(copy)
            for body in bodies { _ = try await journal.append(JournalFixture.group([body]), for: .intake) }
            await journal.close()
        }
        let place = 2 * 4096..<3 * 4096
        let name = LogName.first
        let stale = one.image.bytes(in: place, of: name, inFolder: JournalFixture.logFolder)
        other.change(name, inFolder: JournalFixture.logFolder) { $0.replaceSubrange(place, with: stale) }
        return other
    }

    private enum LogName {
        static let first = "00000000000000000001.seg"
    }

    @Test(arguments: [1, 2, 5], [100, 5_000])
    func `a batch of an earlier life in place of an acknowledged one is damage`(
        later: Int, size: Int
    ) async throws {
        let bodies = (0..<later).map { JournalFixture.body($0 + 9, size: size) }
        let storage = try await makeStale(former: [[2]], latter: bodies)
        await #expect {
            try await JournalFixture.open(storage)
        } throws: { error in
            guard case .damaged(let damage)? = error as? JournalFailure else { return false }
            return damage.firstLost == 2 && damage.lastKnown >= 2 && damage.file == LogName.first
        }
        // Reading past it, everything behind is found, and what stands in doubt is named.
        let report = try JournalReader.open(at: "journal", storage: storage).report()
        #expect(report.damages.map(\.firstLost) == [2])
        #expect(report.records == 1 + later)
        #expect(report.isCleanlyMarked)
    }

    @Test func `the next batch's header with a torn body is a tail, and so is what was written before`() async throws {
        let storage = try await makeStore()
        let end = Self.header + 5 * 4096
        // A page of another place behind the end says nothing of what is missing there.
        storage.change(inFolder: JournalFixture.logFolder, ending: ".seg") { bytes in
            bytes.replaceSubrange(end..<end + 4096, with: bytes[Self.header..<Self.header + 4096])
        }
        let (journal, records) = try await JournalFixture.open(storage)
        #expect(records.count == 5)
        #expect(journal.recovery.tornBytes > 0)
        storage.holdSyncs()
        journal.append(JournalFixture.group([JournalFixture.body(8, size: 9_000)]), for: .settlement) { _ in }
        await storage.waitForHeldSync()
        let crashed = storage.crashed(.everything)
        storage.releaseSyncs()
        crashed.change(inFolder: JournalFixture.logFolder, ending: ".seg") { $0[end + 5_000] ^= 1 }
        let (again, rest) = try await JournalFixture.open(crashed)
        #expect(rest.count == 5)
        #expect(again.recovery.tornBytes > 8_000)
    }

    @Test func `damage in a sealed segment is found`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.open(storage)
        for number in 0..<40 {
            _ = try await journal.append(JournalFixture.group([JournalFixture.body(number, size: 3_000)]), for: .intake)
        }
        let sound = storage.crashed(.nothing)
        for page in 1..<15 {
            let copy = sound.crashed(.nothing)
            copy.change(inFolder: JournalFixture.logFolder, ending: "1.seg") { $0[page * 4096 + 200] ^= 1 }
            await #expect(throws: JournalFailure.self, "page \(page)") { try await JournalFixture.open(copy) }
        }
    }

    @Test func `after a crash with any sectors lost, what was acknowledged is there`() async throws {
        for seed in 1...60 {
            let storage = FaultyStorage()
            let (journal, _) = try await JournalFixture.open(storage)
            for number in 0..<3 { _ = try await journal.append(JournalFixture.group([[UInt8(number)]]), for: .intake) }
            storage.holdSyncs()
            journal.append(JournalFixture.group([JournalFixture.body(8, size: 20_000)]), for: .intake) { _ in }
            await storage.waitForHeldSync()
            let crashed = storage.crashed(.sectors(seed: UInt64(seed)))
            storage.releaseSyncs()
            let (_, records) = try await JournalFixture.open(crashed)
            #expect(records.prefix(3).map(\.body) == [[0], [1], [2]], "seed \(seed)")
            #expect(records.count <= 4, "seed \(seed)")
        }
    }

    @Test(arguments: [-1, -4_096, -40_000, 4_096]) func `a segment of another length than it began with is damage`(
        change: Int
    ) async throws {
        let storage = try await makeStore(closed: true)
        storage.change(inFolder: JournalFixture.logFolder, ending: ".seg") { bytes in
            if change < 0 { bytes.removeLast(-change) } else { bytes += [UInt8](repeating: 0, count: change) }
        }
        await #expect("by \(change)") {
            try await JournalFixture.open(storage)
        } throws: { error in
            if case .damaged? = error as? JournalFailure { true } else { false }
        }
    }

    @Test func `a missing last segment is damage, and so are all missing`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.open(storage)
        for number in 0..<40 {
            _ = try await journal.append(JournalFixture.group([JournalFixture.body(number, size: 3_000)]), for: .intake)
        }
        let names = storage.names(inFolder: JournalFixture.logFolder).filter { $0.hasSuffix(".seg") }
        let last = try #require(names.last)
        #expect(names.count > 1)
        for removed in [[last], names] {
            let copy = storage.crashed(.nothing)
            for name in removed { copy.remove(name, inFolder: JournalFixture.logFolder) }
            await #expect("\(removed.count) missing") {
                try await JournalFixture.open(copy)
            } throws: { error in
                guard case .damaged(let damage)? = error as? JournalFailure else { return false }
                return damage.file == last
            }
        }
    }

    @Test func `a crash between a segment's beginning and its naming is no damage`() async throws {
        let storage = try await makeStore()
        storage.remove("CURRENT", inFolder: JournalFixture.logFolder)
        let (_, records) = try await JournalFixture.open(storage)
        #expect(records.count == 5)
        storage.remove("00000000000000000001.seg", inFolder: JournalFixture.logFolder)
        await #expect(throws: JournalFailure.self) { try await JournalFixture.open(storage) }
    }

    @Test func `a newer format is refused`() async throws {
        let storage = try await makeStore()
        storage.change(inFolder: JournalFixture.logFolder, ending: ".seg") { bytes in
            bytes[8] = 2
            let check = CRC32C.hash(Array(bytes[..<64]))
            for index in 0..<4 { bytes[64 + index] = UInt8(truncatingIfNeeded: check >> (8 * UInt32(index))) }
        }
        await #expect(throws: JournalFailure.newerFormat(version: 2)) { try await JournalFixture.open(storage) }
    }
}
