internal import MessageFormats

/// Queues as a table, a line each.
struct QueueTable {
    private static let columns = ["waiting", "leased", "retrying", "held", "dead"]
    private let queues: [APIValue]

    init(_ queues: [APIValue]) {
        self.queues = queues
    }

    var text: String {
        var rows = [["unit"] + Self.columns + ["oldest", "size", "full in", "last polled", "state", "name"]]
        for queue in queues {
            rows.append(
                [queue["unit"]?.text ?? "-"] + Self.columns.map { queue[$0]?.integer.map(String.init) ?? "-" }
                    + [
                        queue["oldestAgeSeconds"]?.integer.map(Self.age) ?? "-",
                        queue["heldBytes"]?.integer.map(Self.size) ?? "-",
                        queue["daysToFull"]?.integer.map { "\($0) d" } ?? "-", queue["lastPolledAt"]?.text ?? "never",
                        Self.state(of: queue), queue["name"]?.text ?? "",
                    ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let line = zip(row, widths).map { $0.padded(to: $1 + 2) }.joined()
            return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
        }.joined()
    }

    /// What stands in the way of a queue, or comes beside it: `paused`, `down`, `replay`.
    private static func state(of queue: APIValue) -> String {
        let replay = queue["replay"]
        let states = [
            queue["pause"].map { _ in "paused" }, queue["outage"].map { _ in "down" },
            replay.flatMap { $0["endedAt"] == nil ? "replay" : nil },
        ].compactMap(\.self)
        return states.isEmpty ? "-" : states.joined(separator: ", ")
    }

    /// An age with the two largest units that it has: `3 d 4 h`.
    static func age(_ seconds: Int) -> String {
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
        ]
        let shown = parts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }
        return shown.isEmpty ? "0 s" : shown.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    /// A number of bytes in the largest unit that it fills.
    static func size(_ bytes: Int) -> String {
        let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")]
        guard let (unit, name) = units.first(where: { bytes >= $0.0 }) else { return "\(bytes) B" }
        return "\(bytes / unit) \(name)"
    }
}
