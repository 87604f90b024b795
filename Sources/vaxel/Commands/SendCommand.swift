internal import HTTPWire
internal import MessageFormats

/// `vaxel send FILE…`: posts messages.
enum SendCommand {
    static let command = Command(
        "send", "FILE…", count: 1...10_000, summary: "post messages to a running gateway",
        details:
            "Sends each file as it is, in order, and prints the transport receipt. Ends with 1 when one was refused.",
        options: GatewayConnection.options(as: "ehr") + [
            Command.Option("output", "FORM", "text (default) or json: one receipt or problem a line")
        ],
        run: run)

    private static func run(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let connection = try GatewayConnection(arguments, as: "ehr")
        let output = try arguments.word("output", of: ["text", "json"], default: "text")
        var refused = 0
        for path in arguments.positional {
            let bytes = try InputFile.read(path)
            let answer = try await connection.send(
                "POST", "/v1/messages", contentType: InputFile.contentType(of: bytes), body: bytes)
            if !(200..<300).contains(answer.status) { refused += 1 }
            Console.write(output == "json" ? answer.body + [UInt8(ascii: "\n")] : Array(text(path, answer).utf8))
        }
        return refused == 0 ? 0 : 1
    }

    private static func text(_ path: String, _ answer: HTTPResponse) -> String {
        guard (200..<300).contains(answer.status),
            let receipt = try? APIDocument.read(answer.body, as: .json)
        else { return "\(path): refused\n\(GatewayConnection.explanation(of: answer))\n" }
        let word = answer.headers.first("Vaxel-Duplicate") == nil ? "accepted" : "known already, accepted"
        var text = "\(path): \(word) \(receipt["acceptedAt"]?.text ?? "") as \(receipt["messageId"]?.text ?? "")\n"
        for recipient in receipt.list("recipients") {
            let why = recipient["detail"]?.text ?? recipient["why"]?.text ?? ""
            text +=
                "  \(recipient["state"]?.text ?? "") -> \(recipient["unit"]?.text ?? "") \(recipient["name"]?.text ?? "") (\(why))\n"
        }
        for warning in receipt.list("warnings") {
            text +=
                "  warning \(warning["code"]?.text ?? "") \(warning["path"]?.text ?? ""): \(warning["detail"]?.text ?? "")\n"
        }
        return text
    }
}
