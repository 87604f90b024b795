internal import HTTPWire
internal import MessageFormats
internal import Messages

/// `vaxel poll UNIT`: fetches what waits for a unit.
enum PollCommand {
    static let command = Command(
        "poll", "UNIT", count: 1...1, summary: "fetch a unit's deliveries from a running gateway",
        details: """
            Prints each delivery with its message. Without --complete or --reject the deliveries go back into the queue: they
            have been looked at, not taken. Ends with 0 also when nothing waited.
            """,
        options: GatewayConnection.options(as: "municipal") + [
            Command.Option("max", "N", "at most so many deliveries (default: 10)"),
            Command.Option("wait", "SECONDS", "wait so long for one to come (default: 0)"),
            Command.Option("form", "FORM", "the messages' form: json (default) or xml"),
            Command.Option("complete", nil, "complete each delivery after printing it; its sender gets a receipt"),
            Command.Option("reject", "CODE", "reject each delivery for good, with this code; it becomes a dead letter"),
            Command.Option("reason", "TEXT", "with --reject: the reason (never a person's name or number)"),
        ],
        run: run)

    private static func run(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let maximum = try arguments.number("max", in: 1...100, default: 10)
        let wait = try arguments.number("wait", in: 0...60, default: 0)
        let form = try arguments.word("form", of: ["json", "xml"], default: "json")
        let unit = try Arguments.queueName(arguments.positional[0])
        let connection = try GatewayConnection(arguments, as: "municipal")
        let answer = try await connection.send(
            "POST", "/v1/queues/\(unit)/leases?max=\(maximum)&wait=\(wait)",
            accept: "application/\(form)")
        guard (200..<300).contains(answer.status) else {
            throw .failed(GatewayConnection.explanation(of: answer))
        }
        guard answer.status == 200 else {
            Console.writeError("nothing waits for \(unit)\n")
            return 0
        }
        Console.write(answer.body + [UInt8(ascii: "\n")])
        for lease in try leases(in: answer, form: form == "xml" ? .xml : .json) {
            try await settle(lease, arguments, connection)
        }
        return 0
    }

    private static func leases(in answer: HTTPResponse, form: WireForm) throws(CommandFailure) -> [String] {
        do {
            return try APIDocument.read(answer.body, as: form).list("deliveries").compactMap {
                $0["leaseId"]?.text
            }
        } catch {
            throw .failed("the gateway's answer cannot be read: \(error.first.detail)")
        }
    }

    private static func settle(
        _ lease: String, _ arguments: Arguments, _ connection: GatewayConnection
    ) async throws(CommandFailure) {
        if arguments.has("complete") {
            _ = try await connection.json("POST", "/v1/leases/\(lease)/complete")
        } else if let code = arguments["reject"] {
            let body = APIDocument(
                root: "reject",
                .object([
                    ("code", .text(code)), ("reason", .text(arguments["reason"] ?? "rejected by hand")),
                    ("permanent", .boolean(true)),
                ]))
            _ = try await connection.json("POST", "/v1/leases/\(lease)/reject", body: body.bytes(as: .json))
        } else {
            _ = try await connection.json("POST", "/v1/leases/\(lease)/release")
        }
    }
}
