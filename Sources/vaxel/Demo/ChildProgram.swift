internal import Foundation

/// A program that the demonstration starts, and ends.
final class ChildProgram {
    private let process = Process()
    private let output = Pipe()
    private let traces: DemoTraces
    /// The address that the program says it listens on.
    private(set) var port = 0

    /// Starts the program and waits until it says where it listens.
    ///
    /// - Parameters:
    ///   - executable: the program's file.
    ///   - arguments: what it is called with.
    ///   - log: a file that gets its standard error stream.
    ///   - traces: told of the program while it runs.
    /// - Throws: `CommandFailure` when it cannot be started, or ends without saying where it listens.
    init(_ executable: String, _ arguments: [String], log: String, _ traces: DemoTraces) throws(CommandFailure) {
        self.traces = traces
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        do {
            try traces.start { try run(log) }
        } catch {
            throw .failed("cannot start \(executable): \(error.localizedDescription)")
        }
        guard let port = readPort() else {
            kill()
            throw .failed("\(executable) did not start; see \(log)")
        }
        self.port = port
    }

    /// Runs the program with its standard error stream at the end of a file, and returns its process id.
    private func run(_ log: String) throws -> Int32 {
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        let errors = FileHandle(forWritingAtPath: log)
        _ = try errors?.seekToEnd()
        process.standardError = errors ?? FileHandle.nullDevice
        try process.run()
        return process.processIdentifier
    }

    /// Reads the port from the end of the first line, which names the address; an end of file means it has ended.
    private func readPort() -> Int? {
        var line = Data()
        while let byte = try? output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data([10]) {
            line += byte
        }
        return String(decoding: line, as: UTF8.self).split(separator: ":").last.flatMap { Int($0) }
    }

    /// Asks the program to stop, and waits until it has.
    func stop() {
        if process.isRunning {
            process.terminate()
            process.waitUntilExit()
        }
        traces.remove(program: process.processIdentifier)
    }

    /// Ends the program as a power cut would: no handler runs, nothing is put in order.
    func kill() {
        if process.isRunning {
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        traces.remove(program: process.processIdentifier)
    }
}
