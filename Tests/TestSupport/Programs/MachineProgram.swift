internal import Foundation

/// A program of the machine that a test is judged by, where it is installed.
package struct MachineProgram: Sendable {
    private let executable: URL

    /// The program of that name; nil when the machine has none.
    package init?(_ name: String) {
        let folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        let path = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let path else { return nil }
        executable = URL(fileURLWithPath: path)
    }

    /// Whether the machine has all of these programs.
    package static func all(_ names: String...) -> Bool {
        names.allSatisfy { MachineProgram($0) != nil }
    }

    /// Runs it to its end.
    package func run(_ arguments: [String]) async throws -> BuiltProgram.End {
        try await BuiltProgram.run(executable, arguments)
    }

    /// Starts it; it is ended when the value goes.
    package func start(_ arguments: [String], log: String) throws -> Running {
        try Running(executable, arguments, log: log)
    }

    /// A program while it runs.
    package final class Running: @unchecked Sendable {
        // Unchecked: after its start the process is only signalled and asked whether it runs, which Foundation guards.
        private let process = Process()

        fileprivate init(_ executable: URL, _ arguments: [String], log: String) throws {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
            process.executableURL = executable
            process.arguments = arguments
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle(forWritingAtPath: log) ?? FileHandle.nullDevice
            try process.run()
        }

        deinit {
            // These programs keep nothing, and have no children in the modes they are started in.
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
    }
}
