internal import MessageFormats
internal import Messages

/// `vaxel validate FILE…`: says what is wrong with messages, without a gateway.
enum ValidateCommand {
    static let command = Command(
        "validate", "FILE…", count: 1...100_000, summary: "say what is wrong with messages, without a gateway",
        details: """
            Judges each file as the gateway would, but for what only a directory knows: receivers, rights, subscriptions.
            Prints code, line and path of everything found, never a value. Ends with 1 when a file would be refused.
            """,
        options: [Command.Option("output", "FORM", "text (default) or json: one verdict a line")],
        run: run)

    private static func run(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let output = try arguments.word("output", of: ["text", "json"], default: "text")
        let reader = MessageReader()
        var refused = 0
        for path in arguments.positional {
            let bytes = try InputFile.read(path)
            let verdict: Verdict
            do {
                let read = try reader.read(bytes, as: InputFile.isXML(bytes) ? .xml : .json, charset: nil)
                verdict = Verdict(path: path, type: read.message.type, problems: [], warnings: read.warnings)
            } catch {
                refused += 1
                verdict = Verdict(path: path, type: nil, problems: error.problems, warnings: [])
            }
            Console.write(output == "json" ? verdict.json : Array(verdict.text.utf8))
        }
        if output == "text", arguments.positional.count > 1 {
            Console.write("\(arguments.positional.count - refused) accepted, \(refused) refused\n")
        }
        return refused == 0 ? 0 : 1
    }

    /// What was found in one file.
    private struct Verdict {
        let path: String
        let type: MessageType?
        let problems: [Problem]
        let warnings: [Problem]

        var text: String {
            var text = "\(path): "
            text += type.map { "accepted, \($0.name) (\($0.title))\n" } ?? "refused\n"
            for problem in problems + warnings {
                let place = [problem.line.map { "line \($0)" }, problem.path].compactMap(\.self).joined(separator: " ")
                text += "  \(problem.code.text) \(place): \(problem.detail)\n"
                if !problem.code.isWarning { text += "    \(problem.code.swedish) \(problem.code.advice)\n" }
            }
            return text
        }

        var json: [UInt8] {
            let members: [(String, APIValue)] = [
                ("file", .text(path)), ("accepted", .boolean(problems.isEmpty)),
                ("errors", .list(item: "error", problems.map(Self.value))),
                ("warnings", .list(item: "warning", warnings.map(Self.value))),
            ]
            return APIDocument(root: "verdict", .object(members)).bytes(as: .json) + [UInt8(ascii: "\n")]
        }

        private static func value(_ problem: Problem) -> APIValue {
            .object([
                ("path", problem.path.map { .text($0) } ?? .null), ("line", problem.line.map { .integer($0) } ?? .null),
                ("code", .text(problem.code.text)), ("detail", .text(problem.detail)),
            ])
        }
    }
}
