import LinuxSystem
import Messages
import Queues
import Testing
import TestSupport

/// Random histories against a queue so small that it is right at a glance.
struct QueueModelTests {
    /// The reference: per lane a list, per message a state.
    private struct Reference {
        enum State { case waiting, leased, retrying(Int), dead, completed }
        var lanes: [String: [String]] = [:]
        var states: [String: State] = [:]

        var attempts: [String: Int] = [:]
        var leaseEnds: [String: Int] = [:]
        /// Messages whose last offer has had its answer.
        var answered: Set<String> = []
        static let attemptLimit = 3

        func leasable(at now: Int) -> Set<String> {
            Set(
                lanes.values.compactMap { lane in
                    guard let first = lane.first, let state = states[first] else { return nil }
                    switch state {
                    case .waiting: return first
                    case .retrying(let due): return due <= now ? first : nil
                    case .leased, .dead, .completed: return nil
                    }
                })
        }

        /// Whether the last offer of a message has had no answer, and nobody gave the message up.
        func mayRelease(_ message: String) -> Bool {
            guard let state = states[message], !answered.contains(message) else { return false }
            switch state {
            case .dead, .completed: return false
            case .waiting, .leased, .retrying: return true
            }
        }

        mutating func offer(_ message: String, until end: Int) {
            states[message] = .leased
            attempts[message, default: 0] += 1
            leaseEnds[message] = end
            answered.remove(message)
        }

        mutating func fail(_ message: String, at now: Int, isAnswer: Bool = true) {
            if isAnswer { answered.insert(message) }
            if attempts[message, default: 0] >= Self.attemptLimit {
                leave(message, .dead)
            } else {
                states[message] = .retrying(now + 10)
            }
        }

        mutating func release(_ message: String, at now: Int) {
            answered.insert(message)
            attempts[message, default: 1] -= 1
            states[message] = .retrying(now)
        }

        mutating func leave(_ message: String, _ state: State) {
            states[message] = state
            for lane in lanes.keys { lanes[lane]?.removeAll { $0 == message } }
        }
    }

    @Test(arguments: (1...40).map { UInt64($0) })
    func `every history comes out as the reference says`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let bench = try await QueueFixture(
            policy: DeliveryPolicy(
                firstDelay: 10, longestDelay: 10, jitter: 0, attempts: Reference.attemptLimit))
        var reference = Reference()
        var now = 0
        for step in 0..<60 {
            let context: Comment = "seed \(seed), step \(step)"
            let leased = reference.states.keys.filter { if case .leased = reference.states[$0] { true } else { false } }
            switch Int.random(in: 0..<11, using: &random) {
            case 0, 1, 2:
                let lane = "l\(Int.random(in: 0..<4, using: &random))"
                try await bench.accept("m\(step)", for: ["a"], lane: lane)
                reference.lanes[lane, default: []].append("m\(step)")
                reference.states["m\(step)"] = .waiting
            case 3, 4:
                let expected = reference.leasable(at: now)
                #expect(Set(try await bench.lease("a", duration: 20)) == expected, context)
                for message in expected { reference.offer(message, until: now + 20) }
            case 5, 6:
                guard let message = leased.sorted().randomElement(using: &random) else { continue }
                #expect(try await bench.complete("\(message) at a") == .settled, context)
                reference.leave(message, .completed)
            case 7:
                guard let message = leased.sorted().randomElement(using: &random) else { continue }
                let isPermanent = Bool.random(using: &random)
                #expect(try await bench.reject("\(message) at a", permanent: isPermanent) == .settled, context)
                if isPermanent {
                    reference.leave(message, .dead)
                } else {
                    reference.fail(message, at: now)
                }
            case 8:
                let lapsed = leased.filter { reference.leaseEnds[$0, default: 0] <= now }
                #expect(try await bench.queue.settleLapsed { _ in nil } == lapsed.count, context)
                for message in lapsed { reference.fail(message, at: now, isAnswer: false) }
            case 9:
                // Any lease ever taken, late ones too: a message must never get out of sight by it.
                guard let message = reference.attempts.keys.sorted().randomElement(using: &random) else { continue }
                let mayRelease = reference.mayRelease(message)
                let lease = try #require(bench.leases["\(message) at a"])
                let outcome = try await bench.queue.release(lease, by: .tester, delay: 0)
                #expect((outcome == .settled) == mayRelease, context)
                if mayRelease { reference.release(message, at: now) }
            default:
                try await bench.crash(.sectors(seed: random.next()))
                for message in leased { reference.states[message] = .waiting }
            }
            if Int.random(in: 0..<4, using: &random) == 0 {
                now += 6
                bench.time.advance(seconds: 6)
            }
            #expect(bench.queue.conservation().difference == 0, context)
            #expect(bench.queue.conservation().created == reference.states.count, context)
            let leasedNow = reference.states.values.count { if case .leased = $0 { true } else { false } }
            #expect(bench.queue.conservation().leased == leasedNow, context)
        }
        let dead = reference.states.keys.filter { if case .dead = reference.states[$0] { true } else { false } }
        #expect(Set(try bench.dead("a")) == Set(dead), "seed \(seed)")
        let live = reference.states.keys.map { bench.queue.status(of: QueueFixture.id($0)) }
        let conservation = bench.queue.conservation()
        try await bench.crash()
        // Leases end at a restart; everything else is as it was.
        let replayed = reference.states.keys.map { bench.queue.status(of: QueueFixture.id($0)) }
        #expect(live.map { $0?.settledPart } == replayed.map { $0?.settledPart }, "seed \(seed)")
        #expect(bench.queue.conservation().completed == conservation.completed)
        #expect(bench.queue.conservation().dead == conservation.dead)
    }
}

extension MessageStatus {
    /// What a restart must not change.
    fileprivate var settledPart: [String] {
        deliveries.map {
            "\($0.delivery) \($0.firstAvailableAt) \($0.settledAt as Any) \($0.attempts) \($0.death as Any)"
        }
    }
}
