import Foundation
import Messages
import TestSupport
import Testing

/// The table of rules in the documentation, held to the codes, the rules and the tests that there are.
@Suite struct RuleTableTests {
    private struct Row {
        let code: String
        let source: String
        /// The test's words, or the file name of a sample.
        let test: String
    }

    private let rows: [Row]

    init() throws {
        let path = "Sources/GatewayService/Documentation.docc/Rules.md"
        let text = String(decoding: try RepositoryFiles.bytes(path), as: UTF8.self)
        rows = try text.split(separator: "\n").filter { $0.contains(/\| `VX-[W0-9]+` \|/) }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            try #require(cells.count == 4, "\(line)")
            let test = cells[3].trimmingCharacters(in: ["`"])
            return Row(code: cells[1].trimmingCharacters(in: ["`"]), source: cells[2], test: test)
        }
    }

    @Test func `every code of a rule, of routing and of a warning stands in the table once`() {
        let codes = RejectionCode.all.map(\.text).filter { $0.contains(/^VX-(?:12|13|W1)/) }
        #expect(rows.map(\.code).sorted() == codes.sorted())
    }

    @Test func `a rule of the catalogue stands in the table with its source`() {
        for rule in Rule.ofHead + MessageCatalogue.standard.types.flatMap(\.rules) {
            let row = rows.first { $0.code == rule.code.text }
            #expect(row?.source == rule.source, "\(rule.code)")
        }
    }

    @Test func `every rule has a test, and it is there`() throws {
        let samples = Set(RepositoryFiles.names(in: "samples/invalid"))
        let tests = try Self.testNames()
        for row in rows {
            let isSample = samples.contains(row.test) && row.test.hasPrefix(row.code)
            #expect(isSample || tests.contains(row.test), "\(row.code) \(row.test)")
        }
    }

    /// The names of all tests, without their backticks.
    private static func testNames() throws -> Set<String> {
        let folder = RepositoryFiles.root.appending(path: "Tests")
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        var names: Set<String> = []
        for file in files where file.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            names.formUnion(text.matches(of: /func `([^`]+)`/).map { String($0.output.1) })
        }
        return names
    }
}
