internal import Foundation
internal import GatewayService
internal import HTTPTransport
internal import HTTPWire
internal import LinuxSystem
internal import MessageFormats
internal import Messages

/// The demonstration's stage: a temporary folder, a gateway and a 1177 stub as programs of their own, and the systems
/// that talk to them.
final class DemoWorld {
    /// The gateway's temporary folder; its log, and what the stub keeps, lie beside it under longer names.
    let folder: String
    let stub: ChildProgram
    private(set) var gateway: ChildProgram
    private let executable: String

    private let traces: DemoTraces

    /// Writes the folder and starts both programs on free ports.
    init(_ traces: DemoTraces) throws(CommandFailure) {
        self.traces = traces
        let parent = NSTemporaryDirectory().trimmed(ofTrailing: "/")
        folder = "\(parent)/vaxel-demo-\(UUID().uuidString.prefix(8).lowercased())"
        for path in [folder, "\(folder).log", "\(folder)-1177", "\(folder)-1177.log"] { traces.add(path: path) }
        guard let executable = CurrentProcess.executable else {
            throw .failed("the program does not find its own file")
        }
        self.executable = executable
        let programs = executable.prefix(upTo: executable.lastIndex(of: "/") ?? executable.startIndex)
        let stubProgram = "\(programs)/vaxel-1177-stub"
        guard FileManager.default.isExecutableFile(atPath: stubProgram) else {
            throw .failed("\(stubProgram) is missing; it is built together with vaxel: swift build")
        }
        stub = try ChildProgram(
            stubProgram, ["--port", "0", "--data", "\(folder)-1177", "--fail-first", "1"], log: "\(folder)-1177.log",
            traces)
        do {
            try StarterFolder.write(to: folder, port: 0, publisherPort: stub.port)
        } catch {
            throw .failed(error.description)
        }
        gateway = try Self.startGateway(executable, folder, traces)
    }

    private static func startGateway(
        _ executable: String, _ folder: String, _ traces: DemoTraces
    ) throws(CommandFailure) -> ChildProgram {
        try ChildProgram(executable, ["serve", "--config", "\(folder)/vaxel.json"], log: "\(folder).log", traces)
    }

    /// Ends the gateway with SIGKILL and starts it anew on the same folder.
    func crashAndRestart() throws(CommandFailure) {
        gateway.kill()
        gateway = try Self.startGateway(executable, folder, traces)
    }

    /// A system's connection to the gateway as it runs now.
    func system(_ name: String) throws(CommandFailure) -> GatewayConnection {
        GatewayConnection(port: gateway.port, token: try token(of: name))
    }

    /// A system's token.
    func token(of system: String) throws(CommandFailure) -> String {
        do {
            return try TokenFile.read("\(folder)/tokens/\(system).token")
        } catch {
            throw .failed(error.description)
        }
    }

    /// Asks the 1177 stub what it has published.
    var publishedPlans: @Sendable () async throws -> [APIValue] {
        let client = HTTPClient(endpoint: .tcp(host: "127.0.0.1", port: stub.port))
        return {
            let answer = try await client.send(
                method: "GET", target: "/published", headers: HTTPHeaders([("Accept", "application/json")]), body: [],
                within: 10)
            return try APIDocument.read(answer.body, as: .json).items ?? []
        }
    }

    /// Stops both programs in order.
    func stop() {
        gateway.stop()
        stub.stop()
    }
}

extension String {
    /// The text without a character that may stand at its end.
    fileprivate func trimmed(ofTrailing character: Character) -> String {
        last == character ? String(dropLast()) : self
    }
}
