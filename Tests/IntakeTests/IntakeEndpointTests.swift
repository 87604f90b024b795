import AccessControl
import HTTPDoors
import HTTPWire
@testable import Intake
import MessageFormats
import Messages
import Plans
import Queues
import Routing
import SampleWorld
import Testing

/// The inbound door by value: in which order a message is judged, and what of it the queue gets.
struct IntakeEndpointTests {
    private let scratch: ScratchQueue
    private let endpoint: IntakeEndpoint
    private let ward = Identity.limited(.ehr, [.send], .ward, .healthCentre)

    init() async throws {
        scratch = try await ScratchQueue()
        endpoint = IntakeEndpoint(
            reader: MessageReader(), fingerprints: scratch.fingerprints, directory: { .sample() },
            plans: PlanRegister(), queue: scratch.queue, now: scratch.now)
    }

    private func post(
        _ body: [UInt8], _ type: String? = "application/json", by identity: Identity? = nil,
        headers: [(String, String)] = []
    ) async throws -> HTTPResponse {
        try await endpoint.respond(
            to: .made(
                "POST", "/v1/messages", headers: (type.map { [("Content-Type", $0)] } ?? []) + headers,
                by: identity ?? ward, body: body))
    }

    private func post(_ message: Message, by identity: Identity? = nil) async throws -> HTTPResponse {
        try await post(MessageWriter().write(message, as: .json), by: identity)
    }

    private func code(_ work: () async throws -> HTTPResponse) async throws -> RejectionCode {
        let error = await #expect(throws: Rejection.self) { _ = try await work() }
        #expect(scratch.queue.conservation().created == 0)
        return try #require(error).first.code
    }

    // MARK: What is accepted

    @Test func `a message is on disk with the sender's bytes untouched`() async throws {
        let bytes = try ValidSample.bytes("AdmissionNotice.xml")
        let answer = try await post(bytes, "text/xml; charset=utf-8")
        #expect(answer.status == 202)
        let leased = try #require(try await scratch.lease(Destination(.socialService)))
        #expect(leased.payload == bytes)
        #expect(leased.form == .xml)
        #expect(leased.contentType == "text/xml; charset=utf-8")
        #expect(leased.facts.senderUnit == .ward)
        #expect(leased.facts.senderSystem == .ehr)
        #expect(leased.facts.caseID == CaseID("N-2026-000417"))
        #expect(leased.facts.acceptedAt == .testTime)
        #expect(!leased.facts.isReceipt)
    }

    @Test func `the same message in the other form, as another attempt, is a duplicate`() async throws {
        let notice = try ValidSample.read("AdmissionNotice")
        let first = try await post(notice)
        let again = notice.head("transmissionId", .text("00000000-0000-4000-8000-000000000001"))
        let second = try await post(MessageWriter().write(again, as: .xml, layout: .indented), "application/xml")
        #expect(second.status == 200)
        #expect(second.body == first.body)
        #expect(scratch.queue.conservation().created == 1)
    }

    @Test func `the same id with other content is a conflict`() async throws {
        let message = try ValidSample.read("GeneralMessage")
        _ = try await post(message)
        let other = message.content("subject", .text("Annat")).head("transmissionId", nil)
        let error = await #expect(throws: Rejection.self) { try await post(other) }
        #expect(try #require(error).first.code == .messageIDConflict)
    }

    @Test func `messages of one case wait for each other, others do not`() async throws {
        _ = try await post(try ValidSample.read("AdmissionNotice"))
        _ = try await post(try ValidSample.read("GeneralMessage"))
        _ = try await post(try ValidSample.read("GeneralMessage-without-case"))
        let leased = try await scratch.queue.lease(
            from: [Destination(.socialService)], by: .municipal, maximum: 10, duration: 60)
        #expect(leased.map(\.facts.type) == ["AdmissionNotice", "GeneralMessage"])
        #expect(leased.last?.facts.caseID == nil)
    }

    @Test func `a plan that is not to be shown goes to its units, and 1177 is listed as passed over`() async throws {
        let answer = try await post(try ValidSample.read("SipEstablished-not-wanted"))
        let recipients = try #require(try answer.value()["recipients"]?.items)
        let publisher = try #require(recipients.last)
        #expect(publisher["unit"]?.text == "publisher1177")
        #expect(publisher["state"]?.text == "skipped")
        #expect(publisher["code"]?.text == RejectionCode.publicationNotWanted.text)
        #expect(try await scratch.lease(.publisher1177) == nil)
    }

    @Test func `a sound traceparent is kept, a broken one is not`() async throws {
        let sound = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let bodies = [
            try ValidSample.bytes("AdmissionNotice.json"),
            try ValidSample.bytes("GeneralMessage-without-case.json"),
        ]
        _ = try await post(bodies[0], headers: [("traceparent", sound)])
        _ = try await post(bodies[1], headers: [("traceparent", "00-x")])
        let leased = try await scratch.queue.lease(
            from: [Destination(.socialService)], by: .municipal, maximum: 10, duration: 60)
        #expect(leased.map(\.traceparent) == [sound, nil])
    }

