import AccessControl
import HTTPDoors
import HTTPWire
import MessageFormats
import Messages
import Operations
import Queues
import SampleWorld
import TestSupport
import Testing

/// The door to a case: who sees which case, and which of its messages.
struct CaseEndpointTests {
    private let scratch: ScratchQueue
    private let door: Door
    private let notice: Message
    private let question: Message

    init() async throws {
        scratch = try await ScratchQueue()
        door = Self.door(scratch)
        notice = try ValidSample.read("AdmissionNotice")
        question = try ValidSample.read("GeneralMessage").head("caseId", .text("N-2026-000417")).sent(by: .ward)
    }

    private static func door(_ scratch: ScratchQueue, pageSize: Int? = nil, walkSize: Int? = nil) -> Door {
        CaseEndpoint(
            queue: scratch.queue, directory: { .sample() }, fingerprints: scratch.fingerprints, pageSize: pageSize,
            walkSize: walkSize
        ).door
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

    @Test func `for a caller that has gone a case is not read, and the refusal says why`() async throws {
        try await fill()
        let leaving = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await get(.mayAll)
        }
        await #expect(throws: Rejection.callerGone) { try await leaving.value }
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
        #expect(view["cursor"]?.text != nil)
    }

    // MARK: Pages

    /// Messages of the ward to municipal care, of which two stand on a page.
    private func paged(
        _ count: Int, beginning first: Message? = nil, walkSize: Int? = nil
    ) async throws -> Door {
        if let first { try await scratch.acceptInCase(first, to: [.municipalCare]) }
        for number in 0..<count {
            let id = "00000000-0000-4000-8000-00000000000\(number)"
            try await scratch.acceptInCase(question.head("messageId", .text(id)), to: [.municipalCare])
            scratch.time.advance(seconds: 60)
        }
        return Self.door(scratch, pageSize: 2, walkSize: walkSize)
    }

    private func page(
        _ door: Door, _ cursor: String? = nil, as identity: Identity = .limited(.ehr, [.send], .ward),
        _ id: String = "N-2026-000417"
    ) async throws -> APIValue {
        let target = "/v1/cases/x\(cursor.map { "?cursor=\($0)" } ?? "")"
        return try await door.respond(to: .made("GET", target, parameters: ["caseId": id], by: identity)).value()
    }

    /// The code by which a page is refused; nil when it is given.
    private func refusal(
        _ door: Door, _ cursor: String, as identity: Identity = .limited(.ehr, [.send], .ward),
        _ id: String = "N-2026-000417"
    ) async throws -> RejectionCode? {
        do {
            _ = try await page(door, cursor, as: identity, id)
            return nil
        } catch let rejection as Rejection {
            return rejection.first.code
        }
    }

    @Test func `the pages of a case follow each other, each message on one`() async throws {
        let door = try await paged(5)
        var cursor: String?
        var pages: [[String?]] = []
        repeat {
            let view = try await page(door, cursor)
            pages.append(view.texts("messages", "messageId").map { $0.map { String($0.suffix(1)) } })
            #expect(view["openedAt"]?.text == "2026-11-22T08:00:00Z")
            #expect(view.texts("parties", "since") == ["2026-11-22T08:00:00Z", "2026-11-22T08:00:00Z"])
            #expect((view["truncated"]?.boolean == true) == (view["cursor"] != nil))
            cursor = view["cursor"]?.text
        } while cursor != nil
        #expect(pages == [["0", "1"], ["2", "3"], ["4"]])
    }

    @Test func `a cursor is of use to its caller in its case alone, and any other is refused alike`() async throws {
        let door = try await paged(5)
        let (sender, receiver) = (
            Identity.limited(.ehr, [.send], .ward), Identity.limited(.municipal, [.receive], .municipalCare)
        )
        let own = try #require(try await page(door, as: sender)["cursor"]?.text)
        let theirs = try #require(try await page(door, as: receiver)["cursor"]?.text)
        #expect(own != theirs && !own.contains("8000-000000000001"))
        // An id in the case, one that is in none, and what is no id; and a cursor that another was given.
        for cursor in ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-00000000ffff", "x", "", theirs]
        {
            #expect(try await refusal(door, cursor, as: sender) == .queryInvalid, "\(cursor)")
        }
        // Whoever has no part in the case learns no more with a cursor than without.
        let stranger = Identity.limited(.municipal, [.send, .receive], .neighbour)
        for cursor in [own, "x"] {
            #expect(try await refusal(door, cursor, as: stranger) == .notFound)
        }
    }

