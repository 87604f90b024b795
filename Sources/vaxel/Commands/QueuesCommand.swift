internal import MessageFormats
internal import Messages

/// `vaxel queues [UNIT]`, `vaxel queues pause|resume|replay UNIT`: how the queues of a running gateway stand, and what
/// operators do with them.
enum QueuesCommand {
    static let commands = [
        Command(
            "queues", "[UNIT]", count: 0...1, summary: "show how the queues of a running gateway stand",
            details: """
                Per unit: what may be fetched, what is with a receiver, what waits for another attempt, what is held until something
                has been mended, dead letters, how old the oldest is, how much of the disk its open messages and dead letters take,
                in how many days the disk would be full of its messages alone, when the unit last asked, and whether the queue is
                paused, its destination is down, or a replay runs.
                """,
            options: GatewayConnection.options(as: "operator") + [
                Command.Option("output", "FORM", "text (default) or json: the gateway's answer")
            ],
            run: show),
        Command(
            "queues pause", "UNIT", count: 1...1, summary: "have a queue lend nothing until it is resumed",
            details: "What is leased may be settled, what comes waits. It holds over a restart.",
            options: GatewayConnection.options(as: "operator") + [reason], run: pause),
        Command(
            "queues resume", "UNIT", count: 1...1, summary: "have a paused queue lend again",
            options: GatewayConnection.options(as: "operator"), run: resume),
        Command(
            "queues replay", "UNIT", count: 1...1, summary: "have what a unit completed come again",
            details: """
                Messages accepted from --from to --to come again, marked as replayed, behind everything that comes anew. What was
                cancelled does not. UNIT shows how far it has come: vaxel queues UNIT --output json.
                """,
            options: GatewayConnection.options(as: "operator") + [
                Command.Option("from", "TIME", "from this moment on (needed): 2026-11-22T08:00:00+01:00"),
                Command.Option("to", "TIME", "until this moment (needed); a later one than now means now"),
                reason,
            ],
            run: replay),
    ]

    private static let reason = Command.Option("reason", "TEXT", "why (needed; never a person's name or number)")

    private static func show(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let output = try arguments.word("output", of: ["text", "json"], default: "text")
        var unit: String?
        if let name = arguments.positional.first { unit = try Arguments.queueName(name) }
        let connection = try GatewayConnection(arguments, as: "operator")
        let answer: APIValue
        if let unit {
            answer = try await connection.json("GET", "/v1/queues/\(unit)")
        } else {
            answer = .object([("queues", .list(item: "queue", try await all(by: connection)))])
        }
        if output == "json" {
            Console.write(APIDocument(root: "queues", answer).bytes(as: .json) + [UInt8(ascii: "\n")])
        } else {
            Console.write(QueueTable(unit == nil ? answer.list("queues") : [answer]).text)
        }
        return 0
    }

    private static func all(by connection: GatewayConnection) async throws(CommandFailure) -> [APIValue] {
        var queues: [APIValue] = []
        var cursor: String?
        repeat {
            let page = try await connection.json("GET", "/v1/queues" + (cursor.map { "?cursor=\($0)" } ?? ""))
            queues += page.list("queues")
            cursor = page["cursor"]?.text
        } while cursor != nil
        return queues
    }

    private static func pause(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let reason = try needed("reason", "TEXT", in: arguments)
        let unit = try await post("pause", arguments, [("reason", .text(reason))]).unit
        Console.write("\(unit): paused\n")
        return 0
    }

    private static func resume(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let unit = try await post("resume", arguments, []).unit
        Console.write("\(unit): resumed\n")
        return 0
    }

    private static func replay(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        var members: [(String, APIValue)] = []
        for (name, value) in [("from", "TIME"), ("to", "TIME"), ("reason", "TEXT")] {
            members.append((name, .text(try needed(name, value, in: arguments))))
        }
        for name in ["from", "to"] where arguments[name].flatMap({ Timestamp(rfc3339: $0) }) == nil {
            throw .usage("--\(name) takes a moment with its offset: 2026-11-22T08:00:00+01:00")
        }
        let (unit, answer) = try await post("replay", arguments, members)
        Console.write("\(unit): replay \(answer["replayId"]?.text ?? "-") is ordered\n")
        return 0
    }

    private static func needed(
        _ name: String, _ value: String, in arguments: Arguments
    ) throws(CommandFailure) -> String {
        guard let text = arguments[name] else { throw .usage("--\(name) \(value) is missing") }
        return text
    }

    private static func post(
        _ act: String, _ arguments: Arguments, _ members: [(String, APIValue)]
    ) async throws(CommandFailure) -> (unit: String, answer: APIValue) {
        let unit = try Arguments.queueName(arguments.positional[0])
        let connection = try GatewayConnection(arguments, as: "operator")
        let body = members.isEmpty ? [] : APIDocument(root: "request", .object(members)).bytes(as: .json)
        return (unit, try await connection.json("POST", "/v1/queues/\(unit)/\(act)", body: body))
    }
}
