import AccessControl
import HTTPDoors
import HTTPWire
import MessageFormats
import Messages
import Operations
import Queues
import SampleWorld
import Testing

/// The door to a case: who sees which case, and which of its messages.
struct CaseEndpointTests {
    private let scratch: ScratchQueue
    private let door: Door
    private let notice: Message
    private let question: Message

    init() async throws {
        scratch = try await ScratchQueue()
        door = CaseEndpoint(queue: scratch.queue, directory: { .sample() }).door
        notice = try ValidSample.read("AdmissionNotice")
        question = try ValidSample.read("GeneralMessage").head("caseId", .text("N-2026-000417")).sent(by: .ward)
    }

    private func get(
        _ identity: Identity, _ id: String = "N-2026-000417", unit: UnitID? = nil, cursor: String? = nil,
        form: WireForm = .json
    ) async throws -> HTTPResponse {
        let query = unit.map { "?unit=\($0)" } ?? cursor.map { "?cursor=\($0)" } ?? ""
        return try await door.respond(
            to: .made("GET", "/v1/cases/x\(query)", parameters: ["caseId": id], by: identity, form: form))
    }

    private func isHidden(
        from identity: Identity, _ id: String = "N-2026-000417", unit: UnitID? = nil
    ) async throws -> Bool {
        do {
            _ = try await get(identity, id, unit: unit)
            return false
        } catch let rejection as Rejection {
            return rejection.first.code == .notFound
        }
    }

    /// The notice goes to social services alone, the question to municipal care alone.
    private func fill() async throws {
        try await scratch.acceptInCase(notice, to: [.socialService])
        try await scratch.acceptInCase(question, to: [.municipalCare])
    }

    @Test func `the sender sees its case with facts and receipts`() async throws {
        try await fill()
        try await scratch.complete(.socialService)
        let view = try await get(.limited(.ehr, [.send], .ward)).value()
        #expect(view["caseId"]?.text == "N-2026-000417")
        #expect(view.texts("messages", "messageId") == [notice.id.description, question.id.description])
        #expect(view.texts("milestones", "step") == ["admitted", "estimate"])
        #expect(view.texts("milestones", "at") == ["2026-11-22T06:40:00+01:00", "2026-11-26T12:00:00+01:00"])
        let milestone = try #require(view["milestones"]?.items?.first)
        #expect(milestone["facts"]?["consentState"]?.text == "given")
        #expect(milestone["facts"]?["patient"]?["municipalityCode"]?.text == "2580")
        #expect(milestone["facts"]?["patient"]?["idType"]?.text == "personnummer")
        #expect(milestone["facts"]?["patient"]?["id"] == nil)
        let delivery = try #require(view["messages"]?.items?.first?["deliveries"]?.items?.first)
        #expect(delivery["state"]?.text == "completed")
        #expect(delivery["receipts"]?["application"]?["outcome"]?.text == "ok")
        #expect(delivery["receipts"]?["kvittens"]?["dueAt"]?.text == "2026-11-22T11:00:00Z")
    }

    @Test func `a unit sees what it was sent, and of the case no more than that`() async throws {
        try await fill()
        let view = try await get(.limited(.municipal, [.receive], .municipalCare)).value()
        #expect(view.texts("messages", "messageId") == [question.id.description])
        #expect(view["milestones"]?.items?.count == 0)
        #expect(view.texts("parties", "unit") == ["SE0000000001-AVD52", "SE0000000002-KHS1"])
        #expect(!view.json.contains("SOC1"))
    }

    @Test func `to strangers the case does not exist`() async throws {
        try await fill()
        #expect(try await isHidden(from: .limited(.ehr, [.send, .receive], .healthCentre)))
        #expect(try await isHidden(from: .limited(.ehr, [.operate, .support, .payload], .ward)))
        #expect(try await isHidden(from: .mayAll, "N-2"))
        #expect(try await isHidden(from: .mayAll, ""))
        #expect(try await isHidden(from: .limited(.ehr, [.send], .ward), unit: .socialService))
        #expect(try await !isHidden(from: .limited(.ehr, [.send], .ward), unit: .ward))
    }

