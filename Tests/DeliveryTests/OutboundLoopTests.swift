@testable import Delivery
import LinuxSystem
import Messages
@testable import Queues
import SampleWorld
import TestSupport
import Testing

/// A loop that takes deliveries for a destination: what it does with the queue, whatever is done with the deliveries.
@Suite(.timeLimit(.minutes(30)))
struct OutboundLoopTests {
    /// Takes every delivery at once, and notes how long its lease had left then.
    private struct NotingErrand: OutboundErrand {
        let destination = Destination.publisher1177
        let queue: MessageQueue
        let secondsLeft = Noted()

        func attempt(_ delivery: LeasedDelivery) async throws(Hindrance) {
            secondsLeft.add(queue.nextWakeup())
        }

        func isAnswer(_ outcome: Void) -> Bool { true }

        func settle(_ delivery: LeasedDelivery, _ outcome: Void) async {
            _ = try? await queue.complete(delivery.lease, by: .gateway, receipt: { _ in nil })
        }

        func countAttempt(at delivery: LeasedDelivery) async {}

        func tell(of halt: OutboundHalt) {}
    }

    private final class Noted: Sendable {
        private let seconds = Lock<[Double?]>([])

        var all: [Double?] { seconds.withLock { $0 } }

        func add(_ value: Double?) {
            seconds.withLock { $0.append(value) }
        }
    }

    /// Has tasks go on only when it is told to, so that a test decides what comes first.
    private final class HeldExecutor: TaskExecutor {
        private let jobs = Lock<[UnownedJob]>([])

        var hasJobs: Bool { jobs.withLock { !$0.isEmpty } }

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            jobs.withLock { $0.append(job) }
        }

        /// Does what waits, and what comes of it.
        func run() {
            while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                job.runSynchronously(on: asUnownedTaskExecutor())
            }
        }
    }

    private let scratch: ScratchQueue
    private let errand: NotingErrand

    init() async throws {
        scratch = try await ScratchQueue()
        errand = NotingErrand(queue: scratch.queue)
    }

    private var loop: OutboundLoop<NotingErrand> {
        OutboundLoop(
            errand: errand, queue: scratch.queue, receipts: scratch.documents.receipts,
            retry: RetryPace(first: 0.001, longest: 0.002), now: scratch.now)
    }

    private var sleepers: Int { scratch.queue.guarded.withLock { $0.waiting.deadlineCount } }

    private func accept() async throws {
        try await scratch.accept(try ValidSample.read("SipEstablished"), to: [errand.destination])
    }

    @Test func `what is under way stays leased for longer than its answer may take`() async throws {
        try await accept()
        let (loop, queue) = (loop, scratch.queue)
        let running = Task { await loop.run() }
        await until { scratch.hasSettled(1) }
        queue.endWaiting()
        await running.value
        // The clock stands still.
        let left = try #require(errand.secondsLeft.all.first)
        #expect(try #require(left) > Limits.outboundAnswer)
    }

    @Test func `one that is woken and ended at once leaves what has come to whoever else waits for it`() async throws {
        let (loop, queue, destination) = (loop, scratch.queue, errand.destination)
        let (first, second) = (HeldExecutor(), HeldExecutor())
        let ends = Tally()
        let ended = Task(executorPreference: first) {
            await loop.run()
            ends.add()
        }
        await until {
            first.run()
            return sleepers == 1
        }
        let waiting = Task(executorPreference: second) {
            await queue.waitForDelivery(in: [destination], atMost: 3_600)
            ends.add()
        }
        await until {
            second.run()
            return sleepers == 2
        }
        try await accept()
        await until { first.hasJobs }
        ended.cancel()
        await until {
            first.run()
            return ends.count == 1
        }
        #expect(second.hasJobs && errand.secondsLeft.all.isEmpty)
        queue.endWaiting()
        await until {
            second.run()
            return ends.count == 2
        }
        await waiting.value
    }
}
