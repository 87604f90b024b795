// What the parts of an intake cost by themselves, in user time of the processor.
// usage: IntakeParts XMLFILE JSONFILE FOLDER [PART]   with the name of a part: that one alone, for a profiler
// prints: xml.reading=23.6 xml.storing=14.0 ... in microseconds, medians of three rounds

import Foundation
import LinuxSystem
import MessageFormats

/// One way to measure a part.
typealias Measure = (Parts, _ folder: String) async throws -> Double

let measures: [(name: String, measure: Measure)] = [
    ("wire", { parts, _ in try parts.wire() }),
    ("rights", { parts, _ in try parts.rights() }),
    ("reading", { parts, _ in try parts.reading() }),
    ("digest", { parts, _ in try parts.digest() }),
    ("routing", { parts, _ in try parts.routing() }),
    ("storing", { try await $0.storing(callers: 64, in: $1) }),
    ("door", { try await $0.door(callers: 64, in: $1) }),
]

let arguments = CommandLine.arguments
guard (4...5).contains(arguments.count), let xml = try Notice(file: arguments[1], as: .xml),
    let json = try Notice(file: arguments[2], as: .json)
else {
    StandardStream.error.write(Array("usage: IntakeParts XMLFILE JSONFILE FOLDER [PART]\n".utf8))
    CurrentProcess.exit(2)
}
let wanted = measures.filter { arguments.count < 5 || $0.name == arguments[4] }
var figures: [String: [Double]] = [:]
// In turns, so that a noisy machine is noisy for all.
for round in 0..<3 {
    for (form, notice) in [("xml", xml), ("json", json)] {
        for (name, measure) in wanted {
            let figure = try await measure(Parts(notice), "\(arguments[3])/\(form)-\(name)-\(round)")
            figures["\(form).\(name)", default: []].append(figure)
        }
    }
}
let line = figures.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.sorted()[1])" }.joined(separator: " ")
StandardStream.output.write(Array("\(line)\n".utf8))
