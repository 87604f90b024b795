import Foundation
import TestSupport

/// A program that judges messages by the exported schemas, without sharing our declarations.
struct Judge {
    static let python = Judge(program: "python3", probe: ["-c", "import jsonschema, referencing"])
    static let xmllint = Judge(program: "xmllint", probe: ["--version"])

    let program: String
    let isThere: Bool

    private init(program: String, probe: [String]) {
        self.program = program
        isThere = (try? Self.run(program, probe).status) == 0
    }

    /// Runs the program in the top folder; `errors` says whether what it writes as errors is part of the output.
    func run(_ arguments: [String], errors: Bool = false) throws -> (status: Int32, output: String) {
        try Self.run(program, arguments, errors: errors)
    }

    private static func run(
        _ program: String, _ arguments: [String], errors: Bool = false
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = RepositoryFiles.root
        let output = Pipe()
        process.standardOutput = output
        process.standardError = errors ? output : FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
