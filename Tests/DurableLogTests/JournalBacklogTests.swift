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

    private func add(to backlog: inout JournalBacklog, at now: UInt64, bytes: Int = 1) -> String {
        let group = JournalFixture.group([[UInt8](repeating: 1, count: bytes)])
        let entry = PendingBatch.Entry(group: group, purpose: .intake, completion: { _ in })
        return switch backlog.add(entry, within: JournalBacklog.IntakeQuota(bytes: 16 << 20, age: 10), at: now) {
        case .wakeWriter: "wake"
        case .queued: "queued"
        case .refused: "refused"
        }
    }
}
