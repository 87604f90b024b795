/// What was done to a queue, step by step, and whether it came out as the reference says.
package struct QueueHistory: Sendable {
    package let steps: [QueueStep]
    /// What was wrong after the last step; nil when all was right.
    package let complaint: String?
    /// How often the queue did not open for what was damaged.
    package let refusals: Int

    /// Does so many random steps, or until something is wrong.
    ///
    /// - Parameter damages: whether the disk damages messages meanwhile; in the end it gives them back.
    package static func random(seed: UInt64, count: Int, damages: Bool = false) async -> QueueHistory {
        var maker = StepMaker(seed: seed, damages: damages)
        return await follow { index, reference in
            if index < count { return maker.next(reference) }
            return damages && index == count ? .putBack : nil
        }
    }

    /// Does some steps.
    package static func told(_ steps: [QueueStep]) async -> QueueHistory {
        await follow { index, _ in index < steps.count ? steps[index] : nil }
    }

    /// The shortest history found that still goes wrong: steps are left out as long as it does.
    package func shrunk() async -> QueueHistory {
        var best = self
        var size = max(steps.count / 2, 1)
        while true {
            var start = 0
            var hasShrunk = false
            while start < best.steps.count {
                var fewer = best.steps
                fewer.removeSubrange(start..<min(start + size, fewer.count))
                let attempt = await Self.told(fewer)
                if attempt.complaint != nil {
                    best = attempt
                    hasShrunk = true
                } else {
                    start += size
                }
            }
            if size == 1, !hasShrunk { return best }
            size = max(size / 2, 1)
        }
    }

    /// The history for people: a step a line, and what was wrong in the end.
    package var story: String {
        steps.map(\.description).joined(separator: "\n") + "\n-> \(complaint ?? "as it should be")"
    }

    private static func follow(_ next: (Int, ReferenceQueue) -> QueueStep?) async -> QueueHistory {
        var steps: [QueueStep] = []
        var refusals = 0
        do {
            let bench = try await QueueBench.open()
            var reference = ReferenceQueue(now: bench.now)
            while let step = next(steps.count, reference) {
                steps.append(step)
                let answer = await bench.perform(step)
                if answer == .refused { refusals += 1 }
                var complaint = reference.follow(step, answer, givingUp: bench.takeGivenUp())
                if complaint == nil {
                    complaint = await bench.view(of: reference.order).difference(from: reference.view())
                }
                if let complaint { return QueueHistory(steps: steps, complaint: complaint, refusals: refusals) }
            }
        } catch {
            return QueueHistory(steps: steps, complaint: "not opened: \(error)", refusals: refusals)
        }
        return QueueHistory(steps: steps, complaint: nil, refusals: refusals)
    }
}
