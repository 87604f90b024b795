internal import Digests
internal import DurableLog
package import MessageFormats
internal import Messages

extension StoreReport {
    /// What was found, for a person: a line for each file, under each fault what to do, and the verdict.
    package var text: String {
        findings.map { $0.text(indented: "  ") }.joined() + summary
    }

    private var summary: String {
        var lines = ["\(log.records) records in \(log.extents.count) files, up to \(log.lastSequence)\n"]
        if let hold {
            lines.append("The store is held: \(hold). See: vaxel store release --help\n")
            lines.append("Lagret är låst: \(hold.swedish). Se: vaxel store release --help\n")
        }
        switch grade {
        case .sound: lines.append("sound: everything that was acknowledged can be read\n")
        case .tornTail: lines.append("torn tail: nothing that was acknowledged is missing\n")
        case .damaged:
            lines.append("DAMAGED: something that was acknowledged, or that a start rests on, cannot be read\n")
        }
        return lines.joined()
    }

    /// The same as a value of the API, for programs.
    package var value: APIValue {
        .object([
            ("verdict", .text(grade.word)), ("records", .integer(log.records)),
            ("lastSequence", .text(String(log.lastSequence))), ("storeId", .text(HexText.of(log.storeID))),
            ("endsWithMark", .boolean(log.isCleanlyMarked)),
            ("held", hold.map { .text($0.rawValue) } ?? .null),
            ("snapshots", .list(item: "snapshot", snapshots.map { .text(String($0)) })),
            ("files", .list(item: "file", findings.map(\.value))),
        ])
    }
}

extension StoreFinding {
    fileprivate func text(indented indent: String) -> String {
        var line = "\(grade == .sound ? "ok     " : grade == .tornTail ? "torn   " : "DAMAGED") \(file): \(text)"
        if let records { line += ", \(records.lowerBound)–\(records.upperBound)" }
        if let since { line += ", since \(since.rfc3339)" }
        guard !advice.isEmpty else { return line + "\n" }
        return "\(line)\n\(indent)→ \(advice)\n\(indent)→ \(swedishAdvice)\n"
    }

    fileprivate var value: APIValue {
        .object([
            ("name", .text(file)), ("verdict", .text(grade.word)), ("text", .text(text)),
            ("firstRecord", records.map { .text(String($0.lowerBound)) } ?? .null),
            ("lastRecord", records.map { .text(String($0.upperBound)) } ?? .null),
            ("since", since.map { .text($0.rfc3339) } ?? .null),
            ("bytes", bytes.map { .text(String($0)) } ?? .null),
            ("whatToDo", advice.isEmpty ? .null : .text(advice)),
            ("attGora", swedishAdvice.isEmpty ? .null : .text(swedishAdvice)),
        ])
    }
}
