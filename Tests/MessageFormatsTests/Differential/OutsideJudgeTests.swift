import Foundation
import MessageFormats
import Messages
import TestSupport
import Testing

/// Programs that do not share our declarations judge as we do, by the exported schemas.
@Suite struct OutsideJudgeTests {
    /// How many cases are shown to each judge, and how many it must at least be able to judge.
    private static let (shown, judged) = (2_600, 2_000)

    /// Cases of all types and changes: the step has no divisor in common with the number of changes.
    private static let cases: [DifferentialCase] = {
        let types = MessageCatalogue.standard.types
        return (0..<shown).map { DifferentialCase(types[$0 % types.count], $0 * 23 + $0 / types.count) }
    }()

    @Test(.enabled(if: Judge.xmllint.isThere, "xmllint is not installed"))
    func `xmllint judges generated messages as we do`() throws {
        let folder = TemporaryFolder()
        let paths = Self.cases.indices.map { "\(folder.path)/\($0).xml" }
        for (path, made) in zip(paths, Self.cases) {
            try Data(made.xml.utf8).write(to: URL(filePath: path))
        }
        let verdict = try Judge.xmllint.run(
            ["--nonet", "--noout", "--schema", "schemas/message.xsd"] + paths, errors: true)
        let fitting = Set(verdict.output.split(separator: "\n").filter { $0.hasSuffix(" validates") }.map(String.init))
        compare(.xsd) { index in !fitting.contains("\(paths[index]) validates") }
    }

    @Test(.enabled(if: Judge.python.isThere, "Python's jsonschema is not installed"))
    func `Python's jsonschema judges generated messages as we do`() throws {
        let folder = TemporaryFolder()
        let lines = Self.cases.map { $0.json.replacing("\n", with: " ") }.joined(separator: "\n")
        try Data(lines.utf8).write(to: URL(filePath: "\(folder.path)/messages.jsonl"))
        let output = try Judge.python.run(["-c", Self.script, "\(folder.path)/messages.jsonl"]).output
        let verdicts = Array(output.utf8)
        try #require(verdicts.count == Self.cases.count)
        compare(.jsonSchema) { index in verdicts[index] == UInt8(ascii: "-") }
    }

    /// Holds the reader's verdicts to those of a judge, case by case.
    private func compare(_ language: SchemaLanguage, refuses: (Int) -> Bool) {
        var (judged, refused) = (0, 0)
        for (index, made) in Self.cases.enumerated() {
            // JSON Schema takes 1.0 for a whole number.
            guard language == .xsd || !made.changes.contains(.fraction) else { continue }
            let verdict = language == .xsd ? Verdict(made.xml, as: .xml) : Verdict(made.json, as: .json)
            guard let isBroken = verdict.breaksSchema(in: language) else { continue }
            judged += 1
            refused += isBroken ? 1 : 0
            guard refuses(index) != isBroken else { continue }
            Issue.record("\(language) \(isBroken ? "takes" : "refuses") what we do not: \(verdict.findings) \(made)")
            return
        }
        #expect(judged >= Self.judged && refused > judged / 4 && refused < judged * 3 / 4, "\(judged) \(refused)")
    }

    /// Writes a sign for each line of a file: `+` for a message that fits, `-` for any other.
    ///
    /// Patterns are ECMA's: the end of the pattern is the end of the text, and never the line feed before it.
    private static let script = """
        import glob, json, re, sys
        from jsonschema import Draft202012Validator, ValidationError, validators
        from referencing import Registry, Resource
        def pattern(validator, pattern, value, schema):
            if isinstance(value, str) and not re.search(re.sub(r"\\$$", r"\\\\Z", pattern), value):
                yield ValidationError("pattern")
        registry = Registry()
        for path in glob.glob("schemas/*.schema.json"):
            schema = json.load(open(path, encoding="utf-8"))
            registry = registry.with_resource(schema["$id"], Resource.from_contents(schema))
        envelope = json.load(open("schemas/message.schema.json", encoding="utf-8"))
        validator = validators.extend(Draft202012Validator, {"pattern": pattern})(envelope, registry=registry)
        def fits(line):
            try:
                return validator.is_valid(json.loads(line))
            except ValueError:
                return False
        lines = open(sys.argv[1], encoding="utf-8", newline="\\n").read().split("\\n")
        print("".join("+" if fits(line) else "-" for line in lines), end="")
        """
}
