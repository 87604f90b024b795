import DurableLog
import LinuxSystem
import Messages
import Queues
import StoreKeeping
import Testing
import TestSupport

/// The tools on stores with snapshots and with what retention left: sound, torn, damaged, held and in use.
struct SnapshotStoreTests {
    private static let now = Timestamp(microseconds: 1_795_334_400_000_000)

    private func verify(_ store: QueueStore) throws -> StoreReport {
        let before = try store.fixture.contents()
        let report = try store.fixture.store().verify(pause: { _ in })
        #expect(try store.fixture.contents() == before, "nothing is written")
        return report
    }

    // MARK: Verifying

    @Test func `a store with snapshots is sound, and each is named`() async throws {
        for store in [try await QueueStore.plain(), try await QueueStore.retained()] {
            let report = try verify(store)
            #expect(report.grade == .sound, "\(report.text)")
            #expect(report.snapshots.count == 2 && report.snapshots[0] > report.snapshots[1])
            #expect(report.findings.count { $0.text.hasPrefix("snapshot behind record") } == 2)
        }
    }

    @Test(arguments: [".snapshot", ".table", ".pages"]) func `a changed byte in any file of a snapshot is damage`(
        ending: String
    ) async throws {
        let store = try await QueueStore.plain()
        let name = try #require(try store.snapshots(ending).last)
        try store.fixture.change("snapshots/\(name)", at: 40)
        let report = try verify(store)
        let fault = try #require(report.faults.first)
        #expect(report.grade == .damaged && fault.file.hasSuffix(".snapshot"), "\(report.text)")
        #expect(fault.advice.contains("Nothing is lost") && fault.swedishAdvice.contains("Inget är förlorat"))
        #expect(!report.text.contains("vaxel store restore"))
    }

    @Test func `a missing file of a snapshot is damage, and one that nobody needs is none`() async throws {
        let store = try await QueueStore.plain()
        let table = try #require(try store.snapshots(".table").first)
        try FileBytes.replace("\(store.fixture.journal)/snapshots/00000000000000099999.table", with: [1, 2, 3])
        #expect(try verify(store).grade == .sound)
        try FileBytes.remove("\(store.fixture.journal)/snapshots/\(table)")
        #expect(try verify(store).grade == .damaged)
    }

    @Test func `snapshots that have rotted are no hindrance while the whole log is there, and the end without`()
        async throws
    {
        for (store, isThinned) in [(try await QueueStore.plain(), false), (try await QueueStore.retained(), true)] {
            for name in try store.snapshots() { try store.fixture.change("snapshots/\(name)", at: 40) }
            let report = try verify(store)
            #expect(report.grade == .damaged && report.snapshots.isEmpty)
            #expect(report.faults.count == (isThinned ? 3 : 2), "\(report.text)")
            #expect(report.text.contains("does not start on this") == isThinned)
            #expect(report.text.contains("startar inte på detta") == isThinned)
            let queue = try? await store.open()
            #expect((queue == nil) == isThinned, "the verdict is what a start does")
            await queue?.close()
        }
    }

    @Test func `a snapshot of another log, or of a place that is not there any more, is damage`() async throws {
        let store = try await QueueStore.plain()
        let other = try await QueueStore.plain(30)
        try FileBytes.remove("\(store.fixture.journal)/log")
        try StoreImage(folder: "\(other.fixture.journal)/log").write(to: "\(store.fixture.journal)/log")
        let report = try verify(store)
        #expect(report.grade == .damaged && report.snapshots.isEmpty && report.faults.count == 2, "\(report.text)")
        #expect(report.faults.allSatisfy { $0.text.contains("cannot be found in the log") })
    }

    @Test func `damage in what was kept is told with its records, and the snapshots stay good`() async throws {
        let store = try await QueueStore.retained()
        let kept = try #require(try store.log(".kept").first)
        try store.fixture.change("log/\(kept)", at: 4_096 + 40)
        let report = try verify(store)
        #expect(report.grade == .damaged && report.snapshots.count == 2, "\(report.text)")
        #expect(report.faults.allSatisfy { $0.file == "log/\(kept)" })
        #expect(report.faults.first?.records?.lowerBound == 1)
    }

    @Test func `a torn tail behind a snapshot is a torn tail`() async throws {
        let store = try await QueueStore.plain()
        let (segment, offset) = try lastBatch(of: store)
        try store.fixture.change("log/\(segment)", at: offset + 70)
        #expect(try verify(store).grade == .damaged, "the snapshot covers the mark")
        // One that was torn while it was written, behind the last snapshot.
        let torn = try await QueueStore.plain()
        let end = try lastBatch(of: torn)
        try torn.fixture.change("log/\(end.segment)", at: end.offset + 4_096 + 10)
        let report = try verify(torn)
        #expect(report.grade == .tornTail && report.snapshots.count == 2, "\(report.text)")
    }

