import Digests
import DurableLog
import Foundation
import LinuxSystem
import Messages
@testable import Queues
import Testing
import TestSupport

/// Queues that earlier programs wrote are opened for ever, and show the same state.
///
/// `Tests/QueuesTests/Stores` holds stores with records of every kind as text, and beside each what the queues must show.
/// New ones are written by `VAXEL_RECORD_STORES=1 swift test --filter StoredStateTests`; old ones stay as they are.
struct StoredStateTests {
    static let folder = "Tests/QueuesTests/Stores"
    static let names = RepositoryFiles.names(in: folder).filter { $0.hasSuffix(".store") }

    private let temporary = TemporaryFolder()
    /// The messages that the kept stores may hold; `m1` is that of `FormerRecordTests`.
    private static let messages = (1...9).map { ("m\($0)", QueueFixture.id("m\($0)")) }

    private static func text(_ path: String) throws -> String {
        String(decoding: try RepositoryFiles.bytes(path), as: UTF8.self)
    }

    private func open(
        _ path: String, _ time: ManualClock = ManualClock(), snapshots: SnapshotPolicy = SnapshotPolicy()
    ) async throws -> MessageQueue {
        try await MessageQueue.open(
            at: path, storage: DiskStorage(), clock: time.clock, policy: DeliveryPolicy(jitter: 0),
            options: QueueFixture.options, snapshots: snapshots, random: { 1 << 63 })
    }

    /// When a kept store is opened: those with snapshots when all waits are over, since a snapshot tells which were.
    private static func clock(of name: String) -> ManualClock {
        let year: Int64 = 365 * 86_400_000_000
        return ManualClock(wallMicroseconds: 1_795_334_400_000_000 + (name.hasPrefix("v1-every-kind") ? 0 : year))
    }

    /// What the queues show of every message, one line for each delivery.
    private func shown(_ path: String, _ time: ManualClock) async throws -> String {
        let queue = try await open(path, time)
        // What a start finds due is moved by the first who looks for it.
        _ = try await queue.settleLapsed { _ in nil }
        var text = ""
        for (name, id) in Self.messages {
            guard let status = try status(of: id, queue) else {
                text += "\(name) unreadable\n"
                continue
            }
            guard let status else { continue }
            text += "\(name) record \(status.sequence) \(status.type) version \(status.version)"
            text += " cancelled \(status.cancellation != nil) case \(status.caseID?.text ?? "none")\n"
            for delivery in status.deliveries {
                let outcomes = delivery.attempts.map { "\($0.outcome)" }.joined(separator: " ")
                text += "  \(delivery.delivery) to \(delivery.destination.name): \(delivery.state)"
                text += " death \(delivery.death.map { "\($0)" } ?? "none") attempts [\(outcomes)]"
                text += " reference \(delivery.reference ?? "none")\n"
            }
            text += "  payload \(try await queue.payload(of: id)?.bytes.count ?? -1) bytes\n"
        }
        text += try queue.figures(of: ["a", "b", "c", "d"].map { try QueueFixture.destination($0) }).map(Self.line)
            .joined()
        let page = await queue.deadLetters(limit: 100)
        for lost in page.lost { text += "\(lost.delivery) lost, \(lost.fault.code)\n" }
        let dead = page.letters.map(\.facts.delivery.description)
        text += "dead \(dead) difference \(queue.conservation().difference)\n"
        await queue.close()
        return text
    }

    /// The state of a message; nil when it is damaged, nil in it when there is none.
    private func status(of id: MessageID, _ queue: MessageQueue) throws -> MessageStatus?? {
        do {
            return .some(try queue.status(of: id))
        } catch {
            guard case .unreadable = error else { throw error }
            return nil
        }
    }

    /// What is to be said of a queue as a whole; nothing where no operator has touched it.
    private static func line(_ figures: QueueFigures) -> String {
        var text = ""
        if let pause = figures.pause { text += " paused by \(pause.by.text) at \(pause.since.rfc3339)" }
        if let replay = figures.replay {
            text += " replay \(replay.id): \(replay.released) released, \(replay.completed) completed,"
            if !replay.unread.isEmpty { text += " \(replay.unread) unread," }
            text += " \(replay.dropped) dropped, ended \(replay.endedAt?.rfc3339 ?? "never")"
        }
        return text.isEmpty ? "" : "\(figures.destination.name)\(text)\n"
    }

    @Test func `there are stores to open`() {
        #expect(Self.names.count >= 4)
    }

