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
        #expect(SchemaReferee.isCompiled)
    }

    @Test(.enabled(if: Judge.python.isThere, "Python's jsonschema is not installed"))
    func `Python's jsonschema judges the samples as we do`() throws {
        // What JSON Schema cannot see: bytes, pairs of surrogates, names that come twice, 1.0, rules.
        let unseen = ["VX-1002", "VX-1022", "VX-1107-fraction", "VX-1109", "VX-12"]
        let samples = (Sample.valid + Sample.invalid).filter { $0.form == .json }
        let output = try Judge.python.run(
            ["-c", Judge.jsonSchemaScript, "schemas"] + samples.map { "samples/\($0.path)" }
        ).output
        let verdicts = output.split(separator: "\n")
        try #require(verdicts.count == samples.count, "\(output)")
        for (sample, verdict) in zip(samples, verdicts) {
            let fits = sample.path.hasPrefix("valid/") || unseen.contains { sample.name.hasPrefix($0) }
            #expect(verdict == (fits ? "True" : "False"), "\(sample.path)")
        }
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
