internal import HTTPTransport
internal import LinuxSystem
internal import Telemetry

/// The running program: opens the folder, serves, and stops when it is told to.
struct StubProgram {
    let options: StubOptions

    /// Runs until a signal comes; the exit status.
    func run() async -> Int32 {
        let signals = StopSignals()
        ProcessSettings.setUmask(0o077)
        do {
            let store = try PlanStore(folder: PlanFolder(path: options.folder))
            let service = StubService(store: store, options: options)
            let server = try HTTPServer.start(
                on: .tcp(host: "127.0.0.1", port: options.port), limits: HTTPServerLimits(), service: service.http,
                log: .silent)
            Console.announce("vaxel-1177-stub listening on http://127.0.0.1:\(server.port)")
            await signals.wait()
            await server.stop(grace: Limits.graceSeconds)
            return 0
        } catch {
            Console.complain("vaxel-1177-stub: cannot start: \(error)")
            return 1
        }
    }
}
