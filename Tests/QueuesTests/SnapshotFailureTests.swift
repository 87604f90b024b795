import Dispatch
@testable import DurableLog
import Glibc
import LinuxSystem
import Messages
@testable import Queues
import SnapshotFiles
import Synchronization
import Testing
import TestSupport

/// Snapshots and merges that fail while the queues go on: nothing is out of sight at any moment, and nothing is tried
/// without end.
struct SnapshotFailureTests {
    private let storage = FaultyStorage()
    private let time = ManualClock()

    /// Takes a snapshot after every few changes; each merge is left to the merges beside them.
    private func open(
        isInBackground: Bool = true, merging: Bool = true, options: JournalOptions = QueueFixture.options
    ) async throws -> MessageQueue {
        var policy = SnapshotPolicy(changes: 3, records: 3, isInBackground: isInBackground)
        if merging { policy.files.mergedWhileWriting = 0 }
        return try await MessageQueue.open(
            at: "journal", storage: storage, clock: time.clock, policy: DeliveryPolicy(jitter: 0),
            options: options, snapshots: policy, random: { 1 << 63 })
    }

    /// Whether a message is known: one that comes again is answered as it was.
    private func isKnown(_ name: String, _ queue: MessageQueue) async throws -> Bool {
        guard case .duplicate = try await queue.accept(QueueFixture.message(name, for: ["a"], lane: name)) else {
            return false
        }
        return true
    }

    /// Accepts messages, and waits until the keeper has looked whether a snapshot is due behind the last: who is answered goes
    /// on before that, which is on the journal's own queue here.
    private func accept(_ names: [String], _ queue: MessageQueue) async throws {
        for name in names { _ = try await queue.accept(try QueueFixture.message(name, for: ["a"], lane: name)) }
        queue.journal.queue.sync {}
    }

    private func settle(_ queue: MessageQueue) async { await queue.keeper?.idle() }

    /// Queues with a snapshot of four rounds of messages, and with the merge that it made due held at its first write.
    private func openAmidMerge() async throws -> MessageQueue {
        let queue = try await open()
        for round in 1...3 {
            try await accept((0..<3).map { "\(round)\($0)" }, queue)
            await settle(queue)
        }
        let before = try #require(queue.keeper?.coveredThrough)
        storage.holdWrites(toNamesEnding: ".table")
        try await accept(["40", "41", "42"], queue)
        // The fourth file of a tier makes a merge due: its first write is held once the snapshot is there.
        while true {
            await storage.waitForHeld()
            if try #require(queue.keeper?.coveredThrough) > before { break }
            storage.releaseOneHeld()
        }
        return queue
    }

    /// Lets what is held go on call by call until the keeper has nothing left to do.
    private func stepThrough(_ queue: MessageQueue, _ look: () async throws -> Void) async throws {
        let isIdle = Mutex(false)
        let idle = Task {
            await queue.keeper?.idle()
            isIdle.withLock { $0 = true }
        }
        while !isIdle.withLock({ $0 }) {
            guard storage.heldCalls > 0 else {
                await Task.yield()
                continue
            }
            try await look()
            storage.releaseOneHeld()
        }
        await idle.value
    }

    @Test func `a merge that fails takes back nothing of the snapshot that is written meanwhile`() async throws {
        let queue = try await openAmidMerge()
        try await accept(["50", "51", "52"], queue)
        storage.fail(.write, with: ENOSPC)
        storage.releaseOneHeld()
        _ = try await eventually("its end") { (queue.keeper?.failures.count ?? 0) > 0 ? true : nil }
        storage.mend()
        try await accept(["60", "61", "62"], queue)
        let names = (1...6).flatMap { round in (0..<3).map { "\(round)\($0)" } }
        try await stepThrough(queue) {
            for name in names {
                let isKnown = try await isKnown(name, queue)
                #expect(isKnown, "\(name) is out of sight")
            }
        }
        storage.releaseHeld()
        await settle(queue)
        #expect(queue.conservation().waiting == 18 && queue.conservation().created == 18)
        #expect(queue.failure == nil)
    }

    @Test func `a snapshot does not wait for a merge`() async throws {
        let queue = try await openAmidMerge()
        try await accept(["50", "51", "52"], queue)
        // The merge's write is held, and the next snapshot's beside it.
        _ = try await eventually("another snapshot's write") { storage.heldCalls > 1 ? true : nil }
        storage.releaseHeld()
        await settle(queue)
        #expect(queue.keeper?.failures.count == 0)
    }

