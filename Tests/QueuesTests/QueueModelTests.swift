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

        mutating func leave(_ message: String, _ state: State) {
            states[message] = state
            for lane in lanes.keys { lanes[lane]?.removeAll { $0 == message } }
        }
    }

    @Test(arguments: (1...40).map { UInt64($0) })
    func `every history comes out as the reference says`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let bench = try await QueueBench(policy: DeliveryPolicy(firstDelay: 10, longestDelay: 10, jitter: 0))
        var reference = Reference()
        var now = 0
        for step in 0..<60 {
            let context: Comment = "seed \(seed), step \(step)"
            let leased = reference.states.keys.filter { if case .leased = reference.states[$0] { true } else { false } }
            switch Int.random(in: 0..<9, using: &random) {
            case 0, 1, 2:
                let lane = "l\(Int.random(in: 0..<4, using: &random))"
                try await bench.accept("m\(step)", for: ["a"], lane: lane)
                reference.lanes[lane, default: []].append("m\(step)")
                reference.states["m\(step)"] = .waiting
            case 3, 4:
                let expected = reference.leasable(at: now)
                #expect(Set(try await bench.lease("a", duration: 3_600)) == expected, context)
                for message in expected { reference.states[message] = .leased }
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
                    reference.states[message] = .retrying(now + 10)
                }
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
        let live = reference.states.keys.map { bench.queue.status(of: QueueBench.id($0)) }
        let conservation = bench.queue.conservation()
        try await bench.crash()
        // Leases end at a restart; everything else is as it was.
        let replayed = reference.states.keys.map { bench.queue.status(of: QueueBench.id($0)) }
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
