import Foundation
@testable import MessageFormats
import TestSupport
import Testing

@Suite struct SchemaFileTests {
    @Test func `the files of schemas are what the catalogue exports`() throws {
        let files = SchemaExport.files()
        for file in files {
            let stored = try RepositoryFiles.bytes("schemas/\(file.path)")
            #expect(stored == file.bytes, "schemas/\(file.path) is out of date: run `vaxel schemas export schemas`")
        }
        // The description of the API lies beside them; the room that makes it has a test of its own.
        let names = RepositoryFiles.names(in: "schemas").filter { $0 != "openapi.json" }
        #expect(names == files.map(\.path).sorted())
    }

    @Test func `the schema of all messages compiles`() {
        #expect(EnvelopeSchema.isCompiled)
    }

    @Test(.enabled(if: Judge.python.isThere, "Python's jsonschema is not installed"))
    func `Python's jsonschema judges the samples as we do`() throws {
        let script = """
            import glob, json, sys
            from jsonschema import Draft202012Validator
            from referencing import Registry, Resource
            registry = Registry()
            for path in glob.glob("schemas/*.schema.json"):
                schema = json.load(open(path, encoding="utf-8"))
                Draft202012Validator.check_schema(schema)
                registry = registry.with_resource(schema["$id"], Resource.from_contents(schema))
            envelope = json.load(open("schemas/message.schema.json", encoding="utf-8"))
            validator = Draft202012Validator(envelope, registry=registry)
            # What JSON Schema cannot see: bytes, pairs of surrogates, names that come twice, 1.0, open lists, rules.
            unseen = ("VX-1002", "VX-1022", "VX-1107-fraction", "VX-1108-unknown-open", "VX-1109", "VX-12")
            for path in sorted(glob.glob("samples/valid/*.json") + glob.glob("samples/invalid/*.json")):
                try:
                    fits = validator.is_valid(json.loads(open(path, "rb").read()))
                except ValueError:
                    fits = False
                name = path.split("/")[-1]
                if fits != ("/valid/" in path or name.startswith(unseen)):
                    print(name)
            """
        #expect(try Judge.python.run(["-c", script]).output == "")
    }

    @Test(.enabled(if: Judge.xmllint.isThere, "xmllint is not installed"))
    func `xmllint judges the samples as we do`() throws {
        // What the XSD cannot see: bytes it reads otherwise, what a type asks of the head, open lists, rules.
        let unseen = [
            "VX-1011", "VX-1102-missing-case", "VX-1115", "VX-1116", "VX-1119", "VX-12",
        ]
        for sample in Sample.valid + Sample.invalid where sample.form == .xml {
            let verdict = try Judge.xmllint.run(
                ["--nonet", "--noout", "--schema", "schemas/message.xsd", "samples/\(sample.path)"])
            let isExpected = sample.path.hasPrefix("valid/") || unseen.contains { sample.name.hasPrefix($0) }
            #expect((verdict.status == 0) == isExpected, "\(sample.path)")
        }
    }
}

/// A program that judges the samples without sharing our declarations.
private struct Judge {
    static let python = Judge(program: "python3", probe: ["-c", "import jsonschema, referencing"])
    static let xmllint = Judge(program: "xmllint", probe: ["--version"])

    let program: String
    let isThere: Bool

    private init(program: String, probe: [String]) {
        self.program = program
        isThere = (try? Self.run(program, probe).status) == 0
    }

    func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        try Self.run(program, arguments)
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = RepositoryFiles.root
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
