internal import Dispatch
internal import Glibc
internal import HTTPTransport
internal import Telemetry

/// The running program: opens the folder, serves, and stops when it is told to.
struct StubProgram {
    let options: StubOptions

    /// Runs until a signal comes; the exit status.
    func run() async -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        umask(0o077)
        do {
            let store = try PlanStore(folder: PlanFolder(path: options.folder))
            let service = StubService(store: store, options: options)
            let server = try HTTPServer.start(
                on: .tcp(host: "127.0.0.1", port: options.port), limits: HTTPServerLimits(), service: service.http,
                log: .silent)
            Console.announce("vaxel-1177-stub listening on http://127.0.0.1:\(server.port)")
            await Self.signalToStop()
            await server.stop(grace: Limits.graceSeconds)
            return 0
        } catch {
            Console.complain("vaxel-1177-stub: cannot start: \(error)")
            return 1
        }
    }

    private static func signalToStop() async {
        let queue = DispatchQueue(label: "vaxel-1177-stub.signals")
        var sources: [any DispatchSourceSignal] = []
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let once = Once { continuation.resume() }
            for number in [SIGTERM, SIGINT] {
                // The default would end the process before the source sees the signal.
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
                source.setEventHandler { once.run() }
                source.activate()
                sources.append(source)
            }
        }
        for source in sources { source.cancel() }
    }
}
