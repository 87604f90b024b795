import QueueProof
import Testing

/// Random histories against a queue so small that it is right at a glance.
///
/// A few here, for whoever works on the queues; ten thousand in `make proof`.
struct QueueModelTests {
    @Test(arguments: 0..<8) func `every history comes out as the reference says`(part: Int) async {
        for number in 0..<40 {
            let history = await QueueHistory.random(seed: UInt64(part * 1_000 + number), count: 10 + number * 2)
            guard history.complaint != nil else { continue }
            let story = await history.shrunk().story
            Issue.record("seed \(part * 1_000 + number):\n\(story)")
            return
        }
    }

    @Test(arguments: 0..<8)
    func `what the disk damages is given up, and nothing else: all else comes out as the reference says`(part: Int)
        async
    {
        for number in 0..<12 {
            let seed = UInt64(part * 1_000 + number)
            let history = await QueueHistory.random(seed: seed, count: 16 + number * 4, damages: true)
            guard history.complaint != nil else { continue }
            let story = await history.shrunk().story
            Issue.record("seed \(seed):\n\(story)")
            return
        }
    }

    @Test func `a queue that answers otherwise than the reference is found out, and the history shrunk`() async {
        var reference = ReferenceQueue(now: 0)
        let message = MessageName(1)
        #expect(reference.follow(.accept(message, at: [0], lane: 0, transmission: nil), .duplicate) != nil)
        #expect(reference.follow(.accept(message, at: [0], lane: 0, transmission: nil), .accepted) == nil)
        #expect(reference.follow(.lease(at: 0, maximum: 1, seconds: 60), .leased([])) != nil)
        #expect(reference.follow(.again(message, transmission: nil), .accepted) != nil)
    }
}
