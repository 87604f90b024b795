internal import DurableLog
package import MessageFormats
internal import Messages
internal import Queues

extension DumpLine {
    /// The line for a person: `12 accepted 2026-11-22T08:15:00Z message 0190… deliveries 12-0 12-1 by ehr`.
    package var text: String {
        switch self {
        case .record(let sequence, let kind, nil): return "\(sequence) kind \(kind), not understood by this program\n"
        case .record(let sequence, _, let summary?):
            var line = "\(sequence) \(summary.kind) \(summary.time.rfc3339)"
            if let message = summary.message { line += " message \(message)" }
            if !summary.deliveries.isEmpty {
                line += " deliveries " + summary.deliveries.map(\.description).joined(separator: " ")
            }
            if let system = summary.system { line += " by \(system.text)" }
            return line + "\n"
        case .damage(let damage):
            return "DAMAGED: \(damage): these records cannot be read\n"
        }
    }

    /// The line as a value of the API, for programs.
    package var value: APIValue {
        switch self {
        case .record(let sequence, let kind, let summary):
            .object([
                ("sequence", .text(String(sequence))), ("kind", summary.map { .text($0.kind) } ?? .null),
                ("kindNumber", .integer(Int(kind))), ("time", summary.map { .text($0.time.rfc3339) } ?? .null),
                ("messageId", summary?.message.map { .text($0.description) } ?? .null),
                (
                    "deliveries",
                    .list(item: "delivery", summary?.deliveries.map { .text($0.description) } ?? [])
                ), ("system", summary?.system.map { .text($0.text) } ?? .null),
            ])
        case .damage(let damage):
            .object([
                ("damaged", .text(damage.file)), ("offset", .text(String(damage.offset))),
                ("firstRecord", .text(String(damage.firstLost))),
                ("lastRecord", .text(String(max(damage.firstLost, damage.lastKnown)))),
            ])
        }
    }
}
