internal import GatewayService

/// The command `check`, which says whether `serve` would start.
enum CheckCommand {
    static let command = Command(
        "check", summary: "say whether the gateway would start with a configuration",
        details: """
            Reads the configuration, the directory and the credentials, looks at the modes of secret files, and reckons the
            chain of the audit trail anew. Starts nothing.
            """,
        options: [Command.Option("config", "FILE", "the configuration, as vaxel init writes it (needed)")],
        run: run)

    private static func run(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        guard let file = arguments["config"] else { throw .usage("--config FILE is missing") }
        do {
            let report = try Preflight.check(file)
            Console.write(report.lines.joined(separator: "\n") + "\n")
            for warning in report.warnings { Console.writeError("warning: \(warning)\n") }
            return 0
        } catch {
            throw .failed(error.description)
        }
    }
}
