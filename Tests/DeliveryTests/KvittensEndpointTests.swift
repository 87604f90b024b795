import AccessControl
import HTTPWire
import MessageFormats
import Messages
import Queues
import SampleWorld
import TestSupport
import Testing

/// What is made of a kvittens that a system tells of.
struct KvittensEndpointTests {
    private let bench: PollingBench
    private let notice: Message

    init() async throws {
        bench = try await PollingBench()
        notice = try ValidSample.read("AdmissionNotice")
    }

    private func body(
        at readAt: String = "2026-11-22T09:05:00+01:00", name: String = "Testperson Två", more: String = ""
    ) -> String {
        #"{"readBy": {"hsaId": "SE0000000002-P1", "name": "\#(name)", "role": "Handläggare"}, "readAt": "\#(readAt)"\#(more)}"#
    }

    /// Has the notice delivered to these units and leased by the first; five minutes later, its delivery.
    private func offered(_ units: UnitID..., in bench: PollingBench? = nil) async throws -> String {
        let bench = bench ?? self.bench
        try await bench.scratch.accept(notice, to: units.map { Destination($0) })
        let first = try #require(units.first)
        let leased = try #require(try await bench.scratch.lease(Destination(first)))
        bench.scratch.time.advance(seconds: 300)
        return "/v1/deliveries/\(leased.facts.delivery)/kvittens"
    }

    private func kvittens(of unit: UnitID) -> Kvittens? {
        (try? bench.scratch.queue.status(of: notice.id))?.deliveries.first { $0.destination.unit == unit }?.kvittens
    }

    /// The ReadReceipts in the sender's queue, read as a receiver reads them.
    private func receipts() async throws -> [Message] {
        try await bench.scratch.queue.lease(from: [Destination(.ward)], by: .ehr, maximum: 10, duration: 60)
            .map { try MessageReader().read($0.payload, as: .json).message }
    }

    /// What became of the receipt that an answer names.
    private func receipt(in answer: HTTPResponse, _ bench: PollingBench) throws -> MessageStatus {
        let id = try #require(try answer.value()["messageId"]?.text.flatMap { MessageID($0) })
        return try #require(try bench.scratch.queue.status(of: id))
    }

    // MARK: A person of the unit

