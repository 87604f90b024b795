import AccessControl
import HTTPDoors
import HTTPWire
import MessageFormats
import Messages
import Operations
import Queues
import SampleWorld
import Testing

/// What has become of a message: its three levels of receipt, what was cancelled, what is held, and who is told.
struct StatusEndpointTests {
    private let scratch: ScratchQueue
    private let door: Door
    private let notice: Message

    init() async throws {
        scratch = try await ScratchQueue()
        door = StatusEndpoint(queue: scratch.queue).door
        notice = try ValidSample.read("AdmissionNotice")
    }

    private func get(_ message: Message, _ identity: Identity = .mayAll) async throws -> HTTPResponse {
        try await door.respond(to: .made("GET", "/", parameters: ["messageId": message.id.description], by: identity))
    }

    private func isHidden(_ message: Message, from identity: Identity) async throws -> Bool {
        do {
            _ = try await get(message, identity)
            return false
        } catch let rejection as Rejection {
            return rejection.first.code == .notFound
        }
    }

    @Test func `a message tells its case and all three levels of receipt`() async throws {
        try await scratch.acceptInCase(notice, to: [.socialService])
        try await scratch.complete(.socialService)
        let status = try await get(notice).value()
        #expect(status["caseId"]?.text == "N-2026-000417")
        let receipts = try #require(status["deliveries"]?.items?.first?["receipts"])
        #expect(receipts["transport"]?["state"]?.text == "stored")
        #expect(receipts["application"]?["outcome"]?.text == "ok")
        #expect(receipts["kvittens"]?["dueAt"]?.text == "2026-11-22T11:00:00Z")
    }

    @Test func `a kvittens shows at the message, and the receipt has a status of its own`() async throws {
        try await scratch.acceptInCase(notice, to: [.socialService])
        let receipt = try ValidSample.read("ApplicationReceipt").typed(.readReceipt).sent(by: .socialService)
        try await scratch.acceptInCase(
            receipt, to: [.ward], effect: .reads(notice.id, by: [.socialService], at: .testTime))
        let kvittens = try await get(notice).value()["deliveries"]?.items?.first?["receipts"]?["kvittens"]
        #expect(kvittens?["receiptId"]?.text == receipt.id.description)
        #expect(kvittens?["readAt"]?.text == "2026-11-22T08:00:00Z")
        #expect(kvittens?["by"] == nil)
        let own = try await get(receipt).value()
        #expect(own["type"]?.text == "ReadReceipt")
        #expect(own["deliveries"]?.items?.first?["receipts"]?.members?.map(\.name) == ["transport"])
    }

    @Test func `who gave a kvittens with the right to receive alone sees what became of it`() async throws {
        try await scratch.acceptInCase(notice, to: [.socialService])
        let receipt = try ValidSample.read("ApplicationReceipt").typed(.readReceipt).sent(by: .socialService)
        try await scratch.acceptInCase(
            receipt, to: [.ward], effect: .reads(notice.id, by: [.socialService], at: .testTime))
        let receiving = Identity.limited(.municipal, [.receive], .socialService)
        #expect(try await get(receipt, receiving).value()["type"]?.text == "ReadReceipt")
        #expect(try await isHidden(receipt, from: .limited(.municipal, [.receive], .municipalCare)))
        let sent = try ValidSample.read("GeneralMessage-without-case").sent(by: .socialService)
        try await scratch.acceptInCase(sent, to: [.ward])
        #expect(try await isHidden(sent, from: receiving), "messages are no receipts")
    }

    @Test func `a cancelled message says by which, when and why`() async throws {
        let reason = Record([.init("code", .text("wrongContent")), .init("text", .text("om Elva"))])
        let person = Record([.init("hsaId", .text("SE1-P1")), .init("name", .text("Testperson Ett"))])
        let cancelling = try ValidSample.read("GeneralMessage").typed(.messageCancelled).sent(by: .ward)
            .head("caseId", .text("N-2026-000417")).head("refersTo", .text(notice.id.description))
            .head(
                "content",
                .record(
                    Record([
                        .init("reason", .record(reason)), .init("cancelledAt", .text("2026-11-22T09:00:00+01:00")),
                        .init("cancelledBy", .record(person)),
                    ])))
        try await scratch.acceptInCase(notice, to: [.socialService])
        try await scratch.acceptInCase(
            cancelling, to: [.socialService], effect: .cancels(notice.id, isWrongPatient: false))
        let status = try await get(notice, .limited(.ehr, [.send], .ward))
        let cancelled = try #require(try status.value()["cancelled"])
        #expect(cancelled["by"]?.text == cancelling.id.description)
        #expect(cancelled["at"]?.text == "2026-11-22T08:00:00Z")
        #expect(cancelled["reason"]?.text == "wrongContent")
        #expect(try status.value()["deliveries"]?.items?.first?["state"]?.text == "cancelled")
        #expect(!status.text.contains("Elva"))
        let operators = Identity(system: .operations, grants: [Grant([.operate], scope: .everywhere)])
        #expect(try await get(notice, operators).value()["cancelled"]?["reason"] == nil)
        #expect(try await get(cancelling).value()["refersTo"]?.text == notice.id.description)
    }

