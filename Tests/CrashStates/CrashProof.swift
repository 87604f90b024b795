import Foundation
import QueueProof
import TestSupport

/// Crashes behind every change of random runs, until there are enough different images.
enum CrashProof {
    /// What has come of it so far.
    private struct Tally: Sendable {
        var recoveries = 0
        var secondCrashes = 0
        var livedOn = 0
        var runs = 0
        var steps = 0
        var changes = 0
        var losses: [String] = []
        /// By contents, over all runs.
        var digests: Set<Int> = []
        /// How many steps of this run were seen on a disk, by its contents.
        var seen: [Int: Int] = [:]
    }

    /// Images of one disk that are like earlier ones, in a row, after which no more are drawn.
    private static let patience = 10
    private static let reportedLosses = 5

    @MainActor static func run(_ wishes: Wishes) async -> Int {
        let start = Date()
        let tally = Gathered(Tally())
        print("crash states: seed \(wishes.seed)")
        var seed = wishes.seed
        repeat {
            let run = await RecordedRun.make(seed: seed, steps: wishes.steps)
            if let complaint = run.complaint {
                print("LOSS seed \(seed), before any crash: \(complaint)")
                tally.change { $0.losses.append(complaint) }
                break
            }
            await crash(run, wishes, tally)
            let (runs, images, losses) = tally.change { tally in
                tally.runs += 1
                tally.seen = [:]
                tally.steps += run.entries.count
                tally.changes += run.recording.count
                return (tally.runs, tally.digests.count, tally.losses.count)
            }
            print(
                "  run \(runs), seed \(seed): \(run.entries.count) steps, \(run.recording.count) changes; \(images) images"
            )
            if losses > 0 || wishes.image != nil || images >= wishes.images { break }
            seed += 1
        } while true
        let count = tally.change { tally in
            report(tally, seconds: Date().timeIntervalSince(start))
            return tally.losses.count
        }
        return count
    }

    private static func report(_ tally: Tally, seconds: Double) {
        print(
            """
            crash states: \(tally.digests.count) different images, \(tally.recoveries) recoveries \
            (\(tally.secondCrashes) after a second crash, \(tally.livedOn) worked on), \(tally.runs) runs of \
            \(tally.steps) steps and \(tally.changes) changes, \(Int(seconds)) s: \
            \(tally.losses.isEmpty ? "nothing lost" : "\(tally.losses.count) LOSSES")
            """)
    }

    private static func crash(_ run: RecordedRun, _ wishes: Wishes, _ tally: Gathered<Tally>) async {
        let disks = run.recording.images()
        if let number = wishes.image {
            let (changes, variant) = number.quotientAndRemainder(dividingBy: ImageTrial.variants)
            guard changes < disks.count else { return print("the run has no image \(number)") }
            let trial = ImageTrial(
                run: run, changes: changes, variant: variant, disk: disks[changes],
                expected: ExpectedViews(run, after: changes))
            let image = trial.image()
            return await attempt(trial, image, trial.digest(of: image), wishes, tally)
        }
        await Workers.run(disks.count) { changes in
            await crash(run, behind: changes, disks[changes], wishes, tally)
            return tally.change { $0.losses.count < reportedLosses }
        }
    }

    /// Draws images of one disk until they repeat themselves.
    private static func crash(
        _ run: RecordedRun, behind changes: Int, _ disk: DiskImage, _ wishes: Wishes, _ tally: Gathered<Tally>
    ) async {
        let expected = ExpectedViews(run, after: changes)
        var drawn: Set<Int> = []
        var repeated = 0
        for variant in 0..<ImageTrial.variants where repeated < patience {
            let trial = ImageTrial(run: run, changes: changes, variant: variant, disk: disk, expected: expected)
            let image = trial.image()
            let digest = trial.digest(of: image)
            if drawn.insert(digest).inserted {
                repeated = 0
                await attempt(trial, image, digest, wishes, tally)
            } else {
                repeated += 1
            }
        }
    }

    private static func attempt(
        _ trial: ImageTrial, _ image: DiskImage, _ digest: Int, _ wishes: Wishes, _ tally: Gathered<Tally>
    ) async {
        // The same disk behind another change is another case, for more may have been answered; but it shows the same.
        if let count = tally.change({ $0.seen[digest] }), trial.expected.bounds.contains(count) { return }
        let outcome = await trial.judge(image)
        let isFirst = tally.change { tally in
            tally.seen[digest] = outcome.found
            tally.recoveries += outcome.second == nil ? 1 : 2
            tally.secondCrashes += outcome.second == nil ? 0 : 1
            tally.livedOn += outcome.livedOn ? 1 : 0
            tally.digests.insert(trial.variant == ImageTrial.killed ? ~digest : digest)
            if let second = outcome.second { tally.digests.insert(second.digest) }
            if let loss = outcome.loss { tally.losses.append(loss) }
            return tally.losses.count <= reportedLosses
        }
        if let loss = outcome.loss, isFirst {
            let folder = "\(wishes.folder)/seed-\(trial.run.seed)-image-\(trial.number)"
            print(Loss(trial: trial, text: loss, steps: wishes.steps).story)
            print(Loss.write(outcome.second ?? image, to: folder))
        }
    }
}
