import AccessControl
import AuditTrail
import Glibc
import HTTPDoors
import HTTPWire
import MessageFormats
import Messages
import Operations
import Queues
import SampleWorld
import TestSupport
import Testing

/// Reading a message's bytes: who may, for which reason, and never before the audit trail has it.
struct PayloadEndpointsTests {
    private let scratch: ScratchQueue
    private let audit: ScratchAudit
    private let doors: [Door]
    private let message: Message
    private let letter: DeliveryID

    /// A message from the ward to the social service and to the nurses; it lies dead at the first.
    init() async throws {
        scratch = try await ScratchQueue()
        audit = try await ScratchAudit(now: scratch.now)
        doors = PayloadEndpoints(queue: scratch.queue, audit: audit.log, now: scratch.now).doors
        message = try ValidSample.read("GeneralMessage")
        var incoming = scratch.incoming(message, to: [Destination(.socialService), Destination(.municipalCare)])
        incoming.senderOrganisation = .sample("SE0000000001")
        _ = try await scratch.queue.accept(incoming)
        letter = try #require(try await scratch.bury(Destination(.socialService)))
    }

    private func read(
        _ id: String? = nil, by identity: Identity = .mayAll, reason: String = #"{"reason":"Avvikelse 2026-14"}"#
    ) async throws -> HTTPResponse {
        try await doors[0].respond(
            to: .made(
                parameters: ["messageId": id ?? message.id.description],
                headers: [("Content-Type", "application/json")],
                by: identity, body: Array(reason.utf8)))
    }

