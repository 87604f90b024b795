import QueueProof
import TestSupport

/// One disk as a crash may leave it: recovered, and held to what was answered before.
struct ImageTrial: Sendable {
    /// How many images are drawn for a crash behind one change; an image's number is the change's times this, and more.
    static let variants = 96

    /// The program is killed and the machine stays up.
    static let killed = 2

    let run: RecordedRun
    /// The crash comes behind so many changes.
    let changes: Int
    let variant: Int
    /// The disk at that moment.
    let disk: DiskImage
    let expected: ExpectedViews

    /// What tells an image of this trial from the others of its moment.
    func digest(of image: DiskImage) -> Int { variant == Self.killed ? ~image.digest : image.digest }

    var number: Int { changes * Self.variants + variant }

    /// What became of an image.
    struct Outcome: Sendable {
        /// What was lost or doubled; nil when all was as it should be.
        var loss: String?
        /// How many steps of the run have come through.
        var found: Int?
        /// The disk of a second crash, in the recovery from the first.
        var second: DiskImage?
        var livedOn = false
    }

    /// What the crash leaves.
    func image() -> DiskImage {
        switch variant {
        case 0: disk.crashed(.nothing)
        case 1: disk.crashed(.everything)
        // Reads show what a power cut may still take away.
        case Self.killed: disk
        default: disk.crashed(.anything(seed: chance(0)))
        }
    }

    /// Recovers from the image, now and then from a second crash on the way, and now and then goes on working.
    func judge(_ image: DiskImage) async -> Outcome {
        let (bounds, now) = (expected.bounds, expected.now)
        var outcome = Outcome()
        let storage = image.storage()
        let recording = storage.record()
        do {
            let bench = try await QueueBench.open(storage, at: now)
            let found: Int
            switch await match(bench, bounds) {
            case .success(let count):
                found = count
                outcome.found = count
            case .failure(let loss):
                outcome.loss = loss.text
                return outcome
            }
            if variant == Self.killed || chance(1) % 6 == 0 {
                try await crashAgain(recording, found, bounds, now, &outcome)
            } else if chance(1) % 24 == 1 {
                outcome.livedOn = true
                outcome.loss = await LifeAfter(bench, run.references[found], at: now).go()
            }
        } catch {
            outcome.loss = "does not open: \(error)"
        }
        return outcome
    }

    private func crashAgain(
        _ recording: DiskRecording, _ found: Int, _ bounds: ClosedRange<Int>, _ now: Int64, _ outcome: inout Outcome
    ) async throws {
        let count = recording.count
        let place = variant == Self.killed ? count : Int(chance(2) % UInt64(count + 1))
        let second = recording.image(after: place).crashed(.anything(seed: chance(3)))
        outcome.second = second
        let bench = try await QueueBench.open(second.storage(), at: now)
        // What a recovery that came to its end has shown is not taken back.
        let range = place == count ? found...found : bounds
        if case .failure(let loss) = await match(bench, range) {
            outcome.loss = "after a second crash behind change \(place) of \(count) of the recovery: \(loss.text)"
        }
    }

    private struct Loss: Error {
        let text: String
    }

    /// How many steps the recovered queue has seen: at least those that were answered, and no more than were begun.
    private func match(_ bench: QueueBench, _ bounds: ClosedRange<Int>) async -> Result<Int, Loss> {
        let view = await bench.view(of: expected.names)
        for count in bounds.reversed() where view == expected.view(after: count) { return .success(count) }
        let difference = view.difference(from: expected.view(after: bounds.lowerBound)) ?? "nothing"
        return .failure(
            Loss(text: "\(bounds.lowerBound) steps were answered, \(bounds.upperBound) begun; \(difference)"))
    }

    /// A number that only seed, image and purpose decide.
    private func chance(_ purpose: UInt64) -> UInt64 {
        var random = SeededRandom(seed: run.seed &* 0x9E37_79B9 &+ UInt64(number) &* 16 &+ purpose)
        return random.next()
    }
}