    @Test func `a receipt that is pushed to a system has a status for it, and for no other`() async throws {
        let receipt = try ValidSample.read("ReadReceipt").sent(by: .socialService)
        try await scratch.accept(receipt, to: [.receipts(of: .ehr)])
        let status = try await get(receipt, .limited(.ehr, [.send], .housing)).value()
        #expect(status["deliveries"]?.items?.map { $0["unit"]?.text } == ["receipts:ehr"])
        #expect(try await isHidden(receipt, from: .limited(.municipal, [.send], .housing)))
    }

    @Test func `what is held says until when, and why to those who may be told`() async throws {
        let plan = try ValidSample.read("SipEstablished").sent(by: .ward)
        try await scratch.acceptInCase(plan, to: [.socialService], alsoTo: [.publisher1177])
        let leased = try #require(try await scratch.lease(.publisher1177))
        _ = try await scratch.queue.hold(
            leased.lease, by: .municipal, fault: DeliveryFault(code: "VX-1712", reason: "no care giver"), seconds: 60)
        func held(_ identity: Identity) async throws -> (state: String?, until: String?, code: String?) {
            let delivery = try await get(plan, identity).value()["deliveries"]?.items?.last
            return (delivery?["state"]?.text, delivery?["heldUntil"]?.text, delivery?["code"]?.text)
        }
        #expect(try await held(.limited(.ehr, [.send], .ward)) == ("held", "2026-11-22T08:01:00Z", "VX-1712"))
        #expect(
            try await held(.limited(.municipal, [.receive], .socialService)) == ("held", "2026-11-22T08:01:00Z", nil))
    }

    @Test func `a delivery that died and came all the same tells each attempt, its death and its retry`() async throws {
        try await scratch.accept(notice, to: [Destination(.socialService)])
        let id = try #require(try await scratch.bury(Destination(.socialService), code: "X-9"))
        _ = try await scratch.queue.retryDeadLetter(id, by: .operations)
        try await scratch.complete(.socialService)
        let view = try await get(notice).value()
        let delivery = try #require(view["deliveries"]?.items?.first)
        #expect(delivery["state"]?.text == "completed")
        #expect(delivery.texts("history", "outcome") == ["rejected", "completed"])
        #expect(delivery.texts("history", "code") == ["X-9", nil])
        #expect(delivery["diedAt"] != nil && delivery["redrivenAt"] != nil)
    }

    @Test func `a query is refused, since the call takes none`() async throws {
        try await scratch.acceptInCase(notice, to: [.socialService])
        let refusal = await #expect(throws: Rejection.self) {
            _ = try await door.respond(
                to: .made("GET", "/?x=1", parameters: ["messageId": notice.id.description]))
        }
        #expect(refusal?.first.code == .queryInvalid)
    }

    @Test func `a message of compulsory care exists for those who may handle it`() async throws {
        let plan = notice.typed(.compulsoryReadmission)
        try await scratch.acceptInCase(plan, to: [.socialService])
        let everywhere: Set<Right> = [.operate]
        #expect(try await isHidden(plan, from: .limited(.ehr, [.send], .ward)))
        #expect(try await isHidden(plan, from: .limited(.municipal, [.receive], .socialService)))
        #expect(
            try await isHidden(
                plan, from: Identity(system: .operations, grants: [Grant(everywhere, scope: .everywhere)])))
        #expect(try await !isHidden(plan, from: .limited(.ehr, [.send, .compulsory], .ward)))
        #expect(try await !isHidden(plan, from: .limited(.municipal, [.receive, .compulsory], .socialService)))
        #expect(try await !isHidden(plan, from: .mayAll))
    }

    @Test func `a message that takes the place of another names it`() async throws {
        let corrected = try ValidSample.read("AdmissionNotice-replaces")
        try await scratch.acceptInCase(corrected, to: [.socialService])
        #expect(try await get(corrected).value()["replaces"]?.text == corrected.replaces?.description)
    }
}
