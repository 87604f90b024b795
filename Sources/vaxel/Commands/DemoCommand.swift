internal import LinuxSystem

/// `vaxel demo`: the main job end to end, shown step by step.
enum DemoCommand {
    static let command = Command(
        "demo", summary: "show the main job end to end, on this machine",
        details: """
            Starts a gateway and a stand-in for 1177's publishing side in a temporary folder on free ports, and takes one
            patient's whole case through them: admission, receipts of all three levels, ready for discharge, a plan that
            1177 shows and then shows as closed, and discharge. A message is refused, one is rejected and tried again, one
            is cancelled, and the gateway is killed and loses nothing. Every step is checked. Removes everything at the end.
            """,
        options: [Command.Option("stay", nil, "keep running at the end, and print addresses and tokens to play with")],
        run: run)

    private static func run(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let signals = StopSignals()
        let traces = DemoTraces()
        let watch = Task { await traces.watch(signals) }
        defer {
            watch.cancel()
            traces.erase()
        }
        do {
            let world = try DemoWorld(traces)
            try await DemoStory(world).tell()
            if arguments.has("stay") {
                Console.write(try invitation(world))
                traces.endOrderly()
                await watch.value
                Console.write("\nStopping and removing everything.\n")
            }
            world.stop()
            return 0
        } catch {
            guard traces.isInterrupted else { throw error }
            return 130
        }
    }

    private static func invitation(_ world: DemoWorld) throws(CommandFailure) -> String {
        let config = "\(world.folder)/vaxel.json"
        var text = """

            Still running. / Kör fortfarande.
              gateway      http://127.0.0.1:\(world.gateway.port)
              1177 stub    http://127.0.0.1:\(world.stub.port)/
              folder       \(world.folder)
              tokens

            """
        for system in ["ehr", "municipal", "operator"] {
            text += "    \(system.padded(to: 11))\(try world.token(of: system))\n"
        }
        let address = "http://127.0.0.1:\(world.gateway.port)"
        return text + """
            Try, in another terminal:
              vaxel send --url \(address) --token-file \(world.folder)/tokens/ehr.token samples/valid/AdmissionNotice.xml
              vaxel poll --url \(address) --token-file \(world.folder)/tokens/municipal.token SE0000000002-SOC1
              vaxel dead list --url \(address) --token-file \(world.folder)/tokens/operator.token
              vaxel check --config \(config)
            Ctrl-C ends it and removes the folder.

            """
    }
}