    @Test(arguments: [false, true]) func `what a snapshot proves to be missing is damage, and no start forgets it`(
        isTorn: Bool
    ) async throws {
        let store = try await QueueStore.plain()
        let (segment, offset) = try lastBatch(of: store)
        let path = "\(store.fixture.journal)/log/\(segment)"
        var bytes = try FileBytes.read(path, atMost: 1 << 20)
        bytes.replaceSubrange(
            offset..<offset + 4_096, with: [UInt8](repeating: 0, count: 4_095) + [isTorn ? 1 : 0])
        try FileBytes.replace(path, with: bytes)
        let report = try verify(store)
        let newest = try #require(try store.snapshots().last.flatMap { UInt64($0.prefix(20)) })
        let fault = try #require(report.faults.first { $0.records?.contains(newest) ?? false })
        #expect(report.grade == .damaged && fault.advice.contains("newest backup"), "\(report.text)")
        #expect(!report.text.contains("Nothing is lost"))
        #expect(throws: StoreFailure.self) { try backUp(store) }
        await #expect {
            _ = try await store.open()
        } throws: { error in
            guard case .notOpened(.damaged(let damage))? = error as? QueueFailure else { return false }
            return damage.firstLost == newest && damage.lastKnown == newest
        }
    }

    /// The last segment, and where its last batch begins.
    private func lastBatch(of store: QueueStore) throws -> (segment: String, offset: Int) {
        let segment = try #require(try store.log(".seg").last)
        let bytes = try FileBytes.read("\(store.fixture.journal)/log/\(segment)", atMost: 1 << 20)
        let starts = Array(stride(from: 4_096, to: bytes.count, by: 4_096))
        return (segment, try #require(starts.last { bytes[$0..<$0 + 4].elementsEqual("VBAT".utf8) }))
    }

    @Test func `a store in use with snapshots and retention at work is sound whenever one looks`() async throws {
        let store = try QueueStore()
        let queue = try await store.open(inBackground: true)
        try await QueueStore.accept(0..<20, on: queue)
        let time = store.time
        let writer = Task { try await Self.keepBusy(queue, time) }
        var looks = 0
        while try looks < 12 || store.log(".kept").isEmpty {
            looks += 1
            let report = try store.fixture.store().verify(pause: { _ in })
            #expect(report.grade == .sound, "\(report.text)")
            var last: UInt64 = 0
            let isWhole = try store.fixture.store().dump(1...UInt64.max) { line in
                if case .record(let sequence, _, let summary) = line {
                    #expect(sequence > last && summary != nil)
                    last = sequence
                }
                return true
            }
            #expect(isWhole && last >= 20)
            let figures = try store.fixture.store().statistics(at: Self.now)
            #expect(figures.log.isWhole && figures.recordsByKind["not understood"] == nil)
        }
        writer.cancel()
        _ = try? await writer.value
        await queue.close()
        #expect(try store.snapshots().count == 2)
    }

    /// Takes and gives out messages, a day and a half each, with retention behind them, until cancelled.
    private static func keepBusy(_ queue: MessageQueue, _ time: ManualClock) async throws {
        var number = 100
        while !Task.isCancelled {
            try await QueueStore.accept(number..<number + 5, on: queue)
            try await QueueStore.complete(5, on: queue)
            number += 5
            time.advance(seconds: 130_000)
            if number % 25 == 0 { _ = try await queue.retain(by: QueueStore.policy) }
        }
    }

    // MARK: Figures

    @Test func `figures tell kept files and the newest snapshot`() async throws {
        let store = try await QueueStore.retained()
        let figures = try store.fixture.store().statistics(at: Self.now)
        let newest = try #require(try store.snapshots().last.flatMap { UInt64($0.prefix(20)) })
        #expect(figures.log.keptFiles == (try store.log(".kept").count) && figures.newestSnapshot == newest)
        #expect(figures.snapshotBytes > 1_000)
        #expect(figures.text.contains("newest behind record \(newest)"))
    }

    // MARK: Backup and restore

    private func backUp(_ store: QueueStore) throws -> (list: BackupManifest, leftOut: [String]) {
        try StoreBackup.make(of: store.fixture.data, to: store.fixture.beside("backup"), at: Self.now)
    }

    /// Restores the backup, and opens the queues on it: they start from a snapshot, held.
    private func restored(_ store: QueueStore) async throws -> MessageQueue {
        let data = store.fixture.beside("restored")
        _ = try StoreRestore.run(from: store.fixture.beside("backup"), to: data)
        return try await store.open("\(data)/journal")
    }

    @Test func `a restored store starts from its snapshot, held, and shows what the original did`() async throws {
        for store in [try await QueueStore.plain(60), try await QueueStore.retained()] {
            let original = try await store.open()
            let before = QueueStore.shown(0..<60, on: original)
            await original.close()
            let (list, leftOut) = try backUp(store)
            #expect(list.snapshot == (try store.snapshots().last.flatMap { UInt64($0.prefix(20)) }) && leftOut.isEmpty)
            let queue = try await restored(store)
            #expect(queue.startReport.snapshot == list.snapshot && queue.startReport.replayed == 0)
            #expect(QueueStore.shown(0..<60, on: queue) == before)
            #expect(queue.conservation().difference == 0)
            await #expect(throws: QueueFailure.held(.restored)) {
                try await queue.lease(from: [try QueueStore.unit], by: QueueStore.system, maximum: 1, duration: 60)
            }
            await #expect(throws: QueueFailure.held(.restored)) { try await queue.accept(try QueueStore.message(99)) }
            await queue.close()
            let path = "\(store.fixture.beside("restored"))/journal"
            try StoreFolder.release(journal: path)
            let released = try await store.open(path)
            try await QueueStore.complete(60, on: released)
            #expect(released.conservation().waiting == 0 && released.conservation().completed == 60)
            await released.close()
            #expect(try StoreFolder(journal: path).verify(pause: { _ in }).grade == .sound)
        }
    }

    @Test func `a backup under load, with snapshots and retention at work, starts and has what was answered`()
        async throws
    {
        let store = try QueueStore()
        let queue = try await store.open(inBackground: true)
        try await QueueStore.accept(0..<30, on: queue)
        let time = store.time
        let writer = Task { try await Self.keepBusy(queue, time) }
        await until { (try? store.log(".kept").count) ?? 0 > 0 && queue.conservation().completed > 40 }
        for _ in 0..<4 {
            let completed = queue.conservation().completed
            let (list, leftOut) = try backUp(store)
            #expect(list.snapshot != nil && leftOut.isEmpty)
            let copy = try await restored(store)
            #expect(copy.startReport.snapshot == list.snapshot)
            #expect(copy.conservation().difference == 0 && copy.conservation().completed >= completed)
            #expect(copy.conservation().created >= 30)
            #expect(try await copy.verifyLog().isEmpty)
            await copy.close()
            for name in ["backup", "restored"] { try FileBytes.remove(store.fixture.beside(name)) }
        }
        writer.cancel()
        _ = try? await writer.value
        await queue.close()
    }

    private func until(_ holds: () -> Bool) async {
        while !holds(), !Task.isCancelled { try? await Task.sleep(for: .milliseconds(1)) }
    }

    @Test func `a rotten snapshot is left out of a backup and named, while a start can do without it`() async throws {
        let store = try await QueueStore.retained()
        let newest = try #require(try store.snapshots().last)
        try store.fixture.change("snapshots/\(newest)", at: 40)
        let (list, leftOut) = try backUp(store)
        #expect(leftOut == ["snapshots/\(newest)"] && list.snapshot != nil)
        #expect(!list.files.contains { $0.name.hasSuffix(newest) })
        let queue = try await restored(store)
        #expect(queue.startReport.snapshot == list.snapshot && queue.startReport.unsoundSnapshots.isEmpty)
        #expect(queue.conservation().completed == 30)
        await queue.close()
        // Without the other one the log alone is no store any more.
        let older = try #require(try store.snapshots().first)
        try store.fixture.change("snapshots/\(older)", at: 40)
        try FileBytes.remove(store.fixture.beside("backup"))
        #expect {
            try backUp(store)
        } throws: { error in
            "\(error)".contains("no snapshot to start from")
        }
    }

    @Test func `a store with damage in its log, or in what was kept, is not backed up`() async throws {
        let store = try await QueueStore.retained()
        let kept = try #require(try store.log(".kept").first)
        try store.fixture.change("log/\(kept)", at: 4_096 + 40)
        #expect(throws: StoreFailure.self) { try backUp(store) }
        #expect(throws: StoreFailure.self) { try StoreRestore.check(store.fixture.beside("backup")) }
    }

    @Test func `a torn tail is not in a backup`() async throws {
        let store = try await QueueStore.plain()
        let (segment, offset) = try lastBatch(of: store)
        try store.fixture.change("log/\(segment)", at: offset + 4_096 + 10)
        _ = try backUp(store)
        let path = "\(store.fixture.beside("backup"))/journal"
        #expect(try StoreFolder(journal: path).verify(pause: { _ in }).grade == .sound)
    }

    @Test func `a held store is verified, listed and backed up as any other`() async throws {
        let store = try await QueueStore.retained()
        try Journal.holdRestored(at: store.fixture.journal)
        let report = try verify(store)
        #expect(report.grade == .sound && report.hold == .restored && report.text.contains("held"))
        #expect(try backUp(store).list.snapshot == report.snapshots.first)
    }
}