    @Test func `a kvittens becomes a ReadReceipt to the sender, and stands with the delivery`() async throws {
        let path = try await offered(.socialService)
        let answer = try await bench.post(
            path, body(more: #", "planningStarted": true"#), as: PollingBench.social)
        #expect(answer.status == 202)
        let value = try answer.value()
        let id = try #require(value["messageId"]?.text)
        #expect(answer.headers.first("Location") == "/v1/messages/\(id)")
        #expect(value["refersTo"]?.text == notice.id.description)
        #expect(value["unit"]?.text == "SE0000000002-SOC1")
        #expect(value["onBehalfOf"] == nil)
        #expect(value["readAt"]?.text == "2026-11-22T08:05:00Z")
        #expect(value["acceptedAt"]?.text == "2026-11-22T08:05:00Z")
        let receipt = try #require(try await receipts().first)
        #expect(receipt.id.description == id)
        #expect(receipt.type == .readReceipt)
        #expect(receipt.refersTo == notice.id)
        #expect(receipt.caseID == notice.caseID)
        #expect(receipt.sender.unit == .socialService)
        #expect(receipt.content.record("readBy")?.text("name") == "Testperson Två")
        #expect(receipt.content["planningStarted"] == .boolean(true))
        let kept = try #require(kvittens(of: .socialService))
        #expect(kept.readAt == .testTime.adding(seconds: 300))
        #expect(kept.by == .socialService)
        #expect(kept.receipt.description == id)
    }

    @Test func `the same is told in XML`() async throws {
        let path = try await offered(.socialService, .municipalCare)
        _ = try await bench.scratch.lease(Destination(.municipalCare))
        let xml = """
            <kvittens xmlns="urn:vaxel:api:1"><readBy><localId>p1</localId><name>Testperson Två</name></readBy>
            <readAt>2026-11-22T09:05:00+01:00</readAt><onBehalfOf><unit>SE0000000002-KHS1</unit></onBehalfOf>
            <planningStarted>false</planningStarted></kvittens>
            """
        let answer = try await bench.post(
            path, xml, as: PollingBench.municipality, type: "application/xml", form: .xml)
        #expect(answer.status == 202)
        #expect(answer.text.contains("<onBehalfOf><unit>SE0000000002-KHS1</unit></onBehalfOf>"))
        #expect(kvittens(of: .municipalCare)?.by == .socialService)
    }

    @Test func `the receipt is the calling system's, travels with the receipts of its message, and opens no case`()
        async throws
    {
        let path = try await offered(.socialService)
        let status = try receipt(in: try await bench.post(path, body(), as: PollingBench.social), bench)
        #expect(status.senderSystem == .municipal)
        #expect(status.isReceipt)
        #expect(status.caseKey == nil)
        #expect(status.patient == nil)
        #expect(status.acceptance.recipients.map(\.name) == ["Avdelning 52"])
        #expect(status.acceptance.recipients.map(\.why) == ["sender of the message"])
    }

    @Test func `the same call twice is one receipt and the same answer`() async throws {
        let path = try await offered(.socialService)
        let first = try await bench.post(path, body(), as: PollingBench.social)
        bench.scratch.time.advance(seconds: 600)
        let second = try await bench.post(path, body(), as: PollingBench.social)
        #expect(second.status == 202)
        #expect(second.body == first.body)
        #expect(try await receipts().count == 1)
    }

    @Test func `the same call again while the first is being stored is one receipt, and 202 twice`() async throws {
        let (folder, storage, made) = (TemporaryFolder(), HeldStorage(), Tally())
        let bench = try await PollingBench(
            scratch: try await ScratchQueue(at: "\(folder.path)/journal", storage: storage),
            onReceipt: { made.add() })
        let path = try await offered(.socialService, in: bench)
        storage.hold()
        async let first = bench.post(path, body(), as: PollingBench.social)
        await until { made.count == 1 }
        bench.scratch.time.advance(seconds: 1)
        async let second = bench.post(path, body(), as: PollingBench.social)
        await until { made.count == 2 }
        storage.release()
        let answers = try await [first, second]
        #expect(answers.map(\.status) == [202, 202])
        #expect(answers[0].body == answers[1].body)
        #expect(bench.scratch.queue.figures(of: [Destination(.ward)]).first?.counts.waiting == 1)
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: ["name", "time", "planning"])
    func `another kvittens for the same delivery is refused, and the first one stands`(difference: String) async throws
    {
        let path = try await offered(.socialService)
        _ = try await bench.post(path, body(), as: PollingBench.social)
        let first = kvittens(of: .socialService)
        let other =
            switch difference {
            case "name": body(name: "Testperson Tre")
            case "time": body(at: "2026-11-22T09:04:59+01:00")
            default: body(more: #", "planningStarted": false"#)
            }
        #expect(try await bench.refusal(path, other, as: PollingBench.social).code == .kvittensConflict)
        #expect(kvittens(of: .socialService) == first)
    }

    @Test func `a sender that asks for the status gets the receipt written, and no delivery`() async throws {
        let bench = try await PollingBench(receiptDelivery: .statusOnly)
        let path = try await offered(.socialService, in: bench)
        let status = try receipt(in: try await bench.post(path, body(), as: PollingBench.social), bench)
        #expect(status.deliveries.isEmpty)
        let reason = RecipientState.skipped(code: "VX-W117", detail: RejectionCode.receiptsByStatusOnly.english)
        #expect(status.acceptance.recipients.map(\.state) == [reason])
        #expect(try bench.scratch.queue.status(of: notice.id)?.deliveries.first?.kvittens != nil)
    }

    @Test func `a sender that gets receipts pushed gets the kvittens on the way to its system`() async throws {
        let bench = try await PollingBench(receiptDelivery: .push)
        let path = try await offered(.socialService, in: bench)
        let status = try receipt(in: try await bench.post(path, body(), as: PollingBench.social), bench)
        #expect(status.deliveries.map(\.destination) == [.receipts(of: .ehr)])
        #expect(status.acceptance.recipients.map(\.name) == ["Avdelning 52"])
        // The same call again is the same receipt, and nothing more on its way.
        _ = try await bench.post(path, body(), as: PollingBench.social)
        #expect(bench.scratch.queue.figures(of: [.receipts(of: .ehr)]).first?.depth == 1)
    }

    // MARK: On behalf of others

    @Test func `a unit on call reads for the one it covers, and the receipt says so`() async throws {
        let path = try await offered(.socialService)
        let answer = try await bench.post(path, body(), as: PollingBench.nurses)
        #expect(try answer.value()["unit"]?.text == "SE0000000002-KHS1")
        #expect(kvittens(of: .socialService)?.by == .municipalCare)
        let receipt = try #require(try await receipts().first)
        #expect(receipt.sender.unit == .municipalCare)
        #expect(receipt.content.text("receiverUnit") == "SE0000000002-KHS1")
        #expect(receipt.content.items("onBehalfOf") == [.text("SE0000000002-SOC1")])
        let other = try await bench.refusal(path, body(name: "Testperson Tre"), as: PollingBench.nurses)
        #expect(other.code == .kvittensConflict)
    }

    @Test func `when the hours are over, a unit that was on call is told so`() async throws {
        let path = try await offered(.socialService)
        bench.scratch.time.advance(seconds: 86_400)
        #expect(try await bench.refusal(path, body(), as: PollingBench.nurses).code == .queueNotYours)
        #expect(kvittens(of: .socialService) == nil)
    }

    @Test func `one kvittens counts for other units of the caller that got the message`() async throws {
        let path = try await offered(.socialService, .municipalCare, .housing)
        let also = #", "onBehalfOf": ["SE0000000002-KHS1", "SE0000000002-SOC1", "SE0000000002-KHS1"]"#
        // What nobody has fetched for a unit, nobody has read for it.
        #expect(
            try await bench.refusal(path, body(more: also), as: PollingBench.municipality).code == .kvittensConflict)
        _ = try await bench.scratch.lease(Destination(.municipalCare))
        _ = try await bench.post(path, body(more: also), as: PollingBench.municipality)
        #expect(kvittens(of: .socialService)?.by == .socialService)
        #expect(kvittens(of: .municipalCare)?.by == .socialService)
        #expect(kvittens(of: .housing) == nil)
        #expect(try await receipts().first?.content.items("onBehalfOf") == [.text("SE0000000002-KHS1")])
    }

    @Test func `for a unit of others, or one that did not get the message, nobody reads`() async throws {
        let path = try await offered(.socialService)
        let other = try await bench.refusal(
            path, body(more: #", "onBehalfOf": ["SE0000000002-SABO1"]"#), as: PollingBench.social)
        #expect(other.code == .queueNotYours)
        #expect(other.path == "/onBehalfOf/0")
        let absent = try await bench.refusal(
            path, body(more: #", "onBehalfOf": ["SE0000000002-SABO1"]"#), as: PollingBench.municipality)
        #expect(absent.code == .kvittensConflict)
        #expect(absent.path == "/onBehalfOf")
    }

    // MARK: What is refused

    @Test func `a delivery that one has no part in, that is 1177's or that never was looks the same`() async throws {
        let path = try await offered(.socialService)
        try await bench.scratch.accept(try ValidSample.read("SipEstablished"), to: [.publisher1177])
        let publication = try #require(try await bench.scratch.lease(.publisher1177)?.facts.delivery)
        let refusals = [
            try await bench.refusal(path, body(), as: PollingBench.stranger),
            try await bench.refusal("/v1/deliveries/\(publication)/kvittens", body(), as: .mayAll),
            try await bench.refusal("/v1/deliveries/999-0/kvittens", body(), as: .mayAll),
            try await bench.refusal("/v1/deliveries/x/kvittens", body(), as: .mayAll),
        ]
        #expect(Set(refusals.map(\.code)) == [.deliveryUnknown])
        #expect(Set(refusals.map(\.detail)).count == 1)
    }

    @Test func `what nobody has fetched, nobody has read`() async throws {
        try await bench.scratch.accept(notice, to: [Destination(.socialService)])
        let delivery = try #require(try bench.scratch.queue.status(of: notice.id)?.deliveries.first?.delivery)
        let refusal = try await bench.refusal(
            "/v1/deliveries/\(delivery)/kvittens", body(at: "2026-11-22T09:00:00+01:00"), as: PollingBench.social)
        #expect(refusal.code == .kvittensConflict)
    }

    @Test func `receipts take no kvittens, nor types that this version does not know`() async throws {
        let unknown = try ValidSample.read("GeneralMessage").typed(ValidSample.unknownType)
        for message in [try ValidSample.read("ApplicationReceipt"), unknown] {
            try await bench.scratch.accept(message, to: [Destination(.socialService)], lane: "\(message.id)")
            let delivery = try #require(try await bench.scratch.lease(Destination(.socialService))?.facts.delivery)
            let refusal = try await bench.refusal(
                "/v1/deliveries/\(delivery)/kvittens", body(at: "2026-11-22T09:00:00+01:00"),
                as: .limited(.municipal, [.receive, .compulsory], .socialService))
            #expect(refusal.code == .kvittensConflict)
        }
    }

    @Test func `a delivery that was cancelled after it was offered is not read any more`() async throws {
        var original = bench.scratch.incoming(notice, to: [Destination(.socialService)])
        original.senderOrganisation = UnitID("SE0000000001")
        _ = try await bench.scratch.queue.accept(original)
        let leased = try #require(try await bench.scratch.lease(Destination(.socialService)))
        _ = try await bench.scratch.queue.release(leased.lease, by: .municipal, delay: 0)
        var cancellation = bench.scratch.incoming(
            try ValidSample.read("GeneralMessage"), to: [Destination(.socialService)])
        cancellation.senderOrganisation = UnitID("SE0000000001")
        cancellation.effect = .cancels(notice.id, isWrongPatient: true)
        _ = try await bench.scratch.queue.accept(cancellation)
        let refusal = try await bench.refusal(
            "/v1/deliveries/\(leased.facts.delivery)/kvittens", body(at: "2026-11-22T09:00:00+01:00"),
            as: PollingBench.social)
        #expect(refusal.code == .kvittensConflict)
        #expect(refusal.detail == "the delivery is cancelled")
    }

    @Test(arguments: ["2026-11-22T08:59:59+01:00", "2026-11-22T09:10:01+01:00"])
    func `a time before the message was there, or to come, cannot be right`(readAt: String) async throws {
        let path = try await offered(.socialService)
        let refusal = try await bench.refusal(path, body(at: readAt), as: PollingBench.social)
        #expect(refusal.code == .readBeforeAvailable)
        #expect(refusal.path == "/readAt")
    }

    @Test(arguments: ["2026-11-22T09:00:00+01:00", "2026-11-22T08:10:00Z"])
    func `the moment of availability, and a clock five minutes ahead, are taken`(readAt: String) async throws {
        let path = try await offered(.socialService)
        #expect(try await bench.post(path, body(at: readAt), as: PollingBench.social).status == 202)
    }

    @Test(arguments: [
        ("", "/readBy"), (#"{"readBy": {"name": "N", "hsaId": "A"}}"#, "/readAt"),
        (#"{"readBy": "N", "readAt": "2026-11-22T09:05:00Z"}"#, "/readBy"),
        (#"{"readBy": {"name": "N"}, "readAt": "2026-11-22T09:05:00Z"}"#, "/readBy"),
        (#"{"readBy": {"hsaId": "A"}, "readAt": "2026-11-22T09:05:00Z"}"#, "/readBy/name"),
        (#"{"readBy": {"hsaId": "å", "name": "N"}, "readAt": "2026-11-22T09:05:00Z"}"#, "/readBy/hsaId"),
        (#"{"readBy": {"hsaId": "A", "name": "N", "age": 1}, "readAt": "2026-11-22T09:05:00Z"}"#, "/readBy/*"),
        (#"{"readBy": {"hsaId": "A", "name": "N 19121212-1212"}, "readAt": "2026-11-22T09:05:00Z"}"#, "/readBy/name"),
        (#"{"readBy": {"localId": "191212121212", "name": "N"}, "readAt": "2026-11-22T09:05:00Z"}"#, "/readBy/localId"),
        (#"{"readBy": {"hsaId": "A", "name": "N"}, "readAt": "2026-11-22T09:05:00"}"#, "/readAt"),
        (#"{"readBy": {"hsaId": "A", "name": "N"}, "readAt": "2026-11-22T09:05:00Z", "read": 1}"#, "/*"),
    ])
    func `what is not as the call takes it is refused`(body: String, path place: String) async throws {
        let path = try await offered(.socialService)
        let refusal = try await bench.refusal(path, body, as: PollingBench.social)
        #expect(refusal.code == .requestBodyInvalid)
        #expect(refusal.path == place)
        #expect(kvittens(of: .socialService) == nil)
    }

    @Test func `a phone number may look like a person number`() async throws {
        let path = try await offered(.socialService)
        let body =
            #"{"readBy": {"localId": "p", "name": "N", "phone": "0701010001"}, "readAt": "2026-11-22T09:05:00+01:00"}"#
        #expect(PersonIdentifier.isFound(in: "0701010001"), "or the test says nothing")
        #expect(try await bench.post(path, body, as: PollingBench.social).status == 202)
    }
}