    @Test func `operators of all units see every message, and nothing of what stands inside`() async throws {
        try await fill()
        let operators = Identity(system: .operations, grants: [Grant([.operate], scope: .everywhere)])
        let view = try await get(operators).value()
        #expect(view["messages"]?.items?.count == 2)
        #expect(view["milestones"]?.items?.count == 2)
        for milestone in try #require(view["milestones"]?.items) {
            #expect(milestone["facts"] == nil && milestone["at"] == nil && milestone["unreadable"] == nil)
        }
    }

    @Test func `nothing tells who the patient is, nor what was written about the patient`() async throws {
        try await fill()
        try await scratch.acceptInCase(
            try ValidSample.read("SipEstablished").head("caseId", .text("N-2026-000417")), to: [.ward, .socialService],
            alsoTo: [.publisher1177])
        let json = try await get(.mayAll).text
        for secret in ["1912", "Tolvan", "Elva", "Tallvägen", "content", "Testläkare"] {
            #expect(!json.contains(secret), "\(secret)")
        }
    }

    @Test func `messages of compulsory care are for those who may handle them`() async throws {
        try await scratch.acceptInCase(notice, to: [.socialService])
        let plan = question.typed(.compulsoryReadmission)
        try await scratch.acceptInCase(plan, to: [.socialService])
        let known = try await get(.limited(.municipal, [.receive], .socialService)).value()
        #expect(known.texts("messages", "type") == ["AdmissionNotice"])
        let trusted = try await get(.limited(.municipal, [.receive, .compulsory], .socialService)).value()
        #expect(trusted.texts("messages", "type") == ["AdmissionNotice", "CompulsoryReadmission"])
        let elsewhere = Identity(
            system: .municipal,
            grants: [
                Grant([.receive], scope: .units([.socialService])), Grant([.compulsory], scope: .units([.housing])),
            ])
        #expect(try await get(elsewhere).value().texts("messages", "type") == ["AdmissionNotice"])
        let operators = Identity(system: .operations, grants: [Grant([.operate], scope: .everywhere)])
        #expect(try await get(operators).value().texts("messages", "type") == ["AdmissionNotice"])
    }

    @Test func `a case of nothing but what one may not see does not exist`() async throws {
        try await scratch.acceptInCase(question.typed(.compulsoryReadmission), to: [.socialService])
        #expect(try await isHidden(from: .limited(.municipal, [.receive], .socialService)))
    }

    @Test func `of two cases by one id a unit asks for its own, and else gets the oldest`() async throws {
        try await scratch.acceptInCase(notice, to: [.socialService])
        let other = question.sent(by: .neighbour)
        try await scratch.acceptInCase(other, to: [.neighbour])
        #expect(try await get(.mayAll).value().texts("messages", "messageId") == [notice.id.description])
        let theirs = try await get(.mayAll, unit: .neighbour).value()
        #expect(theirs.texts("messages", "messageId") == [other.id.description])
        #expect(
            try await get(.limited(.ehr, [.send], .ward)).value().texts("messages", "messageId") == [
                notice.id.description
            ])
    }

    @Test func `a case that one's organisation opened comes before one of the same id that it was only sent`()
        async throws
    {
        let theirs = try ValidSample.read("GeneralMessage").head("caseId", .text("N-2026-000417")).sent(by: .neighbour)
        try await scratch.acceptInCase(notice, to: [.socialService])
        try await scratch.acceptInCase(theirs, to: [.ward])
        let view = try await get(.limited(.ehr, [.send], .ward)).value()
        #expect(view.texts("messages", "messageId") == [notice.id.description])
    }

    @Test func `who had a message cancelled before it was offered is told nothing that it said`() async throws {
        try await scratch.acceptInCase(notice, to: [.municipalCare])
        let cancellation = try ValidSample.read("MessageCancelled").head("caseId", .text("N-2026-000417"))
            .head("refersTo", .text(notice.id.description)).sent(by: .ward)
        try await scratch.acceptInCase(
            cancellation, to: [.municipalCare], effect: .cancels(notice.id, isWrongPatient: false))
        #expect(try await isHidden(from: .limited(.municipal, [.receive], .municipalCare)))
        let own = try await get(.limited(.ehr, [.send], .ward)).value()
        #expect(own.texts("parties", "unit") == ["SE0000000001-AVD52"])
        try await scratch.acceptInCase(question, to: [.municipalCare])
        let view = try await get(.limited(.municipal, [.receive], .municipalCare)).value()
        #expect(view.texts("messages", "type") == ["MessageCancelled", "GeneralMessage"])
        #expect(view.texts("milestones", "step") == [])
    }

    @Test func `a notice that died and was tried again keeps both times`() async throws {
        try await scratch.acceptInCase(notice, to: [.socialService])
        let id = try #require(try await scratch.bury(Destination(.socialService)))
        _ = try await scratch.queue.retryDeadLetter(id, by: .operations)
        try await scratch.complete(.socialService)
        let view = try await get(.limited(.ehr, [.send], .ward)).value()
        let delivery = try #require(view["milestones"]?.items?.first?["availability"]?.items?.first)
        #expect(delivery["state"]?.text == "completed")
        #expect(delivery["diedAt"]?.text == "2026-11-22T08:00:00Z")
        #expect(delivery["redrivenAt"]?.text == "2026-11-22T08:00:00Z")
    }

    @Test func `what was about the wrong patient is told to nobody, but that it was`() async throws {
        let cancelling = question.typed(.messageCancelled).head("refersTo", .text(notice.id.description))
        try await scratch.acceptInCase(notice, to: [.socialService])
        try await scratch.acceptInCase(
            cancelling, to: [.socialService], effect: .cancels(notice.id, isWrongPatient: true))
        let view = try await get(.limited(.ehr, [.send], .ward)).value()
        let milestone = try #require(view["milestones"]?.items?.first)
        #expect(milestone["cancelled"]?["by"]?.text == cancelling.id.description)
        #expect(milestone["facts"] == nil && milestone["at"] == nil && milestone["unreadable"] == nil)
        let delivery = view["messages"]?.items?.first?["deliveries"]?.items?.first
        #expect(delivery?["state"]?.text == "cancelled")
        #expect(delivery?["receipts"]?["kvittens"] == nil)
    }

    @Test func `a message that cannot be decoded any more is a milestone that says so`() async throws {
        var incoming = scratch.incoming(notice, to: [Destination(.socialService)])
        incoming.senderOrganisation = UnitID.ward.sampleOrganisation
        incoming.payload = Array("{}".utf8)
        _ = try await scratch.queue.accept(incoming)
        let view = try await get(.limited(.ehr, [.send], .ward)).value()
        for milestone in try #require(view["milestones"]?.items) {
            #expect(milestone["unreadable"]?.boolean == true)
            #expect(milestone["acceptedAt"]?.text == "2026-11-22T08:00:00Z")
        }
        #expect(view["messages"]?.items?.count == 1)
    }

    @Test func `a case in XML has the names of the JSON`() async throws {
        try await fill()
        let xml = try await get(.limited(.ehr, [.send], .ward), form: .xml)
        #expect(xml.headers.first("content-type") == "application/xml")
        for part in [
            #"<case xmlns="urn:vaxel:api:1">"#, "<parties><party><unit>SE0000000001-AVD52</unit>",
            "<milestones><milestone><step>admitted</step>", "<messages><message><messageId>",
        ] {
            #expect(xml.text.contains(part), "\(part) in \(xml.text)")
        }
    }

    @Test func `a query that is not understood is refused`() async throws {
        for query in ["unit=x!", "unti=SE1"] {
            let error = await #expect(throws: Rejection.self) {
                try await door.respond(
                    to: .made("GET", "/v1/cases/N-1?\(query)", parameters: ["caseId": "N-1"], by: .mayAll))
            }
            #expect(error?.first.code == .queryInvalid)
        }
    }

    @Test func `the door is for those who send, receive or operate`() {
        #expect(door.access == .anyRight([.send, .receive, .operate]))
    }

    @Test func `a case of very many messages shows the first of them and says so`() async throws {
        for number in 0..<501 {
            let digits = String(number, radix: 16)
            let id = "00000000-0000-4000-8000-\(String(repeating: "0", count: 12 - digits.count))\(digits)"
            try await scratch.acceptInCase(question.head("messageId", .text(id)), to: [.municipalCare])
        }
        let view = try await get(.limited(.ehr, [.send], .ward)).value()
        #expect(view["messages"]?.items?.count == 500)
        #expect(view["truncated"]?.boolean == true)
        let cursor = try #require(view["cursor"]?.text)
        #expect(cursor == view.texts("messages", "messageId").last)
        let rest = try await get(.limited(.ehr, [.send], .ward), cursor: cursor).value()
        #expect(rest.texts("messages", "messageId") == ["00000000-0000-4000-8000-0000000001f4"])
        #expect(rest["truncated"] == nil && rest["cursor"] == nil)
        #expect(rest["openedAt"]?.text == view["openedAt"]?.text)
        // A message of no such case is no place to go on from, nor is what is none.
        await #expect(throws: Rejection.self) {
            try await get(.limited(.ehr, [.send], .ward), cursor: "00000000-0000-4000-8000-00000000ffff")
        }
        let error = await #expect(throws: Rejection.self) {
            try await get(.limited(.ehr, [.send], .ward), cursor: "x")
        }
        #expect(error?.first.code == .queryInvalid)
    }
}
