import Testing

@testable import DurableLog

struct JournalBacklogTests {
    private let quota = JournalBacklog.IntakeQuota(bytes: 1_000, age: 10)
    private let intake = PendingBatch.Entry(
        group: JournalFixture.group([[1]]), purpose: .intake, completion: { _ in })

    @Test func `what is being written refuses by its age, and what is over does not`() {
        var backlog = JournalBacklog()
        var batch = PendingBatch()
        #expect(backlog.add(intake, within: quota, at: 1).isWakeUp)
        _ = backlog.takeBatch(&batch)
        #expect(backlog.add(intake, within: quota, at: 10).isQueued)
        #expect(backlog.add(intake, within: quota, at: 11).isRefusal)
        #expect(!backlog.endBatch())
        // What came at 10 still waits.
        #expect(backlog.add(intake, within: quota, at: 19).isQueued)
        #expect(backlog.add(intake, within: quota, at: 20).isRefusal)
        batch = PendingBatch()
        _ = backlog.takeBatch(&batch)
        #expect(backlog.endBatch())
        #expect(backlog.add(intake, within: quota, at: 90).isQueued)
    }

    @Test func `the writer sleeps when nothing waits and is woken once`() {
        var backlog = JournalBacklog()
        var batch = PendingBatch()
        #expect(backlog.add(intake, within: quota, at: 1).isWakeUp)
        #expect(backlog.add(intake, within: quota, at: 1).isQueued)
        _ = backlog.takeBatch(&batch)
        #expect(batch.entries.count == 2)
        batch = PendingBatch()
        #expect(backlog.takeBatch(&batch).isEmpty && batch.isEmpty)
        #expect(backlog.add(intake, within: quota, at: 2).isWakeUp)
    }
}

extension JournalBacklog.Admission {
    fileprivate var isQueued: Bool { if case .queued = self { true } else { false } }
    fileprivate var isWakeUp: Bool { if case .wakeWriter = self { true } else { false } }
    fileprivate var isRefusal: Bool { if case .refused = self { true } else { false } }
}
