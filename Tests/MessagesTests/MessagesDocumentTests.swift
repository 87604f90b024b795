import Foundation
import Messages
import TestSupport
import Testing

/// The table of milestones in the documentation, held to the catalogue.
@Suite struct MessagesDocumentTests {
    private let rows: [[String]]

    init() throws {
        let path = "Sources/GatewayService/Documentation.docc/Messages.md"
        rows = String(decoding: try RepositoryFiles.bytes(path), as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix("| `") }
            .map { line in line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    }

    @Test func `every step of a case stands in its table as it is declared`() {
        let steps = rows.filter { $0.count == 5 }
        #expect(steps.map { $0[0] } == Milestone.Step.allCases.map { "`\($0)`" })
        for (row, step) in zip(steps, Milestone.Step.allCases) {
            let tellers = MessageCatalogue.standard.types.filter { $0.milestone?.steps.contains(step) == true }
            #expect(row[2] == tellers.map { "`\($0.name)`" }.joined(separator: ", "), "\(step)")
            #expect(tellers.allSatisfy { $0.milestone?.moments[step].map { "`\($0)`" } == row[3] }, "\(step)")
            // A type that tells of several steps has its facts beside the first.
            let facts = tellers.first { $0.milestone?.steps.first == step }?.milestone?.facts.map { "`\($0)`" } ?? []
            #expect(row[4] == facts.joined(separator: ", "), "\(step)")
        }
    }
}
