internal import GatewayService
internal import LinuxSystem
internal import MessageFormats
internal import Messages

/// `vaxel explain FILE`: says who would get a message and why, without a gateway.
enum ExplainCommand {
    static let command = Command(
        "explain", "FILE", count: 1...1, summary: "say who would get a message and why, without a gateway",
        details: """
            Judges the file as validate does, then routes it by the directory of the configuration as if it came now. Says
            who would get it, who is left out, what its sender would be warned of, which receipts to expect and when, with
            which messages it keeps its order, and what only a running gateway knows, which is never a reason to say that it
            would be refused. Ends with 1 when it would be refused.
            """,
        options: [
            Command.Option("config", "FILE", "the configuration whose directory to route by (needed)"),
            Command.Option("output", "FORM", "text (default) or json"),
        ],
        run: run)

    private static func run(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        guard let file = arguments["config"] else { throw .usage("--config FILE is missing") }
        let output = try arguments.word("output", of: ["text", "json"], default: "text")
        let path = arguments.positional[0]
        let bytes = try InputFile.read(path)
        let explainer: MessageExplainer
        do {
            explainer = try MessageExplainer(configuration: file)
        } catch {
            throw .failed(error.description)
        }
        do {
            let explanation = try explainer.explain(
                bytes, as: InputFile.isXML(bytes) ? .xml : .json,
                at: Timestamp(microseconds: SystemClock.system.wallMicroseconds()))
            Console.write(
                output == "json"
                    ? APIDocument(root: "explanation", value(explanation)).bytes(as: .json) + [UInt8(ascii: "\n")]
                    : Array(text(explanation, path).utf8))
            return explanation.isAccepted ? 0 : 1
        } catch {
            let refusal = APIDocument(root: "explanation", refused(error.problems)).bytes(as: .json)
            Console.write(
                output == "json"
                    ? refusal + [UInt8(ascii: "\n")]
                    : Array("\(path): refused\n\(error.problems.map(line).joined())".utf8))
            return 1
        }
    }

    // MARK: Text

    private static func text(_ explanation: MessageExplanation, _ path: String) -> String {
        let type = explanation.type
        var text = "\(path): \(explanation.isAccepted ? "accepted" : "refused"), \(type.name) (\(type.title))\n"
        text += "from \(explanation.sender)\n"
        text += explanation.problems.map(line).joined()
        text += section("goes to", explanation.recipients.map { "\($0.unit) \($0.name): \($0.why)" })
        text += section(
            "left out",
            explanation.skipped.map { "\($0.unit) \($0.name): \($0.why); \($0.code ?? "") \($0.detail ?? "")" })
        if !explanation.warnings.isEmpty { text += "warnings\n\(explanation.warnings.map(line).joined())" }
        text += section("receipts", explanation.receipts)
        text += section("order", [explanation.order])
        return text + section("not known here", explanation.unknown)
    }

    private static func section(_ title: String, _ lines: [String]) -> String {
        lines.isEmpty ? "" : "\(title)\n" + lines.map { "  \($0)\n" }.joined()
    }

    private static func line(_ problem: Problem) -> String {
        let place = [problem.line.map { "line \($0)" }, problem.path].compactMap(\.self).joined(separator: " ")
        return "  \(problem.code.text) \(place): \(problem.detail)\n"
    }

    // MARK: JSON

    private static func value(_ explanation: MessageExplanation) -> APIValue {
        .object([
            ("accepted", .boolean(explanation.isAccepted)), ("type", .text(explanation.type.name)),
            ("sender", .text(explanation.sender)),
            ("recipients", .list(item: "recipient", explanation.recipients.map(value))),
            ("skipped", .list(item: "recipient", explanation.skipped.map(value))),
            ("errors", .list(item: "error", explanation.problems.map(value))),
            ("warnings", .list(item: "warning", explanation.warnings.map(value))),
            ("receipts", .list(item: "receipt", explanation.receipts.map { .text($0) })),
            ("order", .text(explanation.order)),
            ("unknown", .list(item: "thing", explanation.unknown.map { .text($0) })),
        ])
    }

    private static func refused(_ problems: [Problem]) -> APIValue {
        .object([("accepted", .boolean(false)), ("errors", .list(item: "error", problems.map(value)))])
    }

    private static func value(_ recipient: MessageExplanation.Recipient) -> APIValue {
        var members: [(String, APIValue)] = [
            ("unit", .text(recipient.unit)), ("name", .text(recipient.name)), ("why", .text(recipient.why)),
        ]
        if let code = recipient.code { members.append(("code", .text(code))) }
        if let detail = recipient.detail { members.append(("detail", .text(detail))) }
        return .object(members)
    }

    private static func value(_ problem: Problem) -> APIValue {
        .object([
            ("path", problem.path.map { .text($0) } ?? .null), ("line", problem.line.map { .integer($0) } ?? .null),
            ("code", .text(problem.code.text)), ("detail", .text(problem.detail)),
        ])
    }
}
