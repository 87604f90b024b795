import Foundation
import TestSupport

/// A program that judges messages by the exported schemas, without sharing our declarations.
struct Judge {
    static let python = Judge(program: "python3", probe: ["-c", "import jsonschema, referencing"])
    static let xmllint = Judge(program: "xmllint", probe: ["--version"])

    /// Says of each JSON file whether the envelope's schema takes it: `True` or `False`, a line each.
    ///
    /// Its first argument is the folder of the schemas. Every schema is held to the meta-schema first.
    static let jsonSchemaScript = """
        import glob, json, sys
        from jsonschema import Draft202012Validator
        from referencing import Registry, Resource
        registry = Registry()
        for path in glob.glob(sys.argv[1] + "/*.schema.json"):
            schema = json.load(open(path, encoding="utf-8"))
            Draft202012Validator.check_schema(schema)
            registry = registry.with_resource(schema["$id"], Resource.from_contents(schema))
        envelope = json.load(open(sys.argv[1] + "/message.schema.json", encoding="utf-8"))
        validator = Draft202012Validator(envelope, registry=registry)
        for path in sys.argv[2:]:
            try:
                print(validator.is_valid(json.loads(open(path, "rb").read())))
            except ValueError:
                print(False)
        """

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
