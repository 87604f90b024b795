import AccessControl
import HTTPDoors
import HTTPWire
import MessageFormats
import Messages
@testable import Operations
@testable import Queues
import SampleWorld
import Testing

/// What case and status tell of parties that change, and of messages that are passed on or were not for their receiver.
struct CaseChangeViewTests {
    private func change(
        _ number: Int, added: [UnitID] = [], removed: [UnitID] = [], from: Timestamp, cancelledBy: Int? = nil
    ) throws -> MessageStatus {
        try CaseFixture.message(
            number, "PartyChanged", cancelledBy: cancelledBy,
            effect: .changesParties(
                PartyChange(
                    added: added.map { PartyChange.Party($0, of: nil) }, removed: removed, from: from)))
    }

    @Test func `who joins is a party from the message on, and who leaves tells when`() throws {
        let later = CaseFixture.accepted.adding(seconds: 3600)
        let view = try CaseFixture.view([
            try CaseFixture.message(), try change(2, added: [.housing], removed: [.socialService], from: later),
        ])
        #expect(view.texts("parties", "unit") == ["SE0000000001-AVD52", "SE0000000002-SOC1", "SE0000000002-SABO1"])
        #expect(view.texts("parties", "leftAt") == [nil, later.rfc3339, nil])
        #expect(view.texts("parties", "kind").last == "specialHousing")
    }

    @Test func `the last change of a unit counts, and one that was cancelled does not`() throws {
        let start = CaseFixture.accepted
        let messages = [
            try CaseFixture.message(), try change(2, removed: [.socialService], from: start.adding(seconds: 60)),
            try change(3, added: [.socialService], from: start.adding(seconds: 120)),
            try change(4, removed: [.ward], from: start, cancelledBy: 5),
        ]
        #expect(try CaseFixture.view(messages).texts("parties", "leftAt") == [nil, nil])
        let left = try CaseFixture.view(Array(messages.prefix(2)))
        #expect(left.texts("parties", "leftAt") == [nil, start.adding(seconds: 60).rfc3339])
    }

    @Test func `of two changes from one moment the later one counts, and who comes and leaves by one change leaves`()
        throws
    {
        let start = CaseFixture.accepted
        let messages = [
            try CaseFixture.message(), try change(2, removed: [.socialService], from: start),
            try change(3, added: [.socialService, .housing], removed: [.housing], from: start),
        ]
        #expect(try CaseFixture.view(messages).texts("parties", "leftAt") == [nil, nil, start.rfc3339])
        // What is accepted later but holds from an earlier moment changes nothing.
        let earlier = try change(4, added: [.housing], from: start.adding(seconds: -60))
        #expect(try CaseFixture.view(messages + [earlier]).texts("parties", "leftAt") == [nil, nil, start.rfc3339])
    }