    @Test func `what is taken back is what was set aside, and only once`() async throws {
        let queue = try await open(isInBackground: false)
        try await accept(["1", "2"], queue)
        let position = try #require(queue.keeper?.lastPosition)
        let frozen = try #require(queue.freeze(at: position, ifChanges: 0, boot: 0))
        #expect(queue.freeze(at: position, ifChanges: 0, boot: 0) == nil)
        #expect(queue.takeBack(frozen, rewritingPages: false) == 4)
        let later = try #require(queue.freeze(at: position, ifChanges: 0, boot: 0))
        #expect(queue.takeBack(frozen, rewritingPages: false) == 0)
        for name in ["1", "2"] { #expect(try await isKnown(name, queue)) }
        #expect(queue.takeBack(later, rewritingPages: false) == 4)
    }

    @Test func `what was set aside lives until its snapshot's writer lets it go, which is not under the lock`()
        async throws
    {
        let queue = try await open(isInBackground: false)
        try await accept(["1", "2", "3"], queue)
        let snapshot = try #require(queue.keeper?.snapshot)
        try await accept(["4"], queue)
        let position = try #require(queue.keeper?.lastPosition)
        #expect(try lives(of: position, settling: snapshot, in: queue) == [true, false])
    }

    /// Whether the head of the last message is in memory when its snapshot is gone on with, and when that has been let go.
    private func lives(of position: LogPosition, settling snapshot: LoadedSnapshot, in queue: MessageQueue) throws
        -> [Bool]
    {
        weak let head = queue.guarded.withLock { $0.state.messages[position.sequence]?.stored }
        try #require(head != nil)
        var frozen = queue.freeze(at: position, ifChanges: 0, boot: 0)
        queue.settle(on: snapshot, of: try #require(frozen))
        let lives = withExtendedLifetime(frozen) { head != nil }
        frozen = nil
        return [lives, head != nil]
    }

    @Test func `a disk that takes no snapshot is not asked at every batch, and all is written when it does`()
        async throws
    {
        // One segment for all, since its successor would need a rename too.
        let options = JournalOptions(segmentBytes: 1 << 20, preparesSpare: false, idleSeconds: nil)
        let queue = try await open(isInBackground: false, options: options)
        storage.fail(.rename, with: ENOSPC, forever: true)
        try await accept((0..<100).map { "\($0)" }, queue)
        let failures = try #require(queue.keeper?.failures.count)
        #expect((1...12).contains(failures), "\(failures) tries for 100 batches")
        storage.mend()
        time.advance(seconds: 3_600)
        try await accept(["last", "and", "some", "more"], queue)
        #expect((queue.keeper?.coveredThrough ?? 0) > 100)
        #expect(queue.keeper?.failures.count == failures)
    }

    @Test func `a rotten block hinders no snapshot, and the next start reads the log`() async throws {
        var queue = try await open(isInBackground: false, merging: false)
        for round in 1...3 { try await accept((0..<3).map { "\(round)\($0)" }, queue) }
        let rotten = try #require(storage.rotTable("ids", inFolder: "journal/snapshots"))
        for round in 4...9 { try await accept((0..<3).map { "\(round)\($0)" }, queue) }
        await settle(queue)
        #expect(queue.keeper?.coveredThrough == queue.keeper?.lastPosition?.sequence)
        #expect(queue.damagedSnapshotFiles == 1)
        #expect(storage.names(inFolder: "journal/snapshots").contains(rotten + ".unsound"))
        await queue.close()
        queue = try await open(isInBackground: false, merging: false)
        #expect(queue.startReport.snapshot == nil && queue.startReport.unsoundSnapshots.count == 2)
        for round in 1...9 { #expect(try await isKnown("\(round)0", queue)) }
        #expect(queue.conservation().waiting == 27 && queue.failedReads == 0)
        for round in 10...12 { try await accept((0..<3).map { "\(round)\($0)" }, queue) }
        await queue.close()
        #expect(!storage.names(inFolder: "journal/snapshots").contains { $0.hasSuffix(".unsound") })
        queue = try await open()
        #expect(queue.startReport.snapshot != nil && queue.startReport.unsoundSnapshots == [])
    }

    @Test func `a rotten page is written anew from memory`() async throws {
        var queue = try await open(isInBackground: false, merging: false)
        // Lanes enough for many pages, most of which the later snapshots take over.
        try await accept((0..<1_200).map { "m\($0)" }, queue)
        var known = Set(storage.names(inFolder: "journal/snapshots").filter { $0.hasSuffix(".pages") })
        for name in known { storage.change(name, inFolder: "journal/snapshots") { $0[40] ^= 1 } }
        try await accept((0..<100).map { "n\($0)" }, queue)
        await settle(queue)
        known.formIntersection(storage.names(inFolder: "journal/snapshots"))
        await queue.close()
        queue = try await open(isInBackground: false)
        #expect(queue.startReport.snapshot != nil && queue.startReport.unsoundSnapshots == [], "\(known)")
        #expect(queue.conservation().waiting == 1_300)
    }
}

extension FaultyStorage {
    /// Flips a bit in the first block of a table's oldest file, and says which file that is.
    @discardableResult
    func rotTable(_ table: String, inFolder folder: String) -> String? {
        let length = withUnsafeBytes(of: UInt32(table.utf8.count).littleEndian) { Array($0) }
        let mark = length + Array(table.utf8)
        let name = names(inFolder: folder).first { name in
            name.hasSuffix(".table") && contents(inFolder: folder, ending: name).map { $0.holds(mark) } ?? false
        }
        if let name { change(name, inFolder: folder) { $0[32] ^= 1 } }
        return name
    }
}

extension [UInt8] {
    fileprivate func holds(_ part: [UInt8]) -> Bool {
        count >= part.count
            && indices.dropLast(part.count - 1).contains { self[$0..<$0 + part.count].elementsEqual(part) }
    }
}
