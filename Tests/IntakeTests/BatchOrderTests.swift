@testable import Intake
import Messages
import SampleWorld
import Testing

/// Which messages of a batch wait for each other.
struct BatchOrderTests {
    /// A message about nobody and nothing else.
    private func plain(_ number: Int) throws -> Message {
        try ValidSample.read("GeneralMessage").numbered(number).head("caseId", nil).head("patient", nil)
    }

    @Test func `messages that share nothing wait for nobody`() throws {
        #expect(BatchOrder.chains(of: [try plain(1), try plain(2), try plain(3)]) == [[0], [1], [2]])
        #expect(BatchOrder.chains(of: []) == [])
    }

    @Test func `messages of a case and of a patient keep their order`() throws {
        let patient = try ValidSample.read("GeneralMessage").record["patient"]
        let messages = [
            try plain(1).head("caseId", .text("C-1")), try plain(2), try plain(3).head("caseId", .text("C-1")),
            try plain(4).head("patient", patient), try plain(5).head("patient", patient),
        ]
        #expect(BatchOrder.chains(of: messages) == [[0, 2], [1], [3, 4]])
    }

    @Test func `a message comes after the one that it names or repeats`() throws {
        let messages = [try plain(1), try plain(2).about(try plain(1)), try plain(1), try plain(3)]
        #expect(BatchOrder.chains(of: messages) == [[0, 1, 2], [3]])
    }

    @Test func `two chains become one where a message belongs to both`() throws {
        let both = try plain(3).head("caseId", .text("C-1")).about(try plain(2))
        let messages = [
            try plain(1).head("caseId", .text("C-1")), try plain(2), both, try plain(4).about(try plain(2)),
        ]
        #expect(BatchOrder.chains(of: messages) == [[0, 1, 2, 3]])
    }

    @Test func `what is no message is in no chain`() throws {
        #expect(BatchOrder.chains(of: [nil, try plain(1), nil]) == [[1]])
    }
}
