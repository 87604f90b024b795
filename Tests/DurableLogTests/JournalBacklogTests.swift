import Testing

@testable import DurableLog

struct JournalBacklogTests {
    @Test func `what is being written refuses by its age, and what is over does not`() {
        var backlog = JournalBacklog()
        var batch = PendingBatch()
        var answers = [add(to: &backlog, at: 1)]
        _ = backlog.takeBatch(&batch)
        answers += [add(to: &backlog, at: 10), add(to: &backlog, at: 11)]
        // The batch is over; what came at 10 still waits.
        let wasIdle = backlog.endBatch()
        answers += [add(to: &backlog, at: 19), add(to: &backlog, at: 20)]
        batch = PendingBatch()
        _ = backlog.takeBatch(&batch)
        let isIdle = backlog.endBatch()
        answers += [add(to: &backlog, at: 90)]
        #expect(answers == ["wake", "queued", "refused", "queued", "refused", "queued"])
        #expect(!wasIdle && isIdle)
    }

    @Test func `under load that never ends only what waits has an age`() {
        var backlog = JournalBacklog()
        var batch = PendingBatch()
        // Each is a batch of its own, and one always stays behind.
        var answers = [add(to: &backlog, at: 1, bytes: 2 << 20), add(to: &backlog, at: 2, bytes: 2 << 20)]
        for now in stride(from: UInt64(4), to: 100, by: 2) {
            batch = PendingBatch()
            for entry in backlog.takeBatch(&batch) { batch.add(entry) }
            answers.append(add(to: &backlog, at: now, bytes: 2 << 20))
            _ = backlog.endBatch()
        }
        #expect(answers.dropFirst().allSatisfy { $0 == "queued" })
    }

    @Test func `the writer sleeps when nothing waits and is woken once`() {
        var backlog = JournalBacklog()
        var batch = PendingBatch()
        var answers = [add(to: &backlog, at: 1), add(to: &backlog, at: 1)]
        _ = backlog.takeBatch(&batch)
        #expect(batch.entries.count == 2)
        batch = PendingBatch()
        _ = backlog.takeBatch(&batch)
        #expect(batch.entries.isEmpty)
        answers.append(add(to: &backlog, at: 2))
        #expect(answers == ["wake", "queued", "wake"])
    }

    @Test func `what a thread gathers wakes the writer when it has ended`() {
        var backlog = JournalBacklog()
        backlog.beginGathering(7)
        let answers = [add(to: &backlog, at: 1, by: 7), add(to: &backlog, at: 2, by: 7)]
        let wakes = backlog.endGathering(7)
        #expect(answers == ["queued", "queued"])
        #expect(wakes && taken(from: &backlog) == 2)
        // Now it does not gather any more.
        #expect(taken(from: &backlog) == 0 && add(to: &backlog, at: 3, by: 7) == "wake")
    }

    @Test func `a thread that has gathered nothing wakes nobody`() {
        var backlog = JournalBacklog()
        backlog.beginGathering(7)
        let wakes = backlog.endGathering(7)
        #expect(!wakes)
    }

    @Test func `a thread that has gathered nothing leaves what others gather`() {
        var backlog = JournalBacklog()
        backlog.beginGathering(7)
        backlog.beginGathering(8)
        let first = add(to: &backlog, at: 1, by: 7)
        var wakes = [backlog.endGathering(8)]
        #expect(first == "queued" && taken(from: &backlog) == 0)
        // Nor does one whose groups have gone with others'.
        backlog.beginGathering(8)
        let answers = [add(to: &backlog, at: 2, by: 8), add(to: &backlog, at: 3, by: 9)]
        #expect(answers == ["queued", "wake"] && taken(from: &backlog) == 3 && taken(from: &backlog) == 0)
        let second = add(to: &backlog, at: 4, by: 7)
        wakes.append(backlog.endGathering(8))
        #expect(second == "queued" && wakes == [false, false])
        let last = backlog.endGathering(7)
        #expect(last && taken(from: &backlog) == 1)
    }

    @Test func `who gathers holds up nobody else, and its own goes with theirs`() {
        var backlog = JournalBacklog()
        backlog.beginGathering(7)
        let answers = [add(to: &backlog, at: 1, by: 7), add(to: &backlog, at: 2, by: 8)]
        #expect(answers == ["queued", "wake"])
        #expect(taken(from: &backlog) == 2)
    }

    @Test func `a writer that is through leaves what is still being gathered`() {
        var backlog = JournalBacklog()
        let first = add(to: &backlog, at: 1, by: 8)
        #expect(first == "wake" && taken(from: &backlog) == 1)
        backlog.beginGathering(7)
        let second = add(to: &backlog, at: 2, by: 7)
        let isIdle = backlog.endBatch()
        #expect(second == "queued" && isIdle)
        #expect(taken(from: &backlog) == 0)
        let wakes = backlog.endGathering(7)
        #expect(wakes && taken(from: &backlog) == 1)
    }

    @Test func `much that is gathered does not wait for the rest`() {
        var backlog = JournalBacklog()
        backlog.beginGathering(7)
        let answers = (0..<6).map { _ in add(to: &backlog, at: 1, bytes: 50 << 10, by: 7) }
        #expect(answers.firstIndex(of: "wake") == 5)
        _ = taken(from: &backlog)
        _ = taken(from: &backlog)
        // One that others would wait for to be copied does not wait either.
        let large = add(to: &backlog, at: 2, bytes: 100 << 10, by: 7)
        #expect(large == "wake")
    }

    @Test func `what is still being gathered goes on when the journal ends`() {
        var backlog = JournalBacklog()
        backlog.beginGathering(7)
        _ = add(to: &backlog, at: 1, by: 7)
        backlog.refuse(.closed)
        #expect(taken(from: &backlog) == 1)
    }

    private func taken(from backlog: inout JournalBacklog) -> Int {
        var batch = PendingBatch()
        for entry in backlog.takeBatch(&batch) { batch.add(entry) }
        return batch.entries.count
    }

    private func add(to backlog: inout JournalBacklog, at now: UInt64, bytes: Int = 1, by thread: UInt = 1) -> String {
        let group = JournalFixture.group([[UInt8](repeating: 1, count: bytes)])
        let entry = PendingBatch.Entry(group: group, purpose: .intake, completion: { _ in })
        return
            switch backlog.add(entry, within: JournalBacklog.IntakeQuota(bytes: 16 << 20, age: 10), at: now, by: thread)
        {
        case .wakeWriter: "wake"
        case .queued: "queued"
        case .refused: "refused"
        }
    }
}