    @Test(arguments: ["v1-snapshot.store", "v1-retained.store"])
    func `kept queues with snapshots start from the newest, else the older, else the whole log`(name: String)
        async throws
    {
        let text = try Self.text("\(Self.folder)/\(name)")
        let expected = try Self.text("\(Self.folder)/\(name.dropLast(6)).expected")
        let manifests = StoreImage(text: text).entries.map(\.name).filter { $0.hasSuffix(".snapshot") }
        #expect(manifests.count == 2)
        for lost in 0...2 {
            let path = "\(temporary.path)/\(lost)"
            try StoreImage(text: text).place(at: path)
            for manifest in manifests.suffix(lost) {
                var bytes = try FileBytes.read("\(path)/\(manifest)", atMost: 1 << 20)
                bytes[40] ^= 1
                try FileBytes.replace("\(path)/\(manifest)", with: bytes)
            }
            guard lost < 2 || name == "v1-snapshot.store" else {
                await #expect("what retention has left is no whole log") {
                    _ = try await open(path)
                } throws: { error in
                    if case .notOpened(.thinned)? = error as? QueueFailure { true } else { false }
                }
                continue
            }
            let queue = try await open(path, Self.clock(of: name))
            let start = queue.startReport
            let names = manifests.dropLast(lost).compactMap { UInt64($0.dropFirst("snapshots/".count).prefix(20)) }
            #expect(start.snapshot == names.last && start.unsoundSnapshots.count == lost && start.replayed > 0)
            await queue.close()
            #expect(try await shown(path, Self.clock(of: name)) == expected, "\(lost) snapshots lost")
        }
    }

    @Test(arguments: names) func `kept queues show what they always have, at every start`(name: String) async throws {
        let path = "\(temporary.path)/journal"
        try StoreImage(text: try Self.text("\(Self.folder)/\(name)")).place(at: path)
        let expected = try Self.text("\(Self.folder)/\(name.dropLast(6)).expected")
        #expect(try await shown(path, Self.clock(of: name)) == expected)
        #expect(try await shown(path, Self.clock(of: name)) == expected, "at the second start")
    }

    @Test(arguments: names) func `every record of kept queues is understood, and told without its message`(
        name: String
    ) async throws {
        let (told, numbers) = try kinds(of: name)
        #expect(!told.contains("not understood"))
        if name == "v1-lost.store" { #expect(numbers.isSuperset(of: [11, 24, 25, 26])) }
        guard name == "v1-every-kind.store" || name == "v1-snapshot.store" else { return }
        let ofMessages = [
            "accepted", "offered", "completed", "returned", "died", "redriven", "discarded", "resent", "expired",
        ]
        let acts = ["paused", "resumed", "replay ordered", "replayed"]
        for kind in name == "v1-snapshot.store" ? ofMessages + acts : ofMessages {
            #expect(told.contains(kind), "\(kind)")
        }
    }

    /// What the records of a kept store tell that they are, and the numbers of their kinds.
    private func kinds(of name: String) throws -> (told: Set<String>, numbers: Set<UInt8>) {
        let path = "\(temporary.path)/journal"
        try StoreImage(text: try Self.text("\(Self.folder)/\(name)")).place(at: path)
        var told: Set<String> = []
        var numbers: Set<UInt8> = []
        let report = try JournalReader.open(at: path, storage: DiskStorage.reading).read(from: 1) { record in
            told.insert(RecordSummary(record)?.kind ?? "not understood")
            numbers.insert(record.kind)
            return true
        }
        #expect(report.isWhole == (name != "v1-lost.store"))
        return (told, numbers)
    }

    // MARK: Recording

    @Test(.enabled(if: ProcessInfo.processInfo.environment["VAXEL_RECORD_STORES"] != nil))
    func `new stores are recorded, and old ones left as they are`() async throws {
        try await record("v1-every-kind", "records of every kind: 1 (former), 2 to 10") { path in
            try await writeFormerRecord(to: path)
            let queue = try await open(path)
            try await writeEveryKind(to: queue, ManualClock())
            return queue
        }
        try await record(
            "v1-snapshot", "records of every kind, 2 to 10 and 20 to 23; two snapshots, and more behind them"
        ) {
            path in
            let time = ManualClock()
            let queue = try await open(path, time, snapshots: Self.often)
            try await writeEveryKind(to: queue, time)
            try await writeActs(to: queue, time)
            return queue
        }
        try await record("v1-lost", "records 11 and 24 to 26, and the damage that they tell of; form 4 of the summary")
        {
            path in
            try await writeLost(at: path, ManualClock())
        }
        try await record("v1-retained", "heads dropped, payloads dropped, open ones whole; two snapshots") { path in
            let time = ManualClock()
            let queue = try await open(path, time, snapshots: Self.often)
            try await writeRetained(to: queue, time)
            return queue
        }
    }

    private static let often = SnapshotPolicy(changes: 3, records: 5, isInBackground: false)

    /// Keeps a store as it is when it was written; those with snapshots as a crash leaves them, so that something lies behind.
    private func record(_ name: String, _ remark: String, _ write: (String) async throws -> MessageQueue) async throws {
        let target = RepositoryFiles.root.appending(path: "\(Self.folder)/\(name)").path
        guard !FileBytes.exists("\(target).store") else { return }
        let path = "\(temporary.path)/\(name)"
        let queue = try await write(path)
        if queue.keeper?.coveredThrough == nil { await queue.close() }
        let image = try StoreImage(folder: path, omitting: ["LOCK", ".tmp"])
        await queue.close()
        try image.place(at: "\(path)-kept")
        try FileBytes.replace("\(target).store", with: Array(image.text(remark: remark).utf8), mode: 0o644)
        try FileBytes.replace(
            "\(target).expected", with: Array(try await shown("\(path)-kept", Self.clock(of: name)).utf8), mode: 0o644)
    }

    private func writeFormerRecord(to path: String) async throws {
        let journal = try await Journal.open(at: path, options: QueueFixture.options) { _ in }
        var group = RecordGroup()
        group.append(kind: 1, body: FormerRecordTests.bytesOfFormer)
        _ = try await journal.append(group, for: .intake)
        await journal.close()
    }

    private func writeEveryKind(to queue: MessageQueue, _ time: ManualClock) async throws {
        for number in 2...6 {
            var message = try QueueFixture.message(
                "m\(number)", for: number == 2 ? ["a", "b"] : ["a"], lane: "l\(number)")
            message.senderOrganisation = UnitID("O")
            message.transmissionID = TransmissionID(UUIDBytes(high: 3, low: UInt64(number)))
            _ = try await queue.accept(message)
            // The same under another transmission id.
            message.transmissionID = TransmissionID(UUIDBytes(high: 4, low: UInt64(number)))
            if number == 2 { _ = try await queue.accept(message) }
        }
        let fault = DeliveryFault(code: "no", reason: "not now")
        let a = try QueueFixture.destination("a")
        for step in 1...5 {
            guard let delivery = try await queue.lease(from: [a], by: .tester, maximum: 1, duration: 60).first else {
                continue
            }
            time.advance(seconds: 1)
            let none: ReceiptBuilder = { _ in nil }
            switch step {
            case 1: _ = try await queue.complete(delivery.lease, by: .tester, reference: "R-1", receipt: none)
            case 2, 3:
                _ = try await queue.reject(delivery.lease, by: .tester, failure: fault, permanent: true, receipt: none)
            case 4: _ = try await queue.release(delivery.lease, by: .tester, delay: 30)
            default:
                _ = try await queue.reject(delivery.lease, by: .tester, failure: fault, permanent: false, receipt: none)
            }
        }
        let dead = await queue.deadLetters(limit: 10).letters.map(\.facts.delivery)
        _ = try await queue.retryDeadLetter(try #require(dead.first), by: .other)
        _ = try await queue.discard(try #require(dead.last), by: .other, reason: "sent anew")
        let receipt = IncomingMessage(
            id: QueueFixture.id("m7"), transmissionID: nil, digest: Digest128(high: 1, low: 7),
            type: "ApplicationReceipt",
            version: 1, senderUnit: try #require(UnitID("S")), senderSystem: .tester, lane: LaneKey(7),
            sentAt: Timestamp(microseconds: 1),
            recipients: [Recipient(destination: a, name: "a", why: "addressed", state: .queued)], form: .json,
            contentType: "application/json", payload: [1, 2, 3], isReceipt: true)
        _ = try await queue.accept(receipt)
        time.advance(seconds: 100)
        _ = try await queue.expireReceipts(after: 50)
        var cancellation = try QueueFixture.message("m8", for: [])
        cancellation.senderOrganisation = UnitID("O")
        cancellation.effect = .cancels(QueueFixture.id("m6"), isWrongPatient: false)
        _ = try await queue.accept(cancellation)
    }

    /// Pauses and resumes, has something come again, and leaves one queue paused.
    private func writeActs(to queue: MessageQueue, _ time: ManualClock) async throws {
        let (a, b) = (try QueueFixture.destination("a"), try QueueFixture.destination("b"))
        _ = try await queue.pause(a, by: .other, reason: "moving")
        try await queue.resume(a, by: .other)
        let none: ReceiptBuilder = { _ in nil }
        for leased in try await queue.lease(from: [b], by: .tester, maximum: 1, duration: 60) {
            _ = try await queue.complete(leased.lease, by: .tester, reference: "R-2", receipt: none)
        }
        let now = Timestamp(microseconds: time.clock.wallMicroseconds())
        _ = try await queue.replay(
            ReplayOrder(
                destination: b, from: now.adding(seconds: -1_000), to: now, by: .other, reason: "restored"))
        #expect(try await queue.advanceReplays() == 1)
        _ = try await queue.pause(b, by: .other, reason: "closed")
    }

    /// m1 to m3 are forgotten, of m4 and m5 the bytes, m6 waits and m7 is dead: both are whole, however old.
    private func writeRetained(to queue: MessageQueue, _ time: ManualClock) async throws {
        let policy = RetentionPolicy(payloadDays: 30, headDays: 60, graceDays: 0, share: 0.01)
        try await settle(["m1", "m2", "m3"], on: queue)
        _ = try await queue.accept(try QueueFixture.message("m6", for: ["a"], lane: "l6"))
        try await settle(["m7"], on: queue, isTaken: false)
        try await fill(queue, 1..<20)
        time.advance(seconds: 35 * 86_400)
        try await settle(["m4", "m5"], on: queue)
        try await fill(queue, 20..<40)
        time.advance(seconds: 35 * 86_400)
        let report = try await queue.retain(by: policy)
        #expect(report.rewritten > 1)
        try await settle(["m8"], on: queue)
    }

    /// m1 is lost while it waits and m5 after it was taken, so that it does not come again; retention has dropped the bytes
    /// of m2, and of m3, which is of compulsory care; m4 stands behind m1.
    private func writeLost(at path: String, _ time: ManualClock) async throws -> MessageQueue {
        var queue = try await open(path, time, snapshots: Self.often)
        let start = Timestamp(microseconds: time.clock.wallMicroseconds())
        try await settle(["m2"], for: "b", on: queue)
        try await settle(["m3"], for: "c", on: queue, isCompulsory: true)
        try await fill(queue, 1..<20)
        time.advance(seconds: 35 * 86_400)
        try await fill(queue, 20..<25)
        _ = try await queue.retain(by: RetentionPolicy(payloadDays: 30, headDays: 60, graceDays: 0, share: 0.01))
        _ = try await queue.replay(
            ReplayOrder(
                destination: try QueueFixture.destination("b"), from: start, to: start.adding(seconds: 86_400),
                by: .other, reason: "lost"))
        while try await queue.advanceReplays() > 0 {}
        for name in ["m1", "m4"] {
            var message = try QueueFixture.message(name, for: ["a"], lane: "l")
            message.payload = Self.payload(name)
            _ = try await queue.accept(message)
            try await fill(queue, 25..<30)
        }
        try await settle(["m5"], for: "d", on: queue)
        try await fill(queue, 30..<40)
        await queue.close()
        for name in ["m1", "m5"] { try damage(name, at: path) }
        queue = try await open(path, time, snapshots: Self.often)
        let a = try QueueFixture.destination("a")
        let leased = try await queue.lease(from: [a], by: .tester, maximum: 9, duration: 60)
        #expect(leased.map(\.missingBefore) == [[QueueFixture.id("m1")]])
        let now = Timestamp(microseconds: time.clock.wallMicroseconds())
        for place in ["c", "d"] {
            _ = try await queue.replay(
                ReplayOrder(
                    destination: try QueueFixture.destination(place), from: start, to: now, by: .other, reason: "lost"))
        }
        while try await queue.advanceReplays() > 0 {}
        return queue
    }

    private static func payload(_ name: String) -> [UInt8] { Array("<the bytes of \(name)>".utf8) }

    /// Flips a bit of a message's bytes on disk.
    private func damage(_ name: String, at path: String) throws {
        let bytes = Self.payload(name)
        var isFound = false
        for file in try FileBytes.names(in: "\(path)/log") where file.hasSuffix(".seg") || file.hasSuffix(".kept") {
            var all = try FileBytes.read("\(path)/log/\(file)", atMost: 1 << 24)
            guard let found = all.firstRange(of: bytes) else { continue }
            all[found.lowerBound] ^= 1
            isFound = true
            try FileBytes.replace("\(path)/log/\(file)", with: all)
        }
        try #require(isFound)
    }

    /// Accepts messages for a place, and has them taken or refused.
    private func settle(
        _ names: [String], for place: String = "b", on queue: MessageQueue, isCompulsory: Bool = false,
        isTaken: Bool = true
    ) async throws {
        let destination = try QueueFixture.destination(place)
        for name in names {
            var message = try QueueFixture.message(name, for: [place], lane: name)
            if place == "d" { message.payload = Self.payload(name) }
            message.isCompulsory = isCompulsory
            _ = try await queue.accept(message)
            for leased in try await queue.lease(from: [destination], by: .tester, maximum: 1, duration: 60) {
                _ =
                    isTaken
                    ? try await queue.complete(leased.lease, by: .tester, receipt: { _ in nil })
                    : try await queue.reject(
                        leased.lease, by: .tester, failure: DeliveryFault(code: "no", reason: "never"),
                        permanent: true, receipt: { _ in nil })
            }
        }
    }

    /// Messages of no interest, that fill a segment.
    private func fill(_ queue: MessageQueue, _ numbers: Range<Int>) async throws {
        try await settle(numbers.map { "f\($0)" }, on: queue)
    }
}
