internal import Foundation

/// One of the built programs, running with files of its own.
package final class BuiltProgram: @unchecked Sendable {
    // Unchecked: after its start, which is over before a value of this type exists, the process is only asked whether it
    // runs, signalled by its id and waited for, and Foundation guards that state with a lock of its own.
    private let process: Process
    /// The port that its first line of output named.
    package let port: Int

    /// How a run ended.
    package struct End: Sendable {
        package let status: Int32
        /// Whether the program ended by itself and not by a signal.
        package let isByItself: Bool
        package let output: String
        package let errors: String
    }

    /// Why a program did not come up.
    package struct NotReady: Error {
        package let line: String
    }

    private init(_ process: Process, port: Int) {
        self.process = process
        self.port = port
    }

    /// Starts a program that listens, and waits for the line that says where.
    ///
    /// - Parameter log: a file that its standard error stream is appended to.
    package static func start(_ name: String, _ arguments: [String], log: String) async throws -> BuiltProgram {
        let (process, output) = try launched(name, arguments, log: log)
        let line = await onThread { firstLine(of: output) }
        guard line.contains("listening on http://127.0.0.1:"),
            let port = line.split(separator: ":").last.flatMap({ Int($0) })
        else {
            process.terminate()
            throw NotReady(line: line)
        }
        return BuiltProgram(process, port: port)
    }

    /// Starts a program that listens, and kills it a time later, whatever it has come to.
    ///
    /// - Returns: whether it was killed before it said that it listens.
    /// - Throws: `NotReady` when it ended by itself.
    package static func cut(
        _ name: String, _ arguments: [String], log: String, after time: Duration
    ) async throws -> Bool {
        let (process, output) = try launched(name, arguments, log: log)
        async let line = onThread { firstLine(of: output) }
        try await Task.sleep(for: time)
        kill(process.processIdentifier, SIGKILL)
        let (_, isByItself) = await end(of: process)
        let text = await line
        if isByItself { throw NotReady(line: text) }
        return text.isEmpty
    }

    private static func launched(_ name: String, _ arguments: [String], log: String) throws -> (Process, Pipe) {
        let process = Process()
        let output = Pipe()
        process.executableURL = folder.appendingPathComponent(name)
        process.arguments = arguments
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        let errors = FileHandle(forWritingAtPath: log)
        _ = try errors?.seekToEnd()
        process.standardError = errors ?? FileHandle.nullDevice
        try process.run()
        return (process, output)
    }

    /// What comes before the first line's end; all there is when the program ends before.
    private static func firstLine(of output: Pipe) -> String {
        var line: [UInt8] = []
        while let byte = try? output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// Runs a program to its end.
    package static func run(_ name: String, _ arguments: [String]) async throws -> End {
        try await run(folder.appendingPathComponent(name), arguments)
    }

    /// Runs any program to its end.
    static func run(_ executable: URL, _ arguments: [String]) async throws -> End {
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = executable
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        async let text = onThread { String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
        async let complaints = onThread {
            String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        let (status, isByItself) = await end(of: process)
        return End(status: status, isByItself: isByItself, output: await text, errors: await complaints)
    }

    /// Bytes of memory that the running process holds for itself alone, without the pages of its file.
    package var memory: Int {
        get throws {
            let text = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            guard let kibibytes = ProcText.kibibytes("RssAnon", in: text) else { throw NotReady(line: text) }
            return kibibytes * 1_024
        }
    }

    /// Sends a signal to this one process, which goes on.
    package func tell(_ signal: Int32) {
        if process.isRunning { kill(process.processIdentifier, signal) }
    }

    /// Sends a signal to this one process and waits for its end.
    package func end(_ signal: Int32) async -> (status: Int32, isByItself: Bool) {
        if process.isRunning { kill(process.processIdentifier, signal) }
        return await Self.end(of: process)
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// The folder of the programs: beside the program that runs the tests, unless `VAXEL_PROGRAMS` names another.
    private static var folder: URL {
        if let path = ProcessInfo.processInfo.environment["VAXEL_PROGRAMS"] { return URL(filePath: path) }
        return URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    }

    private static func end(of process: Process) async -> (status: Int32, isByItself: Bool) {
        await onThread {
            process.waitUntilExit()
            return (process.terminationStatus, process.terminationReason == .exit)
        }
    }

    // Waiting is done where no task of another test is kept from running.
    private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "built program").async { continuation.resume(returning: body()) }
        }
    }
}