    @Test func `a misdirection stands beside the answer of the system, and nothing more is due`() throws {
        let misdirection = Misdirection(by: try CaseFixture.id(2), at: CaseFixture.accepted)
        let message = try CaseFixture.message(
            deliveries: [
                CaseFixture.delivery(
                    .completed,
                    answer: ApplicationAnswer(outcome: .ok, at: CaseFixture.accepted), misdirection: misdirection)
            ])
        let delivery = try #require(
            try CaseFixture.view([message])["messages"]?.items?.first?["deliveries"]?.items?.first)
        #expect(delivery["misdirected"]?["by"]?.text == misdirection.by.description)
        #expect(delivery["receipts"]?["application"]?["outcome"]?.text == "ok")
        #expect(delivery["receipts"]?["application"]?["dueAt"] == nil && delivery["receipts"]?["kvittens"] == nil)
    }

    // MARK: Who sees what

    private static let municipalCare = Identity.limited(.municipal, [.send, .receive, .payload], .municipalCare)
    private static let socialService = Identity.limited(.municipal, [.send, .receive, .payload], .socialService)

    /// A notice to social services, and what these do with it.
    private func world(
        telling receiver: UnitID, _ effect: (MessageID) -> MessageEffect
    ) async throws -> (ScratchQueue, Message) {
        let scratch = try await ScratchQueue()
        let notice = try ValidSample.read("AdmissionNotice")
        try await scratch.acceptInCase(notice, to: [.socialService])
        try await scratch.complete(.socialService)
        let about = try ValidSample.read("GeneralMessage").sent(by: .socialService)
        try await scratch.acceptInCase(about, to: [receiver], effect: effect(notice.id))
        return (scratch, notice)
    }

    private func status(_ scratch: ScratchQueue, _ message: Message, _ identity: Identity) async throws -> APIValue {
        let door = StatusEndpoint(queue: scratch.queue).door
        let parameters = ["messageId": message.id.description]
        return try await door.respond(to: .made("GET", "/v1/messages/x", parameters: parameters, by: identity)).value()
    }

    private func view(_ scratch: ScratchQueue, _ identity: Identity) async throws -> APIValue {
        let door = CaseEndpoint(
            queue: scratch.queue, directory: { .sample() }, fingerprints: scratch.fingerprints
        ).door
        let parameters = ["caseId": "N-2026-000417"]
        return try await door.respond(to: .made("GET", "/v1/cases/x", parameters: parameters, by: identity)).value()
    }

    private func payload(_ scratch: ScratchQueue, _ message: Message, _ identity: Identity) async throws -> Int {
        let audit = try await ScratchAudit(now: scratch.now)
        let door = PayloadEndpoints(queue: scratch.queue, audit: audit.log, now: scratch.now).doors[0]
        do {
            return try await door.respond(
                to: .made(
                    parameters: ["messageId": message.id.description], headers: [("Content-Type", "application/json")],
                    by: identity, body: Array(#"{"reason":"Avvikelse"}"#.utf8))
            ).status
        } catch let rejection as Rejection {
            return rejection.status
        }
    }

    @Test func `who a message is passed on to has a part in it, and may read it`() async throws {
        let (scratch, notice) = try await world(telling: .municipalCare) { .forwards($0, to: .municipalCare) }
        let told = try await status(scratch, notice, Self.municipalCare)
        #expect(told.texts("forwarded", "to") == ["SE0000000002-KHS1"])
        #expect(told.texts("forwarded", "from") == ["SE0000000002-SOC1"])
        let view = try await view(scratch, Self.municipalCare)
        #expect(view.texts("milestones", "step") == ["admitted", "estimate"])
        #expect(view.texts("milestones", "at").first == "2026-11-22T06:40:00+01:00")
        #expect(try await payload(scratch, notice, Self.municipalCare) == 200)
        let housing = Identity.limited(.municipal, [.send, .receive, .payload], .housing)
        #expect(try await payload(scratch, notice, housing) == 404)
    }

    @Test func `to a unit that a message was not for its content is hidden, and to the others it is not`() async throws
    {
        let (scratch, notice) = try await world(telling: .ward) { .misdirects($0) }
        #expect(try await payload(scratch, notice, Self.socialService) == 403)
        #expect(try await payload(scratch, notice, .limited(.ehr, [.payload], .ward)) == 200)
        let trusted = Identity.limited(.municipal, [.payload, .audit], .socialService)
        #expect(try await payload(scratch, notice, trusted) == 200)
        // It still sees that there was a message, and nothing that stands in it.
        let hidden = try await view(scratch, Self.socialService)
        #expect(hidden.texts("messages", "type") == ["AdmissionNotice", "GeneralMessage"])
        #expect(hidden.texts("milestones", "at") == [nil, nil])
        let sender = try await view(scratch, .limited(.ehr, [.send], .ward))
        #expect(sender.texts("milestones", "at").first == "2026-11-22T06:40:00+01:00")
        let delivery = try await status(scratch, notice, Self.socialService)["deliveries"]?.items?.first
        #expect(delivery?["misdirected"]?["by"] != nil)
        #expect(delivery?["receipts"]?["application"]?["outcome"]?.text == "ok")
    }

    @Test func `a message that went to nobody can be read by its sender`() async throws {
        let scratch = try await ScratchQueue()
        let block = try ValidSample.read("AccessBlockChanged")
        try await scratch.acceptInCase(block, to: [])
        let right: Set<Right> = [.send, .payload, .compulsory]
        #expect(try await payload(scratch, block, .limited(.ehr, right, .healthCentre)) == 200)
        #expect(try await payload(scratch, block, .limited(.ehr, right, .ward)) == 404)
        #expect(
            try await status(scratch, block, .limited(.ehr, right, .healthCentre))["deliveries"]?.items?.isEmpty == true
        )
    }
}
