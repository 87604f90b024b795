import Foundation
import HTTPTransport
import HTTPWire

/// The built program, running on a free port with a folder of its own.
final class StubProcess {
    /// Why it did not come up.
    struct NotReady: Error {
        let output: String
    }

    let client: HTTPClient
    /// The running program's number.
    var processID: Int32 { process.processIdentifier }
    let port: Int
    private let process: Process

    /// Starts the program, with so many file descriptors if told, and waits for its line.
    static func start(folder: String, descriptors: Int? = nil, _ arguments: String...) async throws -> StubProcess {
        let process = Process()
        let output = Pipe()
        let own = ["--port", "0", "--data", folder] + arguments
        if let descriptors {
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", "ulimit -n \(descriptors); exec \"$0\" \"$@\"", program.path] + own
        } else {
            process.executableURL = program
            process.arguments = own
        }
        process.standardOutput = output
        try process.run()
        let line = await firstLine(of: output.fileHandleForReading)
        guard line.hasPrefix("vaxel-1177-stub listening on http://127.0.0.1:"),
            let port = line.split(separator: ":").last.flatMap({ Int($0) })
        else { throw NotReady(output: line) }
        return StubProcess(process, port)
    }

    private init(_ process: Process, _ port: Int) {
        self.process = process
        self.port = port
        client = Self.client(port)
    }

    /// A client with connections of its own.
    static func client(_ port: Int) -> HTTPClient { HTTPClient(endpoint: .tcp(host: "127.0.0.1", port: port)) }

    deinit {
        if process.isRunning { process.terminate() }
    }

    /// Sends the signal and waits for the end; the exit status, and whether the program ended by itself.
    func stop(_ number: Int32 = SIGTERM) async -> (status: Int32, byItself: Bool) {
        kill(process.processIdentifier, number)
        return await Self.end(of: process)
    }

    /// Runs the program to its end.
    static func run(_ arguments: String...) async throws -> (status: Int32, output: String) {
        try await run(arguments: arguments)
    }

    /// Runs the program to its end.
    static func run(arguments: [String]) async throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = await onThread { String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
        return (await end(of: process).status, text)
    }

    /// Beside the program that runs the tests.
    private static var program: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("vaxel-1177-stub")
    }

    private static func firstLine(of handle: FileHandle) async -> String {
        await onThread {
            var line: [UInt8] = []
            while let byte = try? handle.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") { line.append(byte) }
            return String(decoding: line, as: UTF8.self)
        }
    }

    private static func end(of process: Process) async -> (status: Int32, byItself: Bool) {
        await onThread {
            process.waitUntilExit()
            return (process.terminationStatus, process.terminationReason == .exit)
        }
    }

    // Waiting is done where no task of another test is kept from running.
    private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "stub process").async { continuation.resume(returning: body()) }
        }
    }
}

/// Runs the body with a folder of its own, removed after.
func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vaxel-stub-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.path)
}
