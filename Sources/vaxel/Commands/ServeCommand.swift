internal import GatewayService
internal import LinuxSystem

/// `vaxel serve`: runs the gateway until it is told to stop.
enum ServeCommand {
    static let command = Command(
        "serve", summary: "run the gateway",
        details: """
            Listens until SIGTERM or SIGINT; then takes no new connections, lets running requests end, marks the journal as
            closed and ends with status 0. One line on the standard output says where it listens; events go to the standard
            error stream, one line each, without patient data. At SIGHUP it reads the directory and the
            tokens anew, and takes them whole, or leaves everything as it was and logs what is wrong; vaxel.json is read at
            the start only. With --read-only nothing is taken or given out and nothing is written into the journal's folder:
            status, cases and dead letters can be looked at, also after damage.
            """,
        options: [
            Command.Option("config", "FILE", "the configuration, as vaxel init writes it (needed)"),
            Command.Option("read-only", nil, "only show what is in the store, past any damage"),
        ],
        run: run)

    private static func run(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        guard let file = arguments["config"] else { throw .usage("--config FILE is missing") }
        let signals = StopSignals()
        let reloads = ReloadSignals()
        let gateway: Gateway
        do {
            let configuration = try Configuration(file: file)
            gateway = try await Gateway.start(configuration, readingOnly: arguments.has("read-only"))
        } catch {
            throw .failed("\(error)")
        }
        Console.write("vaxel listening on http://\(gateway.address):\(gateway.port)\n")
        if let standstill = gateway.standstill { Console.writeError(standstill) }
        let end = await gateway.run(until: { await signals.wait() }, reloadingAt: reloads)
        switch end {
        case .asked:
            return 0
        case .failed(let reason):
            throw .failed(reason)
        }
    }
}
