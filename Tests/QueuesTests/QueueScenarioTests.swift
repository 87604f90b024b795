import Queues
import Testing
import TestSupport

/// The life of deliveries told as text: a line is a step, `->` what must come of it.
struct QueueScenarioTests {
    @Test(arguments: [
        """
        accept m1 for a,b
        lease a -> m1
        crash
        lease a -> m1
        complete m1 at a -> settled
        lease a -> nothing
        lease b -> m1
        """,
        """
        accept m1 for a
        accept m2 for a
        lease a -> m1
        lease a -> nothing
        complete m1 at a -> settled
        lease a -> m2
        """,
        """
        accept m1 for a in x
        accept m2 for a in y
        accept m3 for a in x
        lease a -> m1,m2
        complete m1 at a -> settled
        lease a -> m3
        """,
        """
        accept m1 for a
        accept m2 for a
        lease a -> m1
        fail m1 at a -> settled
        lease a -> nothing
        wait 4
        lease a -> nothing
        wait 1
        lease a -> m1
        fail m1 at a -> settled
        wait 9
        lease a -> nothing
        wait 1
        lease a -> m1
        """,
        """
        accept m1 for a
        lease a -> m1
        fail m1 at a -> settled
        crash
        lease a -> nothing
        wait 5
        lease a -> m1
        """,
        """
        accept m1 for a
        accept m2 for a
        lease a -> m1
        reject m1 at a -> settled
        dead a -> m1
        lease a -> m2
        complete m2 at a -> settled
        retry m1 at a -> redriven
        retry m1 at a -> notDead
        dead a -> nothing
        crash
        lease a -> m1
        """,
        """
        accept m1 for a
        lease a -> m1
        complete m1 at a -> settled
        complete m1 at a -> alreadySettled
        crash
        complete m1 at a -> alreadySettled
        reject m1 at a -> lost(Queues.LeaseLoss.completed)
        lease a -> nothing
        """,
        """
        accept m1 for a
        lease a -> m1
        crash
        complete m1 at a -> settled
        lease a -> nothing
        """,
        """
        accept m1 for a
        lease a -> m1
        wait 61
        lapse -> 1
        complete m1 at a -> settled
        wait 100
        lease a -> nothing
        """,
        """
        accept m1 for a
        lease a -> m1
        wait 200000
        lapse -> 1
        dead a -> m1
        release m1 at a -> lost(Queues.LeaseLoss.lapsed)
        fail m1 at a -> lost(Queues.LeaseLoss.lapsed)
        reject m1 at a -> lost(Queues.LeaseLoss.lapsed)
        dead a -> m1
        crash
        dead a -> m1
        release m1 at a -> lost(Queues.LeaseLoss.lapsed)
        complete m1 at a -> settled
        dead a -> nothing
        retry m1 at a -> notDead
        """,
        """
        accept m1 for a
        lease a -> m1
        wait 200000
        lapse -> 1
        release m1 at a -> lost(Queues.LeaseLoss.lapsed)
        retry m1 at a -> redriven
        lease a -> m1
        """,
        """
        accept m1 for a
        lease a -> m1
        wait 61
        lapse -> 1
        release m1 at a -> settled
        lease a -> m1
        """,
        """
        accept m1 for a
        lease a -> m1
        release m1 at a -> settled
        complete m1 at a -> lost(Queues.LeaseLoss.released)
        lease a -> m1
        """,
        """
        accept m1 for a
        lease a -> m1
        wait 59
        lapse -> 0
        renew m1 at a -> renewed
        wait 59
        lapse -> 0
        wait 2
        lapse -> 1
        renew m1 at a -> lost
        """,
    ])
    func `deliveries live as told`(story: String) async throws {
        let bench = try await QueueFixture()
        for line in story.split(separator: "\n") {
            let parts = line.split(separator: " -> ").map(String.init)
            let result = try await perform(parts[0], on: bench)
            if parts.count > 1 { #expect(result == parts[1], "\(line)") }
        }
        #expect(bench.queue.conservation().difference == 0)
    }

    private func perform(_ step: String, on bench: QueueFixture) async throws -> String {
        let words = step.split(separator: " ").map(String.init)
        switch words[0] {
        case "accept":
            let lane = words.count > 5 ? words[5] : "l"
            try await bench.accept(words[1], for: words[3].split(separator: ",").map(String.init), lane: lane)
            return "accepted"
        case "lease": return list(try await bench.lease(words[1]))
        case "complete": return "\(try await bench.complete(words[1...].joined(separator: " ")))"
        case "fail": return "\(try await bench.reject(words[1...].joined(separator: " "), permanent: false))"
        case "reject": return "\(try await bench.reject(words[1...].joined(separator: " "), permanent: true))"
        case "dead": return list(try await bench.dead(words[1]))
        case "crash":
            try await bench.crash()
            return "crashed"
        case "wait":
            bench.time.advance(seconds: try #require(Double(words[1])))
            return "waited"
        case "lapse": return "\(try await bench.queue.settleLapsed { _ in nil })"
        default: return try await performOnLease(words, bench)
        }
    }

    private func performOnLease(_ words: [String], _ bench: QueueFixture) async throws -> String {
        let what = words[1...].joined(separator: " ")
        switch words[0] {
        case "release":
            let lease = try #require(bench.leases[what])
            return "\(try await bench.queue.release(lease, by: .tester, delay: 0))"
        case "renew":
            let lease = try #require(bench.leases[what])
            if case .renewed = try bench.queue.renew(lease, by: .tester, duration: 60) { return "renewed" }
            return "lost"
        case "retry":
            let delivery = try #require(bench.deliveries[what])
            return "\(try await bench.queue.retryDeadLetter(delivery, by: .tester))"
        default:
            Issue.record("no such step: \(words[0])")
            return ""
        }
    }

    private func list(_ names: [String]) -> String {
        names.isEmpty ? "nothing" : names.joined(separator: ",")
    }
}
