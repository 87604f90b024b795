import AccessControl
import MessageFormats
import Messages
import Queues
import Routing
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

    private func kvittens(_ message: Message, readAt: Timestamp = IntakeBench.now) throws -> Message {
        try ValidSample.read("ReadReceipt").about(message).head("receivers", nil)
            .content("readAt", .text(readAt.rfc3339)).content("onBehalfOf", nil)
    }

    @Test func `a kvittens reaches the sender of the message and stands in its status`() async throws {
        let bench = try await IntakeBench()
        let notice = try await offered(bench)
        let receipt = try kvittens(notice)
        #expect(try await bench.warnings(of: receipt, by: IntakeBench.municipal) == [])
        #expect(bench.destinations(receipt) == ["SE0000000001-AVD52"])
        let read = try bench.scratch.queue.status(of: notice.id)?.deliveries.map { $0.kvittens?.readAt }
        #expect(read == [IntakeBench.now, nil])
        let second = receipt.numbered(9)
        #expect(try await bench.refusal(of: second, by: IntakeBench.municipal) == ["VX-1608 /content/receiverUnit"])
    }

    @Test func `a kvittens for a message that the unit has not had, or not yet, is refused`() async throws {
        let bench = try await IntakeBench()
        let notice = try await offered(bench)
        let early = try kvittens(notice, readAt: IntakeBench.now.adding(seconds: -1))
        #expect(try await bench.refusal(of: early, by: IntakeBench.municipal) == ["VX-1237 /content/readAt"])
        let late = try kvittens(notice, readAt: IntakeBench.now.adding(seconds: 301))
        #expect(try await bench.refusal(of: late, by: IntakeBench.municipal) == ["VX-1237 /content/readAt"])
        let unread = try kvittens(notice).content("receiverUnit", .text("SE0000000002-SABO1"))
        #expect(try await bench.refusal(of: unread, by: IntakeBench.municipal) == ["VX-1608 /content/receiverUnit"])
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

    @Test func `a receipt goes to the sender of its message, and to nobody else`() async throws {
        let bench = try await IntakeBench()
        let receipt = try kvittens(try await offered(bench))
        let stray = receipt.addressed(to: .unit(.ward), .unit(.healthCentre))
        #expect(try await bench.refusal(of: stray, by: IntakeBench.municipal) == ["VX-1313 /receivers/1"])
        try await bench.post(receipt.addressed(to: .unit(.ward)), by: IntakeBench.municipal)
        #expect(bench.destinations(receipt) == ["SE0000000001-AVD52"])
    }

    @Test func `a sender that asks for the status gets posted receipts in it, and no delivery`() async throws {
        let bench = try await IntakeBench(receiptDelivery: { $0 == .ehr ? .statusOnly : .queue })
        let notice = try await offered(bench)
        let receipt = try kvittens(notice).addressed(to: .unit(.ward))
        let answer = try await bench.post(receipt, by: IntakeBench.municipal)
        let recipient = try #require(try answer.value()["recipients"]?.items?.first)
        #expect(recipient["state"]?.text == "skipped" && recipient["code"]?.text == "VX-W117")
        #expect(bench.destinations(receipt) == [])
        #expect(try bench.scratch.queue.status(of: notice.id)?.deliveries.first?.kvittens?.readAt == IntakeBench.now)
    }

    @Test
    func `a posted receipt for a system that gets them pushed waits on the way there, and not in the unit's queue`()
        async throws
    {
        let bench = try await IntakeBench(receiptDelivery: { $0 == .ehr ? .push : .queue })
        let notice = try await offered(bench)
        let receipt = try kvittens(notice).addressed(to: .unit(.ward))
        let answer = try await bench.post(receipt, by: IntakeBench.municipal)
        let recipient = try #require(try answer.value()["recipients"]?.items?.first)
        #expect(recipient["unit"]?.text == "receipts:ehr" && recipient["state"]?.text == "queued")
        #expect(recipient["name"]?.text == "Avdelning 52")
        #expect(bench.destinations(receipt) == ["receipts:ehr"])
        #expect(try bench.scratch.queue.status(of: notice.id)?.deliveries.first?.kvittens?.readAt == IntakeBench.now)
    }

    @Test func `a system of two organisations does not speak for one in the name of the other`() async throws {
        let units: [UnitID] = [.socialService, .healthCentre]
        let both = Identity(
            system: .municipal, grants: [Grant([.send], scope: .units(Set(units)))])
        let bench = try await IntakeBench()
        let notice = try await offered(bench)
        let crossed = try kvittens(notice).sent(by: .healthCentre).addressed(to: .unit(.ward))
        #expect(try await bench.refusal(of: crossed, by: both) == ["VX-1409 /content/receiverUnit"])
        #expect(try bench.scratch.queue.status(of: notice.id)?.deliveries.first?.kvittens == nil)
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
        #expect(try bench.scratch.queue.status(of: notice.id)?.deliveries.first?.answer?.outcome == .ok)
        #expect(
            try await bench.refusal(of: answer.numbered(7), by: IntakeBench.municipal) == [
                "VX-1609 /content/outcome"
            ])
        let negative = try ValidSample.read("ApplicationReceipt-error").about(notice).sent(by: .socialService)
            .content("receiverUnit", .text("SE0000000002-SOC1")).addressed(to: .unit(.ward)).numbered(6)
        #expect(try await bench.refusal(of: negative, by: IntakeBench.municipal) == ["VX-1224 /content/outcome"])
    }

    @Test func `a message of a type that takes no kvittens gets none`() async throws {
        let bench = try await IntakeBench()
        let message = try ValidSample.read("GeneralMessage").numbered(8).typed(.adlAssessment)
        #expect(!message.type.takesKvittens)
        try await bench.scratch.accept(message, to: [Destination(.socialService)])
        let receipt = try kvittens(message)
        #expect(try await bench.refusal(of: receipt, by: IntakeBench.municipal) == ["VX-1238 /refersTo"])
    }

    @Test func `nobody but the gateway issues a receipt in the gateway's name`() async throws {
        let bench = try await IntakeBench()
        let notice = try await offered(bench)
        let forged = try ValidSample.read("ApplicationReceipt").about(notice).sent(by: .socialService)
            .content("receiverUnit", .text("SE0000000002-SOC1")).content("issuedBy", .text("gateway"))
            .addressed(to: .unit(.ward))
        #expect(try await bench.refusal(of: forged, by: IntakeBench.municipal) == ["VX-1222 /content/issuedBy"])
    }
}
