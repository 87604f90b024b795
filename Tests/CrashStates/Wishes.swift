import Foundation

/// What the command line asks for.
struct Wishes: Sendable {
    /// What is proved.
    enum Part: String, CaseIterable {
        case crashes, faults, rot, model
    }

    static let usage = """
        CrashStates [crashes] [faults] [rot] [model] [--seed N] [--images N] [--histories N] [--steps N] [--image K] [--keep DIR]

        Proves on a simulated disk what the queues promise; without a name, all four parts.

          crashes  from runs of random work, disks as a crash after any change may leave them: recovered, and compared
                   with what was answered by then
          faults   every call of the disk fails once, in every way that it may, under random work
          rot      a small store with every byte of its log and of its snapshots flipped, every sector zeroed, every pair of
                   pages swapped
          model    random histories against a reference queue; a wrong one is told as short as it can be

          --seed N       the same work, images and histories again; else the seed is drawn
          --images N     how many different images at least, 100,000 unless said otherwise
          --histories N  how many histories, 10,000 unless said otherwise
          --steps N      steps of a run, 100 unless said otherwise
          --image K      only image K of the run of --seed
          --keep DIR     where the image of a loss is written; a temporary folder unless said otherwise

        Status 0 when nothing was lost, 1 when something was, 2 for wrong usage.
        """

    var parts: Set<Part> = []
    var seed = UInt64.random(in: 1..<1_000_000)
    var images = 100_000
    var histories = 10_000
    var steps = 100
    var image: Int?
    var folder = FileManager.default.temporaryDirectory.path + "/vaxel-crash-states"

    /// Reads arguments; nil when they are wrong.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if let part = Part(rawValue: word) {
                parts.insert(part)
                continue
            }
            guard let value = rest.popFirst() else { return nil }
            if word == "--keep" {
                folder = value
                continue
            }
            guard let number = Int(value), number >= 0 else { return nil }
            switch word {
            case "--seed": seed = UInt64(number)
            case "--images": images = number
            case "--histories": histories = number
            case "--steps": steps = max(number, 1)
            case "--image": image = number
            default: return nil
            }
        }
        if parts.isEmpty { parts = image == nil ? Set(Part.allCases) : [.crashes] }
    }
}
