internal import GatewayService

/// All commands of the program, in the order in which one meets them.
enum CommandTable {
    static let commands: [Command] =
        [InitCommand.command, ServeCommand.command, CheckCommand.command, DemoCommand.command, SendCommand.command]
        + [PollCommand.command] + QueuesCommand.commands + [TraceCommand.command] + DeadCommands.commands
        + TokenCommands.commands
        + [ValidateCommand.command, ExplainCommand.command, SchemasCommand.command, VersionCommand.command]

    /// Finds the command that the words name, runs it, and returns the exit status.
    static func run(_ words: [String]) async -> Int32 {
        guard let first = words.first, first != "--help", first != "help" else {
            Console.write(overview)
            return words.isEmpty ? 2 : 0
        }
        if first == "--version" { return await run(["version"]) }
        let group = commands.filter { $0.name.hasPrefix("\(first) ") }
        let isCommand = commands.contains { $0.name == first }
        if !group.isEmpty, !isCommand, words.count == 1 || words[1] == "--help" {
            Console.write(group.map { "  vaxel \($0.name.padded(to: 18))\($0.summary)\n" }.joined())
            return words.count == 1 ? 2 : 0
        }
        guard let (command, rest) = find(words) else {
            let names = commands.map(\.name)
            let near =
                NearestName.of(words.prefix(2).joined(separator: " "), among: names)
                ?? NearestName.of(first, among: names)
            Console.writeError("vaxel: no command \"\(first)\"\(near.map { "; did you mean \"\($0)\"?" } ?? "")\n")
            Console.writeError("Try: vaxel --help\n")
            return 2
        }
        guard !rest.prefix(while: { $0 != "--" }).contains("--help") else {
            Console.write(command.helpPage)
            return 0
        }
        do {
            return try await command.run(try Arguments(rest, for: command))
        } catch {
            switch error {
            case .usage(let text):
                Console.writeError("vaxel \(command.name): \(text)\nTry: vaxel \(command.name) --help\n")
                return 2
            case .failed(let text):
                Console.writeError("vaxel \(command.name): \(text)\n")
                return 1
            }
        }
    }

    /// The command of two words before the command of one.
    private static func find(_ words: [String]) -> (Command, [String])? {
        for length in [2, 1] where words.count >= length {
            let name = words.prefix(length).joined(separator: " ")
            if let command = commands.first(where: { $0.name == name }) {
                return (command, Array(words.dropFirst(length)))
            }
        }
        return nil
    }

    private static var overview: String {
        var page = """
            Växel carries care-planning messages between regions and municipalities.
            Växel för vårdplaneringens meddelanden mellan regioner och kommuner.

            Usage: vaxel COMMAND …


            """
        for command in commands {
            page += "  \(command.name.padded(to: 18))\(command.summary)\n"
        }
        return page + "\nvaxel COMMAND --help tells more. Start with: vaxel demo\n"
    }
}
