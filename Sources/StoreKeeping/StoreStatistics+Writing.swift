internal import Digests
internal import DurableLog
package import MessageFormats
internal import Messages

extension StoreStatistics {
    /// The figures for a person, a line each.
    package var text: String {
        var lines = [
            ("log", "\(log.bytes) bytes in \(log.segments) segments and \(log.keptFiles) kept files"),
            (
                "snapshots",
                "\(snapshotBytes) bytes" + (newestSnapshot.map { ", newest behind record \($0)" } ?? ", none")
            ),
            ("records", "\(log.records), up to \(log.lastSequence)"),
        ]
        for (kind, count) in sortedKinds { lines.append(("  \(kind)", "\(count)")) }
        lines += [
            ("oldest message", oldestMessageAt?.rfc3339 ?? "none"),
            ("newest message", newestMessageAt?.rfc3339 ?? "none"),
            ("free room", "\(freeBytes) bytes"),
            ("growth", bytesPerDay.map { "\(Int($0)) bytes a day" } ?? "not known yet"),
            ("days to full", daysToFull.map { "\(Int($0))" } ?? "not known"),
            ("waiting", "not told by the files; ask the gateway: vaxel queues"),
        ]
        if !log.isWhole { lines.append(("DAMAGED", "some records cannot be read; see: vaxel store verify")) }
        let width = lines.map(\.0.count).max() ?? 0
        return lines.map { "\($0.padding(toWidth: width + 2))\($1)\n" }.joined()
    }

    /// The same as a value of the API, for programs.
    package var value: APIValue {
        .object([
            ("logBytes", .text(String(log.bytes))), ("segments", .integer(log.segments)),
            ("keptFiles", .integer(log.keptFiles)), ("snapshotBytes", .text(String(snapshotBytes))),
            ("newestSnapshot", newestSnapshot.map { .text(String($0)) } ?? .null),
            ("records", .integer(log.records)), ("lastSequence", .text(String(log.lastSequence))),
            ("storeId", .text(HexText.of(log.storeID))),
            ("recordsByKind", .object(sortedKinds.map { ($0.key, .integer($0.value)) })),
            ("oldestMessageAt", oldestMessageAt.map { .text($0.rfc3339) } ?? .null),
            ("newestMessageAt", newestMessageAt.map { .text($0.rfc3339) } ?? .null),
            ("freeBytes", .text(String(freeBytes))), ("bytesPerDay", bytesPerDay.map { .integer(Int($0)) } ?? .null),
            ("daysToFull", daysToFull.map { .integer(Int($0)) } ?? .null), ("isWhole", .boolean(log.isWhole)),
        ])
    }

    private var sortedKinds: [(key: String, value: Int)] { recordsByKind.sorted { $0.key < $1.key } }
}

extension String {
    fileprivate func padding(toWidth width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
