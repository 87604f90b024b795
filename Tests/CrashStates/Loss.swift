import Foundation
import QueueProof
import TestSupport

/// Something acknowledged that was not there after a crash, told so that it can be found.
struct Loss {
    private static let shownSteps = 6
    private static let shownChanges = 12

    let trial: ImageTrial
    let text: String
    let steps: Int

    /// What was lost, the steps and changes before the crash, and how to see it again.
    var story: String {
        let run = trial.run
        let bounds = run.bounds(after: trial.changes)
        let first = max(bounds.upperBound - Self.shownSteps, 0)
        let lines = (first..<bounds.upperBound).map { index in
            let entry = run.entries[index]
            let state = index < bounds.lowerBound ? "answered" : "begun"
            return "  step \(index + 1) (changes \(entry.begun)-\(entry.answered), \(state)): \(entry.step)"
        }
        let changes = run.recording.texts.prefix(trial.changes).suffix(Self.shownChanges)
        return """
            LOSS seed \(run.seed), image \(trial.number): a crash behind change \(trial.changes)
              \(text)
            \(lines.joined(separator: "\n"))
              the last changes: \(changes.joined(separator: "; "))
              again: CrashStates --seed \(run.seed) --steps \(steps) --image \(trial.number)
            """
    }

    /// Writes a disk to a folder, and says where; `vaxel store` can read it there.
    static func write(_ image: DiskImage, to folder: String) -> String {
        do {
            for file in image.allFiles {
                let path = folder + "/" + file.folder
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
                try Data(file.bytes).write(to: URL(fileURLWithPath: path + "/" + file.name))
            }
            return "  the disk is in \(folder)"
        } catch {
            return "  the disk could not be written to \(folder): \(error)"
        }
    }
}
