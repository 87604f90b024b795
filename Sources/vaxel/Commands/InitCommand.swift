internal import GatewayService
internal import LinuxSystem
internal import Messages

/// `vaxel init DIR`: a folder that is ready to run.
enum InitCommand {
    static let command = Command(
        "init", "DIR", count: 1...1, summary: "write a folder that is ready to run",
        details: """
            Writes vaxel.json, directory.json with a sample organisation, credentials.json with digests of tokens, and one
            fresh random token per system in tokens/. Data will go to DIR/data. The 1177 service is expected one port above
            the gateway's. A folder that is not empty is refused.
            """,
        options: [Command.Option("port", "N", "the port to listen on (default: 8480)")],
        run: run)

    private static func run(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let port = try arguments.number("port", in: 1...65534, default: 8480)
        let folder = arguments.positional[0]
        do {
            let systems = try StarterFolder.write(
                to: folder, port: port,
                at: Timestamp(microseconds: SystemClock.system.wallMicroseconds()))
            Console.write(
                """
                Wrote \(folder): vaxel.json, directory.json, credentials.json, and tokens for \(systems.joined(separator: ", ")).
                Next:  vaxel serve --config \(folder)/vaxel.json
                Then:  vaxel send --config \(folder)/vaxel.json samples/valid/AdmissionNotice.xml

                """)
            return 0
        } catch {
            throw .failed(error.description)
        }
    }
}
