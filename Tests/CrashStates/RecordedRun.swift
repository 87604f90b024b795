import QueueProof
import TestSupport

/// A run of random work on a disk that keeps every change, and what was answered at which of them.
///
/// The same seed gives the same changes, although threads take part: steps are done one after another, and those that
/// shall share a sync are held before the write until all of them wait for it. Nothing is prepared in the background.
struct RecordedRun: Sendable {
    /// A step, and how many changes the disk had seen when it began and when its answer was there.
    struct Entry: Sendable {
        let step: QueueStep
        let answer: StepAnswer
        let begun: Int
        let answered: Int
    }

    let seed: UInt64
    let recording: DiskRecording
    private(set) var entries: [Entry] = []
    /// The queue as it should be before the first step and after each.
    private(set) var references: [ReferenceQueue]
    /// What was wrong while all still worked; nil when nothing was.
    private(set) var complaint: String?

    /// Does random work until there are so many steps.
    @MainActor static func make(seed: UInt64, steps: Int) async -> RecordedRun {
        let storage = FaultyStorage()
        let recording = storage.record()
        var maker = StepMaker(seed: seed, lanes: 5, crashes: false)
        do {
            let bench = try await QueueBench.open(storage)
            var run = RecordedRun(seed: seed, recording: recording, references: [ReferenceQueue(now: bench.now)])
            while run.entries.count < steps, run.complaint == nil {
                if maker.number(in: 0..<12) == 0 {
                    await run.perform(group: &maker, on: bench)
                } else {
                    await run.perform(maker.next(run.latest), on: bench)
                }
            }
            return run
        } catch {
            var run = RecordedRun(seed: seed, recording: recording, references: [ReferenceQueue(now: 0)])
            run.complaint = "not opened: \(error)"
            return run
        }
    }

    /// The queue as it should be after all steps.
    var latest: ReferenceQueue { references[references.count - 1] }

    /// How many steps must be seen, and how many may, after a crash behind so many changes.
    func bounds(after changes: Int) -> ClosedRange<Int> {
        let answered = entries.firstIndex { $0.answered > changes } ?? entries.count
        let begun = entries.lastIndex { $0.begun <= changes }.map { $0 + 1 } ?? 0
        return answered...max(answered, begun)
    }

    @MainActor private mutating func perform(_ step: QueueStep, on bench: QueueBench) async {
        let begun = recording.count
        let answer = await bench.perform(step)
        note(Entry(step: step, answer: answer, begun: begun, answered: recording.count), on: bench)
    }

    /// One message, and while it is being written several more steps, which then share a sync.
    @MainActor private mutating func perform(group maker: inout StepMaker, on bench: QueueBench) async {
        let first = plain(maker.accept())
        let others = (0..<maker.number(in: 2..<7)).map { _ in plain(maker.accept()) } + completions(&maker)
        let begun = recording.count
        bench.storage.holdWrites(toNamesEnding: ".seg")
        // All on the main actor, which does what it is given in order.
        let leader = Task { @MainActor in await bench.perform(first) }
        await bench.storage.waitForHeld()
        let held = recording.count
        let tasks = others.map { step in Task { @MainActor in await bench.perform(step) } }
        await Task { @MainActor in }.value
        let early = await bench.view(of: names(of: [first] + others)).difference(from: latest.view())
        if complaint == nil, let early { complaint = "before step \(entries.count + 1) is on disk: \(early)" }
        bench.storage.releaseOneHeld()
        let answer = await leader.value
        await bench.storage.waitForHeld()
        let answered = recording.count
        bench.storage.releaseHeld()
        var answers: [StepAnswer] = []
        for task in tasks { answers.append(await task.value) }
        note(Entry(step: first, answer: answer, begun: begun, answered: answered), on: bench)
        for (step, answer) in zip(others, answers) {
            note(Entry(step: step, answer: answer, begun: held, answered: recording.count), on: bench)
        }
    }

    /// The acceptance without a transmission id, so that it is written whatever came before.
    private func plain(_ step: QueueStep) -> QueueStep {
        guard case .accept(let name, let places, let lane, _) = step else { return step }
        return .accept(name, at: places, lane: lane, transmission: nil)
    }

    /// All messages there may be after some steps.
    private func names(of steps: [QueueStep]) -> [MessageName] {
        latest.order
            + steps.compactMap { step in
                if case .accept(let name, _, _, _) = step { name } else { nil }
            }
    }

    /// Answers to some of the leases that run.
    private func completions(_ maker: inout StepMaker) -> [QueueStep] {
        let open = latest.deliveries.values.compactMap(\.openOffer).sorted { "\($0)" < "\($1)" }
        return open.prefix(maker.number(in: 0..<4)).map { offer in
            maker.number(in: 0..<2) == 0 ? .complete(offer, byOther: false) : .reject(offer)
        }
    }

    private mutating func note(_ entry: Entry, on bench: QueueBench) {
        var reference = latest
        let fault = reference.follow(entry.step, entry.answer)
        if complaint == nil, let fault { complaint = "step \(entries.count + 1), \(entry.step): \(fault)" }
        entries.append(entry)
        references.append(reference)
    }
}
