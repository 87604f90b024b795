import DurableLog
import Glibc
import LinuxSystem
import Synchronization
import Testing
import TestSupport

struct JournalTests {
    @Test func `what was stored is replayed in order and read by its number`() async throws {
        let storage = FaultyStorage()
        let (journal, none) = try await JournalFixture.open(storage)
        #expect(none.isEmpty)
        var counts: [Int] = []
        for number in 0..<50 {
            let size = 1 + number * 97
            let group = JournalFixture.group([JournalFixture.body(number, size: size), [7]])
            counts += try await journal.append(group, for: .intake).byteCounts
        }
        #expect(storage.count(of: .rename) > 1, "the records fill more than one segment")
        let (again, records) = try await JournalFixture.open(storage.crashed(.nothing))
        #expect(records.map(\.sequence) == (1...100).map { UInt64($0) })
        #expect(records.map(\.byteCount) == counts)
        #expect(records[98].body == JournalFixture.body(49, size: 1 + 49 * 97))
        #expect(try await again.records(records.map(\.sequence)).map { try $0.get()?.body } == records.map(\.body))
    }

    @Test func `a body given behind room for its header is stored like any other`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.open(storage)
        let body = JournalFixture.body(5, size: 3_000)
        let room = [UInt8](repeating: 0, count: RecordGroup.headRoom)
        var group = RecordGroup()
        group.append(kind: 8, bodyBehindRoom: room + body)
        group.append(kind: 9, body: body)
        group.append(kind: 254, bodyBehindRoom: room)
        group.append(kind: 7, bodyBehindRoom: room + [1])
        let stored = try await journal.append(group, for: .intake)
        let (_, records) = try await JournalFixture.open(storage.crashed(.nothing))
        #expect(records.map(\.kind) == [8, 9, 254, 7])
        #expect(records.map(\.body) == [body, body, [], [1]])
        #expect(records.map(\.byteCount) == stored.byteCounts)
    }

    @Test func `a record larger than a segment gets a segment of its own`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.open(storage)
        let large = JournalFixture.body(3, size: 3 << 20)
        for body in [[1], large, [2]] { _ = try await journal.append(JournalFixture.group([body]), for: .intake) }
        let (_, records) = try await JournalFixture.open(storage.crashed(.nothing))
        #expect(records.map(\.body) == [[1], large, [2]])
    }

    @Test func `groups that wait share a sync`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.open(storage)
        storage.holdSyncs()
        let before = storage.count(of: .sync)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { _ = try await journal.append(JournalFixture.group([[0]]), for: .intake) }
            await storage.waitForHeldSync()
            for number in 1..<40 {
                // Added at once; only the answer is waited for.
                journal.append(JournalFixture.group([[UInt8(number)]]), for: .intake) { _ in }
            }
            storage.releaseSyncs()
            try await tasks.waitForAll()
            _ = try await journal.append(JournalFixture.group([[99]]), for: .intake)
        }
        #expect(storage.count(of: .sync) - before <= 3)
        let (_, records) = try await JournalFixture.open(storage.crashed(.nothing))
        #expect(records.map { $0.body[0] } == (0..<40).map { UInt8($0) } + [99])
    }

    @Test func `what a thread gathers shares a sync, and goes on when it has ended`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.open(storage)
        let before = storage.count(of: .sync)
        let results = await withTaskGroup { tasks in
            // All on one thread, which gives the writer every chance to begin too early.
            let stored = gather(40, in: journal)
            for answer in stored { tasks.addTask { await answer.value } }
            return await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(results.sorted() == (1...40).map { UInt64($0) })
        #expect(storage.count(of: .sync) - before == 1)
        // The thread may be another by now; whichever it is, it does not gather any more.
        #expect(try await journal.append(JournalFixture.group([[41]]), for: .intake).firstSequence == 41)
    }

    @Test func `what is still being gathered is stored when the journal is closed`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.open(storage)
        let told = Placed()
        journal.beginGathering()
        journal.append(JournalFixture.group([[1]]), for: .intake) { result in
            told.sequences.withLock { $0.append((try? result.get())?.firstSequence ?? 0) }
        }
        await journal.close()
        #expect(told.sequences.withLock { $0 } == [1])
        journal.endGathering()
        let (_, records) = try await JournalFixture.open(storage.crashed(.nothing))
        #expect(records.map(\.body) == [[1]])
    }

    private func gather(_ count: Int, in journal: Journal) -> [Task<UInt64, Never>] {
        journal.beginGathering()
        defer { journal.endGathering() }
        return (1...count).map { number in
            let (answers, told) = AsyncStream.makeStream(of: UInt64.self)
            journal.append(JournalFixture.group([[UInt8(number)]]), for: .intake) { result in
                told.yield((try? result.get())?.firstSequence ?? 0)
                told.finish()
            }
            usleep(1_000)
            return Task { await answers.first { _ in true } ?? 0 }
        }
    }

    @Test func `groups of any size that wait keep their order`() async throws {
        let storage = FaultyStorage()
        let options = JournalOptions(segmentBytes: 4 << 20, preparesSpare: false, idleSeconds: nil)
        let (journal, _) = try await JournalFixture.open(storage, options: options)
        storage.holdSyncs()
        journal.append(JournalFixture.group([[255]]), for: .intake) { _ in }
        await storage.waitForHeldSync()
        // Some are copied into the batch by who adds them, some are too large for that, and together they are several
        // batches.
        let sizes = (0..<120).map { [10, 30_000, 70_000, 500][$0 % 4] + $0 }
        let places = Placed()
        for (number, size) in sizes.enumerated() {
            journal.append(JournalFixture.group([JournalFixture.body(number, size: size)]), for: .intake) { result in
                places.sequences.withLock { $0.append((try? result.get())?.firstSequence ?? 0) }
            }
        }
        async let last = journal.append(JournalFixture.group([[254]]), for: .settlement)
        storage.releaseSyncs()
        #expect(try await last.firstSequence == 122)
        #expect(places.sequences.withLock { $0 } == (0..<120).map { 2 + $0 })
        let (_, records) = try await JournalFixture.open(storage.crashed(.nothing))
        #expect(records.dropFirst().dropLast().map(\.body.count) == sizes)
        #expect(try journal.record(61)?.body == JournalFixture.body(59, size: sizes[59]))
    }

    /// What was told, in the order in which it was told.
    private final class Placed: Sendable {
        let sequences = Mutex<[UInt64]>([])
    }

    @Test func `intake is refused while the disk has not answered for long, and settlements are not`() async throws {
        let storage = FaultyStorage()
        let clock = ManualClock()
        let options = JournalOptions(
            segmentBytes: 64 << 10, pendingIntakeSeconds: 10, preparesSpare: false, idleSeconds: nil)
        let (journal, _) = try await JournalFixture.open(storage, options: options, clock: clock.clock)
        storage.holdSyncs()
        journal.append(JournalFixture.group([[0]]), for: .intake) { _ in }
        await storage.waitForHeldSync()
        let refusals = Tally()
        let post = {
            journal.append(JournalFixture.group([[1]]), for: .intake) { result in
                if case .failure(.overloaded) = result { refusals.add() }
            }
        }
        clock.advance(seconds: 9)
        post()
        #expect(refusals.count == 0)
        clock.advance(seconds: 1)
        post()
        #expect(refusals.count == 1)
        async let settled = journal.append(JournalFixture.group([[2]]), for: .settlement)
        storage.releaseSyncs()
        _ = try await settled
        // Nothing waits any more, so the age of what waited counts no longer.
        _ = try await journal.append(JournalFixture.group([[3]]), for: .intake)
    }

    @Test func `too much waiting intake is refused and settlements are not`() async throws {
        let storage = FaultyStorage()
        let options = JournalOptions(
            segmentBytes: 64 << 10, pendingIntakeBytes: 1_000, preparesSpare: false, idleSeconds: nil)
        let (journal, _) = try await JournalFixture.open(storage, options: options)
        storage.holdSyncs()
        journal.append(JournalFixture.group([[0]]), for: .intake) { _ in }
        await storage.waitForHeldSync()
        let refusals = Tally()
        for _ in 0..<3 {
            journal.append(JournalFixture.group([JournalFixture.body(1, size: 700)]), for: .intake) { result in
                if case .failure(.overloaded) = result { refusals.add() }
            }
        }
        #expect(refusals.count == 2)
        async let settled = journal.append(
            JournalFixture.group([JournalFixture.body(1, size: 5_000)]), for: .settlement)
        storage.releaseSyncs()
        _ = try await settled
    }

    @Test(arguments: [FaultyDisk.Call.write, .sync], [EIO, ENOSPC])
    func `a failed write or sync refuses everything until opened anew`(call: FaultyDisk.Call, code: Int32) async throws
    {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.open(storage)
        _ = try await journal.append(JournalFixture.group([[1]]), for: .intake)
        storage.fail(call, with: code)
        let syncs = storage.count(of: .sync)
        for _ in 0..<3 {
            await #expect(throws: JournalFailure.failed(SystemError(call: "\(call)", code: code))) {
                try await journal.append(JournalFixture.group([[2]]), for: .settlement)
            }
        }
        #expect(storage.count(of: .sync) - syncs <= 1, "a failed sync is not tried again")
        let (_, records) = try await JournalFixture.open(storage.crashed(.nothing))
        #expect(records.map(\.body) == [[1]])
    }

    @Test func `interrupted and short reads and writes change nothing`() async throws {
        let storage = FaultyStorage()
        storage.shorten(to: 1_000)
        let (journal, _) = try await JournalFixture.open(storage)
        for number in 0..<20 {
            storage.fail(.write, after: number % 4, with: EINTR)
            _ = try await journal.append(JournalFixture.group([JournalFixture.body(number, size: 6_000)]), for: .intake)
            storage.mend()
        }
        storage.fail(.read, after: 3, with: EINTR)
        let (_, records) = try await JournalFixture.open(storage)
        #expect(records.map(\.body) == (0..<20).map { JournalFixture.body($0, size: 6_000) })
    }

    @Test func `no failing call while opening harms what is stored`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.open(storage)
        for number in 0..<30 {
            _ = try await journal.append(JournalFixture.group([JournalFixture.body(number, size: 5_000)]), for: .intake)
        }
        for call in FaultyDisk.Call.allCases {
            for pass in 0..<6 {
                let copy = storage.crashed(.everything)
                copy.fail(call, after: pass, with: EIO)
                _ = try? await JournalFixture.open(copy)
                copy.mend()
                let (_, records) = try await JournalFixture.open(copy.crashed(.nothing))
                #expect(records.count == 30, "\(call) failing after \(pass)")
            }
        }
    }

    @Test func `a log that goes idle ends with a mark`() async throws {
        let storage = FaultyStorage()
        let options = JournalOptions(segmentBytes: 64 << 10, preparesSpare: false, idleSeconds: 0)
        let (journal, _) = try await JournalFixture.open(storage, options: options)
        storage.holdSyncs()
        async let stored = journal.append(JournalFixture.group([[1]]), for: .intake)
        await storage.waitForHeldSync()
        storage.releaseOneSync()
        _ = try await stored
        await storage.waitForHeldSync()
        let (after, records) = try await JournalFixture.open(storage.crashed(.everything))
        storage.releaseSyncs()
        #expect(after.recovery.endsWithMark)
        #expect(records.map(\.body) == [[1]])
    }

    @Test func `a sync that fails after close was asked for answers nobody well`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.open(storage)
        storage.holdSyncs()
        let stored = Tally()
        for _ in 0..<4 {
            journal.append(JournalFixture.group([JournalFixture.body(1, size: 900_000)]), for: .intake) { result in
                if case .success = result { stored.add() }
            }
        }
        await storage.waitForHeldSync()
        storage.fail(.sync, with: EIO)
        async let closed: Void = journal.close()
        storage.releaseSyncs()
        await closed
        #expect(stored.count == 0)
    }

    @Test func `the spare segment is used and replayed`() async throws {
        let folder = TemporaryFolder()
        let options = JournalOptions(segmentBytes: 64 << 10, idleSeconds: 0)
        let path = folder.path + "/journal"
        var journal: Journal? = try await JournalFixture.open(DiskStorage(), at: path, options: options).journal
        for number in 0..<200 {
            _ = try await journal?.append(
                JournalFixture.group([JournalFixture.body(number, size: 2_000)]), for: .intake)
        }
        await journal?.close()
        journal = nil
        let (_, records) = try await JournalFixture.open(DiskStorage(), at: path, options: options)
        #expect(records.map(\.body) == (0..<200).map { JournalFixture.body($0, size: 2_000) })
    }

    @Test func `a second process is kept out`() async throws {
        let folder = TemporaryFolder()
        let (journal, _) = try await JournalFixture.open(DiskStorage(), at: folder.path + "/journal")
        await #expect(throws: JournalFailure.locked) {
            try await JournalFixture.open(DiskStorage(), at: folder.path + "/journal")
        }
        await journal.close()
        await #expect(throws: JournalFailure.closed) {
            try await journal.append(JournalFixture.group([[1]]), for: .intake)
        }
        // Closing frees the lock, whoever still holds the closed journal.
        _ = try await JournalFixture.open(DiskStorage(), at: folder.path + "/journal")
        #expect(journal.failure == .closed)
    }

    @Test func `the real disk keeps it too`() async throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/journal"
        var journal: Journal? = try await JournalFixture.open(DiskStorage(), at: path).journal
        for number in 0..<40 {
            _ = try await journal?.append(
                JournalFixture.group([JournalFixture.body(number, size: 3_000)]), for: .intake)
        }
        await journal?.close()
        journal = nil
        let (again, records) = try await JournalFixture.open(DiskStorage(), at: path)
        #expect(records.map(\.body) == (0..<40).map { JournalFixture.body($0, size: 3_000) })
        #expect(again.recovery.endsWithMark)
    }
}
