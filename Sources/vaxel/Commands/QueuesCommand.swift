internal import MessageFormats

/// `vaxel queues [UNIT]`: how the queues of a running gateway stand.
enum QueuesCommand {
    static let command = Command(
        "queues", "[UNIT]", count: 0...1, summary: "show how the queues of a running gateway stand",
        details: """
            Per unit: what may be fetched, what is with a receiver, what waits for another attempt, what is held until something
            has been mended, dead letters, how old the oldest is, and when the unit last asked.
            """,
        options: GatewayConnection.options(as: "operator") + [
            Command.Option("output", "FORM", "text (default) or json: the gateway's answer")
        ],
        run: run)

    private static func run(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let output = try arguments.word("output", of: ["text", "json"], default: "text")
        var unit: String?
        if let name = arguments.positional.first { unit = try Arguments.queueName(name) }
        let connection = try GatewayConnection(arguments, as: "operator")
        let answer = try await connection.json("GET", unit.map { "/v1/queues/\($0)" } ?? "/v1/queues")
        if output == "json" {
            Console.write(APIDocument(root: "queues", answer).bytes(as: .json) + [UInt8(ascii: "\n")])
        } else {
            Console.write(QueueTable(unit == nil ? answer.list("queues") : [answer]).text)
        }
        return 0
    }
}

/// Queues as a table, a line each.
struct QueueTable {
    private static let columns = ["waiting", "leased", "retrying", "held", "dead"]
    private let queues: [APIValue]

    init(_ queues: [APIValue]) {
        self.queues = queues
    }

    var text: String {
        var rows = [["unit"] + Self.columns + ["oldest", "last polled", "name"]]
        for queue in queues {
            rows.append(
                [queue["unit"]?.text ?? "-"] + Self.columns.map { queue[$0]?.integer.map(String.init) ?? "-" }
                    + [
                        queue["oldestAgeSeconds"]?.integer.map(Self.age) ?? "-", queue["lastPolledAt"]?.text ?? "never",
                        queue["name"]?.text ?? "",
                    ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let line = zip(row, widths).map { $0.padded(to: $1 + 2) }.joined()
            return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
        }.joined()
    }

    /// An age with the two largest units that it has: `3 d 4 h`.
    static func age(_ seconds: Int) -> String {
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
        ]
        let shown = parts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }
        return shown.isEmpty ? "0 s" : shown.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}
