@testable import Intake
import Messages
import SampleWorld
import Testing

/// Which messages travel behind each other.
///
/// Source: interfaces, "Order".
struct LaneRuleTests {
    @Test func `a message outside of a case is in the lane of its patient`() throws {
        let message = try ValidSample.read("GeneralMessage-without-case")
        #expect(LaneRule.words(for: message) == ["patient", "191212121212"])
    }

    @Test func `without a patient it is in a lane of its own`() throws {
        let message = try ValidSample.read("GeneralMessage").head("caseId", nil).head("patient", nil)
        #expect(LaneRule.words(for: message) == ["message", message.id.description])
    }

    @Test func `a receipt is in the lane of what it is about, whatever its case`() throws {
        let receipt = try ValidSample.read("ApplicationReceipt")
        #expect(receipt.caseID != nil)
        #expect(LaneRule.words(for: receipt) == ["receipt", "b4fbf94e-b273-5564-b738-7355865f8d81"])
    }

    @Test func `compulsory care has lanes apart from those of the same patient`() throws {
        let message = try ValidSample.read("CompulsoryReadmission")
        #expect(LaneRule.words(for: message.head("caseId", nil)) == ["compulsory patient", "197010632391"])
    }
}
