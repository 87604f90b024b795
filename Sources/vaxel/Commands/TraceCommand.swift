internal import MessageFormats
internal import Messages

/// `vaxel trace MESSAGE-ID`: what has become of a message, in the order in which it happened.
enum TraceCommand {
    static let command = Command(
        "trace", "MESSAGE-ID", count: 1...1, summary: "tell what has become of a message, step by step",
        details: """
            Prints every moment that the running gateway has of the message, unit by unit and in order, then how it stands
            at each. No part of the message itself is shown.
            """,
        options: GatewayConnection.options(as: "operator") + [
            Command.Option("output", "FORM", "text (default) or json: the gateway's answer")
        ],
        run: run)

    private static func run(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let output = try arguments.word("output", of: ["text", "json"], default: "text")
        guard let id = MessageID(arguments.positional[0]) else { throw .usage("MESSAGE-ID is a UUID") }
        let connection = try GatewayConnection(arguments, as: "operator")
        let answer = try await connection.json("GET", "/v1/messages/\(id)")
        if output == "json" {
            Console.write(APIDocument(root: "messageStatus", answer).bytes(as: .json) + [UInt8(ascii: "\n")])
        } else {
            Console.write(MessageTimeline(answer).text)
        }
        return 0
    }
}