    private func readLetter(_ id: String? = nil, by identity: Identity = .mayAll) async throws -> HTTPResponse {
        try await doors[1].respond(
            to: .made(
                parameters: ["id": id ?? letter.description], headers: [("Content-Type", "application/json")],
                by: identity, body: Array(#"{"reason":"Avvikelse"}"#.utf8)))
    }

    private func code(_ work: () async throws -> HTTPResponse) async throws -> RejectionCode {
        let error = await #expect(throws: Rejection.self) { _ = try await work() }
        return try #require(error).first.code
    }

    // MARK: The answer

    @Test func `the sender's bytes come untouched, as a document that is neither kept nor shown`() async throws {
        let answer = try await read()
        #expect(answer.status == 200 && answer.isOwed)
        #expect(answer.body == MessageWriter().write(message, as: .json))
        #expect(answer.headers.first("content-type") == "application/json")
        #expect(answer.headers.first("cache-control") == "no-store")
        #expect(answer.headers.first("vaxel-request-id") == "test-1")
        #expect(answer.headers.first("x-content-type-options") == "nosniff")
        #expect(answer.headers.first("content-disposition") == "attachment; filename=\"\(message.id).json\"")
        #expect(try await readLetter().body == answer.body)
    }

    @Test func `the charset that the sender named is kept`() async throws {
        var other = scratch.incoming(
            try ValidSample.read("AdmissionNotice"), to: [Destination(.socialService)], form: .xml)
        other.contentType = "text/xml; charset=ISO-8859-1"
        other.payload = [0xE5, 0xE4, 0xF6]
        _ = try await scratch.queue.accept(other)
        let answer = try await read(other.id.description)
        #expect(answer.headers.first("content-type") == "text/xml; charset=ISO-8859-1")
        #expect(answer.body == [0xE5, 0xE4, 0xF6])
    }

    @Test func `the trail tells who read what and why`() async throws {
        _ = try await read()
        _ = try await readLetter()
        #expect(audit.actions == ["payload-read", "payload-read"])
        let entry = try #require(audit.entries.first)
        #expect(entry["system"]?.text == "operator")
        #expect(entry["who"]?.text == "Prov")
        #expect(entry["messageId"]?.text == message.id.description)
        #expect(
            entry["units"]?.items?.compactMap(\.text) == [
                "SE0000000001-AVD52", "SE0000000002-SOC1", "SE0000000002-KHS1",
            ])
        #expect(entry["deliveryId"] == nil)
        #expect(entry["reason"]?.text == "Avvikelse 2026-14")
        #expect(entry["requestId"]?.text == "test-1")
        #expect(audit.entries.last?["deliveryId"]?.text == letter.description)
        #expect(audit.entries.last?["units"]?.items?.compactMap(\.text) == ["SE0000000002-SOC1"])
    }

    // MARK: Durable first

    @Test(.timeLimit(.minutes(30)))
    func `no byte leaves while the disk holds the audit trail back`() async throws {
        audit.storage.holdSyncs()
        let answered = Tally()
        let reading = Task {
            let answer = try await read()
            answered.add()
            return answer
        }
        await audit.storage.waitForHeldSync()
        #expect(answered.count == 0)
        audit.storage.releaseSyncs()
        #expect(try await reading.value.status == 200)
        #expect(audit.storage.crashed(.nothing).contents(inFolder: "audit", ending: ".jsonl")?.isEmpty == false)
    }

    @Test(arguments: [EIO, ENOSPC])
    func `when the audit trail fails no byte leaves`(error: Int32) async throws {
        audit.storage.fail(.write, with: error, forever: true)
        #expect(try await code { try await read() } == .auditFailed)
        #expect(try await code { try await readLetter() } == .auditFailed)
        #expect(RejectionCode.auditFailed.status == 503)
    }

    // MARK: Reasons

    @Test(arguments: [
        "", "{}", #"{"reason":""}"#, #"{"reason":null}"#, #"{"reason":1}"#, #"{"reason":"x","more":1}"#,
        #"{"reason":"gäller 19121212-1212"}"#, "{\"reason\":\"\(String(repeating: "x", count: 501))\"}",
    ])
    func `without a reason that may be kept nothing is read`(body: String) async throws {
        #expect(try await code { try await read(reason: body) } == .requestBodyInvalid)
        #expect(audit.entries.isEmpty)
    }

    @Test func `a reason of five hundred characters is kept whole`() async throws {
        let reason = String(repeating: "å", count: 500)
        #expect(try await read(reason: "{\"reason\":\"\(reason)\"}").status == 200)
        #expect(audit.entries.first?["reason"]?.text == reason)
    }

    // MARK: Who may

    @Test func `the doors ask for the right to payloads, with its own code`() {
        for door in doors {
            #expect(door.access == .right(.payload))
            #expect(door.access.refusal == .payloadRightMissing)
        }
    }

    @Test func `a right for the sender or for any receiver opens the message`() async throws {
        for unit in [UnitID.ward, .socialService, .municipalCare] {
            #expect(try await read(by: .limited(.municipal, [.payload], unit)).status == 200)
        }
        #expect(audit.entries.count == 3)
    }

    @Test func `a message of other units looks like one that never was, and so does a dead letter`() async throws {
        let stranger = Identity.limited(.municipal, [.payload], .neighbour)
        let unknown = "00000000-0000-4000-8000-00000000ffff"
        for id in [message.id.description, unknown, "x"] {
            #expect(try await code { try await read(id, by: stranger) } == .notFound)
        }
        for id in [letter.description, "99-1", "x"] {
            #expect(try await code { try await readLetter(id, by: stranger) } == .deadLetterUnknown)
        }
        // The letter is the social service's matter, not that of the other receiver or the sender.
        for unit in [UnitID.ward, .municipalCare] {
            let other = Identity.limited(.municipal, [.payload], unit)
            #expect(try await code { try await readLetter(by: other) } == .deadLetterUnknown)
        }
        #expect(audit.entries.isEmpty)
    }

    @Test func `other rights for the unit do not open it`() async throws {
        let identity = Identity(
            system: .municipal,
            grants: [
                Grant(Set(Right.allCases).subtracting([.payload]), scope: .units([.socialService])),
                Grant([.payload], scope: .units([.neighbour])),
            ])
        #expect(try await code { try await read(by: identity) } == .notFound)
    }

    @Test func `what goes to 1177 is read with a right for all units`() async throws {
        let plan = try ValidSample.read("SipEstablished")
        try await scratch.accept(plan, to: [.publisher1177])
        let id = try #require(try await scratch.bury(.publisher1177)).description
        let local = Identity.limited(.municipal, [.payload], .ward)
        #expect(try await code { try await readLetter(id, by: local) } == .deadLetterUnknown)
        #expect(try await readLetter(id).status == 200)
    }

    @Test func `compulsory care needs a right of its own for the same unit`() async throws {
        var other = scratch.incoming(
            try ValidSample.read("AdmissionNotice"), to: [Destination(.socialService)], lane: "c")
        other.type = MessageType.compulsoryReadmission.name
        _ = try await scratch.queue.accept(other)
        let id = other.id.description
        let without = Identity.limited(.municipal, [.payload], .socialService)
        #expect(try await code { try await read(id, by: without) } == .notFound)
        let elsewhere = Identity(
            system: .municipal,
            grants: [
                Grant([.payload], scope: .units([.socialService])),
                Grant([.compulsory], scope: .units([.neighbour])),
            ])
        #expect(try await code { try await read(id, by: elsewhere) } == .notFound)
        let with = Identity.limited(.municipal, [.payload, .compulsory], .socialService)
        #expect(try await read(id, by: with).status == 200)
    }

    @Test func `a message about the wrong patient needs the right to audit too`() async throws {
        var cancelling = scratch.incoming(
            try ValidSample.read("AdmissionNotice"), to: [Destination(.municipalCare)], lane: "x")
        cancelling.senderOrganisation = .sample("SE0000000001")
        cancelling.effect = .cancels(message.id, isWrongPatient: true)
        _ = try await scratch.queue.accept(cancelling)
        #expect(try scratch.queue.status(of: message.id)?.cancellation?.isWrongPatient == true)
        let without = Identity.limited(.municipal, [.payload], .socialService)
        #expect(try await code { try await read(by: without) } == .payloadRightMissing)
        // The cancellation has settled the dead letter, so nothing is left to read there.
        #expect(try await code { try await readLetter() } == .deadLetterUnknown)
        #expect(audit.entries.isEmpty)
        let with = Identity.limited(.municipal, [.payload, .audit], .socialService)
        #expect(try await read(by: with).status == 200)
    }
}