    @Test func `of a very long case what is around the page is gone through, and the page says so`() async throws {
        let door = try await paged(9, walkSize: 4)
        var cursor: String?
        var pages: [[String?]] = []
        repeat {
            let view = try await page(door, cursor)
            pages.append(view.texts("messages", "messageId").map { $0.map { String($0.suffix(1)) } })
            #expect(view["openedAt"]?.text == "2026-11-22T08:00:00Z" && view["partial"]?.boolean == true)
            cursor = view["cursor"]?.text
        } while cursor != nil
        #expect(pages == [["0", "1"], ["2", "3"], ["4", "5"], ["6", "7"], ["8"]])
        #expect(try await page(Self.door(scratch, pageSize: 2, walkSize: 9))["partial"] == nil)
    }

    @Test func `whoever may see little of a very long case is led on, over pages without a message if need be`()
        async throws
    {
        try await scratch.acceptInCase(question, to: [.municipalCare])
        for number in 0..<9 {
            let id = "00000000-0000-4000-8000-00000000000\(number)"
            let last = number == 8
            try await scratch.acceptInCase(
                question.head("messageId", .text(id)), to: [last ? .municipalCare : .socialService])
        }
        let door = Self.door(scratch, pageSize: 2, walkSize: 4)
        var cursor: String?
        var counts: [Int] = []
        repeat {
            let view = try await page(door, cursor, as: .limited(.municipal, [.receive], .municipalCare))
            counts.append(view["messages"]?.items?.count ?? 0)
            cursor = view["cursor"]?.text
        } while cursor != nil && counts.count < 9
        #expect(counts.first == 1 && counts.last == 1 && counts.reduce(0, +) == 2 && counts.count < 9)
    }

    @Test(.timeLimit(.minutes(5)))
    func `a long case is gone through in turns, one call of a system at a time, and not for a client that has gone`()
        async throws
    {
        for number in 0..<300 {
            let digits = String(number, radix: 16)
            let id = "00000000-0000-4000-8000-\(String(repeating: "0", count: 12 - digits.count))\(digits)"
            try await scratch.acceptInCase(question.head("messageId", .text(id)), to: [.municipalCare])
        }
        let loop = SerialExecutor()
        let done = Tally()
        // Both are told of while the thread is busy, so that the first cannot be over before the other has come.
        let (walk, other) = await Task(executorPreference: loop) {
            let walk = Task(executorPreference: loop) {
                _ = try await page(door)
                done.add()
            }
            return (walk, Task(executorPreference: loop) { done.count })
        }.value
        #expect(await other.value == 0)
        try await walk.value
        let gone = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await page(door)
        }
        await #expect(throws: Rejection.self) { try await gone.value }
        // The turn of the one that has gone is over too.
        #expect(try await page(door).texts("messages", "messageId").count == 300)
    }

    @Test func `a cursor holds over a restart`() async throws {
        let storage = FaultyStorage()
        let before = try await ScratchQueue(storage: storage)
        for number in 0..<3 {
            let id = "00000000-0000-4000-8000-00000000000\(number)"
            try await before.acceptInCase(question.head("messageId", .text(id)), to: [.municipalCare])
        }
        let cursor = try #require(try await page(Self.door(before, pageSize: 2))["cursor"]?.text)
        await before.queue.close()
        let after = try await ScratchQueue(storage: storage)
        let last = try await page(Self.door(after, pageSize: 2), cursor)
        #expect(last.texts("messages", "messageId") == ["00000000-0000-4000-8000-000000000002"])
        // Letters may be written large, as of any UUID.
        #expect(try await page(Self.door(after, pageSize: 2), cursor.uppercased())["messages"]?.items?.count == 1)
    }

    @Test func `a cursor of one case leads nowhere in another of the same caller`() async throws {
        let door = try await paged(3)
        let cursor = try #require(try await page(door)["cursor"]?.text)
        let other = question.head("caseId", .text("N-2")).head(
            "messageId", .text("00000000-0000-4000-8000-00000000000a"))
        try await scratch.acceptInCase(other, to: [.municipalCare])
        #expect(try await refusal(door, cursor, "N-2") == .queryInvalid)
        #expect(try await page(door, cursor).texts("messages", "messageId").count == 1)
    }

    @Test func `what a later page withdraws or replaces is told on the first`() async throws {
        let ready = try ValidSample.read("ReadyForDischarge").head("caseId", .text("N-2026-000417")).sent(by: .ward)
        let door = try await paged(2, beginning: ready)
        let withdrawal = try ValidSample.read("ReadyForDischargeWithdrawn").head("caseId", .text("N-2026-000417"))
            .head("refersTo", .text(ready.id.description)).sent(by: .ward)
        try await scratch.acceptInCase(withdrawal, to: [.municipalCare])
        let first = try await page(door)
        #expect(first.texts("messages", "messageId").count == 2)
        #expect(first.texts("milestones", "withdrawnBy").contains(withdrawal.id.description))
    }
}
