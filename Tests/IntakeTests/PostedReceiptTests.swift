import Messages
import Queues
import SampleWorld
import Testing

/// Receipts that systems post themselves.
struct PostedReceiptTests {
    /// An admission notice that social services have fetched.
    private func offered(_ bench: IntakeBench) async throws -> Message {
        let notice = try ValidSample.read("AdmissionNotice").addressed(to: .unit(.socialService), .unit(.housing))
        try await bench.post(notice)
        _ = try await bench.scratch.lease(Destination(.socialService))
        return notice
    }

    private func kvittens(_ message: Message, readAt: Timestamp = .testTime) throws -> Message {
        try ValidSample.read("ReadReceipt").about(message).head("receivers", nil)
            .content("readAt", .text(readAt.rfc3339)).content("onBehalfOf", nil)
    }

    @Test func `a kvittens reaches the sender of the message and stands in its status`() async throws {
        let bench = try await IntakeBench()
        let notice = try await offered(bench)
        let receipt = try kvittens(notice)
        #expect(try await bench.warnings(of: receipt, by: IntakeBench.municipal) == [])
        #expect(bench.destinations(receipt) == ["SE0000000001-AVD52"])
        let read = bench.scratch.queue.status(of: notice.id)?.deliveries.map { $0.kvittens?.readAt }
        #expect(read == [.testTime, nil])
        let second = receipt.numbered(9)
        #expect(try await bench.refusal(of: second, by: IntakeBench.municipal) == ["VX-1608 /content/receiverUnit"])
    }

    @Test func `a kvittens for a message that the unit has not had, or not yet, is refused`() async throws {
        let bench = try await IntakeBench()
        let notice = try await offered(bench)
        let early = try kvittens(notice, readAt: Timestamp.testTime.adding(seconds: -1))
        #expect(try await bench.refusal(of: early, by: IntakeBench.municipal) == ["VX-1237 /content/readAt"])
        let late = try kvittens(notice, readAt: Timestamp.testTime.adding(seconds: 301))
        #expect(try await bench.refusal(of: late, by: IntakeBench.municipal) == ["VX-1237 /content/readAt"])
        let unread = try kvittens(notice).content("receiverUnit", .text("SE0000000002-SABO1"))
        #expect(try await bench.refusal(of: unread, by: IntakeBench.municipal) == ["VX-1237 /content/readAt"])
        let none = try kvittens(notice).content("receiverUnit", .text("SE0000000002-KHS1"))
        #expect(try await bench.refusal(of: none, by: IntakeBench.municipal) == ["VX-1409 /content/receiverUnit"])
    }

    @Test func `a receipt is for a unit of one's own, or for one that is covered`() async throws {
        let bench = try await IntakeBench()
        let notice = try await offered(bench)
        let stranger = try kvittens(notice).content("receiverUnit", .text("SE0000000001-AVD52"))
        #expect(try await bench.refusal(of: stranger, by: IntakeBench.municipal) == ["VX-1409 /content/receiverUnit"])
        let others = try kvittens(notice).content("onBehalfOf", .list([.text("SE0000000001-HC01")]))
        #expect(try await bench.refusal(of: others, by: IntakeBench.municipal) == ["VX-1409 /content/onBehalfOf/0"])
    }

    @Test func `a receipt is never receipted`() async throws {
        let bench = try await IntakeBench()
        let notice = try await offered(bench)
        let receipt = try kvittens(notice)
        try await bench.post(receipt, by: IntakeBench.municipal)
        let back = try kvittens(receipt).numbered(5).sent(by: .ward).content(
            "receiverUnit", .text("SE0000000001-AVD52"))
        #expect(try await bench.refusal(of: back) == ["VX-1223 /refersTo"])
    }

    @Test func `an answer stands in the status, and never a negative one after a positive one`() async throws {
        let bench = try await IntakeBench()
        let notice = try await offered(bench)
        let answer = try ValidSample.read("ApplicationReceipt").about(notice).sent(by: .socialService)
            .content("receiverUnit", .text("SE0000000002-SOC1")).addressed(to: .unit(.ward))
        try await bench.post(answer, by: IntakeBench.municipal)
        #expect(bench.scratch.queue.status(of: notice.id)?.deliveries.first?.answer?.outcome == .ok)
        let negative = try ValidSample.read("ApplicationReceipt-error").about(notice).sent(by: .socialService)
            .content("receiverUnit", .text("SE0000000002-SOC1")).addressed(to: .unit(.ward)).numbered(6)
        #expect(try await bench.refusal(of: negative, by: IntakeBench.municipal) == ["VX-1224 /content/outcome"])
    }
}