    @Test func `a warning of the content is in the receipt`() async throws {
        let message = try ValidSample.read("GeneralMessage").head("sentAt", .text("2026-11-22T08:30:00+01:00")).content(
            "category", .record(Record([.init("code", .text("egen-kod")), .init("text", .text("Eget"))])))
        let warnings = try #require(try await post(message).value()["warnings"]?.items)
        #expect(warnings.map { $0["code"]?.text } == [RejectionCode.unknownOpenCode.text])
        #expect(warnings.first?["path"]?.text?.contains("category") == true)
    }

    @Test(arguments: [
        ("AdmissionNotice.json", "json", "/receivers"), ("AdmissionNotice.xml", "xml", "/message/receivers"),
    ])
    func `a warning of the routing is in the receipt, in the sender's own form`(
        file: String, form: String, path: String
    ) async throws {
        let text = String(decoding: try ValidSample.bytes(file), as: UTF8.self)
            .replacing("SE0000000002-SOC1", with: "SE0000000002-KHS1")
        let answer = try await post(Array(text.utf8), "application/\(form)")
        let warning = try #require(try answer.value()["warnings"]?.items?.first)
        #expect(warning["code"]?.text == RejectionCode.openCareReceiverMissing.text)
        #expect(warning["path"]?.text == path)
        #expect(warning["detail"]?.text?.hasSuffix("SE0000000001-HC01") == true)
    }

    // MARK: In which order it is refused

    @Test func `first the coding, then the media type, whatever the body`() async throws {
        let broken = Array("{".utf8)
        #expect(
            try await code { try await post(broken, "text/plain", headers: [("Content-Encoding", "gzip")]) }
                == .contentEncodingUnsupported)
        #expect(try await code { try await post(broken, "text/plain") } == .mediaTypeUnsupported)
        #expect(try await code { try await post(broken, nil) } == .mediaTypeUnsupported)
        #expect(try await code { try await post(broken) } == .jsonNotWellFormed)
    }

    @Test func `the coding identity is none`() async throws {
        let bytes = try ValidSample.bytes("AdmissionNotice.json")
        #expect(try await post(bytes, headers: [("Content-Encoding", "Identity")]).status == 202)
    }

    @Test func `a message is decoded before rights are asked about`() async throws {
        let bad = try ValidSample.read("AdmissionNotice").head("legalBasis", .text("no-such-law"))
        #expect(try await code { try await post(bad, by: .limited(.ehr, [.send], .neighbour)) } == .unknownCode)
    }

    @Test func `rights are asked about before anything of the directory is told`() async throws {
        let lost = try ValidSample.read("AdmissionNotice").addressed(to: .unit(.sample("SE0000000009-X")))
        let stranger = Identity.limited(.ehr, [.send], .neighbour)
        #expect(try await code { try await post(lost, by: stranger) } == .senderUnitNotYours)
        #expect(try await code { try await post(lost) } == .unknownReceiver)
    }

    @Test func `the right to receive for a unit is none to send for it`() async throws {
        let notice = try ValidSample.read("AdmissionNotice")
        #expect(try await code { try await post(notice, by: .limited(.ehr, [.receive], .ward)) } == .senderUnitNotYours)
    }

    @Test func `a message that cannot be routed leaves its id free for one that can`() async throws {
        let notice = try ValidSample.read("AdmissionNotice")
        #expect(try await code { try await post(notice.addressed(to: .caseParties)) } == .casePartiesUnknown)
        #expect(try await post(notice).status == 202)
    }

    @Test func `a resend gets its first receipt, though its receivers have left the directory since`() async throws {
        let notice = try ValidSample.read("AdmissionNotice")
        let first = try await post(notice)
        let later = IntakeEndpoint(
            reader: MessageReader(), fingerprints: scratch.fingerprints,
            directory: { Directory(organisations: [], units: [], subscriptions: []) }, plans: PlanRegister(),
            queue: scratch.queue, now: scratch.now)
        let body = MessageWriter().write(notice, as: .json)
        let again = try await later.respond(
            to: .made("POST", "/v1/messages", headers: [("Content-Type", "application/json")], by: ward, body: body))
        #expect(again.status == 200)
        #expect(again.text == first.text)
    }

    @Test func `a queue that takes nothing is answered with 503 and not with a receipt`() async throws {
        await scratch.queue.close()
        #expect(try await code { try await post(try ValidSample.read("AdmissionNotice")) } == .stopping)
    }

    @Test func `the door takes a whole message and asks for the right to send`() {
        #expect(endpoint.door.method == "POST")
        #expect(endpoint.door.pattern == "/v1/messages")
        #expect(endpoint.door.bodyLimit == 16 * 1024 * 1024)
        #expect(endpoint.door.access == .right(.send))
    }
}
