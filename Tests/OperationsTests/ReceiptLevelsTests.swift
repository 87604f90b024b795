import Messages
@testable import Operations
@testable import Queues
import SampleWorld
import Testing

/// The three levels of receipt of a delivery, and when each is due.
struct ReceiptLevelsTests {
    private func json(
        _ delivery: DeliveryStatus, of message: MessageStatus? = nil, pace: ReceiptPace = ReceiptPace()
    ) throws -> String {
        ReceiptLevels(message: try message ?? CaseFixture.message(), delivery: delivery, pace: pace).value.json
    }

    private let stored = #"{"transport":{"state":"stored","at":"2026-11-22T08:01:00Z"}"#

    @Test func `before any receipt both are due`() throws {
        #expect(
            try json(CaseFixture.delivery())
                == stored
                + #","application":{"dueAt":"2026-11-22T08:30:00Z"},"kvittens":{"dueAt":"2026-11-22T11:00:00Z"}}"#)
    }

    @Test func `a receipt stands beside the time when it was due`() throws {
        let delivery = CaseFixture.delivery(
            .completed, answer: ApplicationAnswer(outcome: .ok, at: CaseFixture.accepted.adding(seconds: 5)),
            kvittens: Kvittens(
                readAt: CaseFixture.accepted.adding(seconds: 60), receivedAt: CaseFixture.accepted.adding(seconds: 90),
                receipt: try CaseFixture.id(9), by: .socialService))
        #expect(
            try json(delivery)
                == stored
                + #","application":{"outcome":"ok","at":"2026-11-22T08:00:05Z","dueAt":"2026-11-22T08:30:00Z"},"#
                + #""kvittens":{"readAt":"2026-11-22T08:01:00Z","receivedAt":"2026-11-22T08:01:30Z","#
                + #""receiptId":"00000000-0000-4000-8000-000000000009","dueAt":"2026-11-22T11:00:00Z"}}"#)
    }

    @Test func `a kvittens on behalf of a unit names who gave it`() throws {
        let kvittens = Kvittens(
            readAt: CaseFixture.accepted, receivedAt: CaseFixture.accepted, receipt: try CaseFixture.id(9),
            by: .municipalCare)
        #expect(try json(CaseFixture.delivery(kvittens: kvittens)).contains(#""by":"SE0000000002-KHS1""#))
    }

    @Test(arguments: [(ReceiptOutcome.ok, "ok"), (.transient, "transient-error"), (.fatal, "fatal-error")])
    func `an outcome has the word of the application receipt`(outcome: ReceiptOutcome, word: String) throws {
        let delivery = CaseFixture.delivery(.dead, answer: ApplicationAnswer(outcome: outcome, at: .testTime))
        #expect(try json(delivery).contains("\"outcome\":\"\(word)\""))
    }

    @Test(arguments: [DeliveryState.cancelled, .discarded, .expired])
    func `nothing is due of what nobody gets any more`(state: DeliveryState) throws {
        #expect(try json(CaseFixture.delivery(state)) == stored + "}")
    }

    @Test(arguments: [
        DeliveryState.waiting, .leased, .retrying(at: .testTime), .held(until: .testTime), .dead, .completed,
    ]) func `both are due of everything else`(state: DeliveryState) throws {
        #expect(try json(CaseFixture.delivery(state)).matches(of: /dueAt/).count == 2)
    }

    @Test func `nothing is due of a message about the wrong patient, but of any other that was cancelled`() throws {
        let wrong = try CaseFixture.message(cancelledBy: 2, isWrongPatient: true)
        #expect(try json(CaseFixture.delivery(.completed), of: wrong) == stored + "}")
        let cancelled = try CaseFixture.message(cancelledBy: 2)
        #expect(try json(CaseFixture.delivery(.completed), of: cancelled).contains("kvittens"))
    }

    @Test func `a type has the levels that it declares, and 1177 reads nothing`() throws {
        let receipt = try CaseFixture.message(1, "ReadReceipt", isReceipt: true)
        #expect(try json(CaseFixture.delivery(), of: receipt) == stored + "}")
        let unknown = try CaseFixture.message(1, "Unheard")
        #expect(try json(CaseFixture.delivery(), of: unknown) == stored + "}")
        let plan = try json(CaseFixture.delivery(to: .publisher1177), of: try CaseFixture.message(1, "SipEstablished"))
        #expect(plan == stored + #","application":{"dueAt":"2026-11-22T08:30:00Z"}}"#)
    }

    @Test func `the configuration moves both times`() throws {
        let pace = ReceiptPace(applicationSeconds: 60, kvittensShortestSeconds: 3 * 3600)
        let due = try json(CaseFixture.delivery(), pace: pace)
        #expect(due.contains(#""application":{"dueAt":"2026-11-22T08:01:00Z"}"#))
        #expect(due.contains(#""kvittens":{"dueAt":"2026-11-23T11:00:00Z"}"#))
    }

    @Test func `what becomes available at twelve sharp is to be read by the next noon`() throws {
        let noon = try #require(Timestamp(rfc3339: "2026-03-28T12:00:00+01:00"))
        let due = try json(CaseFixture.delivery(available: noon))
        #expect(due.contains(#""kvittens":{"dueAt":"2026-03-29T10:00:00Z"}"#))
    }
}
