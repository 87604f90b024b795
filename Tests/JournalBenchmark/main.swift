// What the journal and the queues cost beside the bare disk: `make bench-journal`, or one part by its name.
// Each part prints its own table; what was asked for by a name that is no part is a wrong usage.

import Foundation

/// The parts in the order in which they run when none is named.
let parts: [(name: String, run: (BenchmarkOptions) async throws -> Void)] = [
    ("append", { try await AppendPart(options: $0).run() }),
    ("index", { try IndexPart(options: $0).run() }),
    ("queue", { try await QueuePart(options: $0).run() }),
]

guard let options = BenchmarkOptions(Array(CommandLine.arguments.dropFirst()), parts: parts.map(\.name)) else {
    report("usage: JournalBenchmark \(BenchmarkOptions.usage)\nparts: \(parts.map(\.name).joined(separator: " "))")
    exit(2)
}
if let step = options.step {
    try await QueuePart.run(step)
} else {
    for part in parts where options.parts.contains(part.name) { try await part.run(options) }
}
