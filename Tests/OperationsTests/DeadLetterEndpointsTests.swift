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

/// The operators' doors to dead letters: who sees which, page by page.
struct DeadLetterEndpointsTests {
    private let scratch: ScratchQueue
    private let audit: ScratchAudit
    private let doors: [Door]

    init() async throws {
        scratch = try await ScratchQueue()
        audit = try await ScratchAudit(now: scratch.now)
        doors =
            DeadLetterEndpoints(
                queue: scratch.queue, directory: { .sample() }, audit: audit.log, now: scratch.now
            ).doors
    }

    private func call(
        _ target: String, _ method: String = "GET", by identity: Identity = .mayAll, id: String? = nil
    ) async throws -> HTTPResponse {
        let pattern = id == nil ? "/v1/dead-letters" : "/v1/dead-letters/{id}\(method == "POST" ? "/retry" : "")"
        let door = try #require(doors.first { $0.method == method && $0.pattern.description == pattern })
        return try await door.respond(
            to: .made(method, target, parameters: id.map { ["id": $0] } ?? [:], by: identity))
    }

    private func discard(
        _ id: String, by identity: Identity = .mayAll, _ body: String = #"{"reason":"Skickat på nytt av avdelningen"}"#
    ) async throws -> HTTPResponse {
        let door = try #require(doors.first { $0.pattern.description == "/v1/dead-letters/{id}/discard" })
        return try await door.respond(
            to: .made(
                parameters: ["id": id], headers: [("Content-Type", "application/json")], by: identity,
                body: Array(body.utf8)))
    }

    private func code(_ work: () async throws -> HTTPResponse) async throws -> RejectionCode {
        let error = await #expect(throws: Rejection.self) { _ = try await work() }
        return try #require(error).first.code
    }

    /// Makes dead letters and returns their ids in the order of acceptance.
    private func die(_ count: Int, in destination: Destination) async throws -> [String] {
        let message = try ValidSample.read("GeneralMessage")
        var ids: [String] = []
        for _ in 0..<count {
            let number = String(scratch.queue.conservation().created + 1, radix: 16)
            let id = "00000000-0000-4000-8000-\(String(repeating: "0", count: 12 - number.count))\(number)"
            try await scratch.accept(message.head("messageId", .text(id)), to: [destination], lane: id)
            ids.append(try #require(try await scratch.bury(destination)).description)
        }
        return ids
    }

    private func ids(_ answer: HTTPResponse) throws -> [String?] {
        try #require(try answer.value()["deadLetters"]?.items).map { $0["deadLetterId"]?.text }
    }

    @Test func `a query that a call does not take is refused, and nothing is done`() async throws {
        let id = try #require(try await die(1, in: Destination(.socialService)).first)
        #expect(try await code { try await call("/?x=1", id: id) } == .queryInvalid)
        #expect(try await code { try await call("/?x=1", "POST", id: id) } == .queryInvalid)
        let door = try #require(doors.first { $0.pattern.description == "/v1/dead-letters/{id}/discard" })
        let discarding = try Call.made(
            "POST", "/?x=1", parameters: ["id": id], headers: [("Content-Type", "application/json")],
            body: Array(#"{"reason":"prov"}"#.utf8))
        #expect(try await code { try await door.respond(to: discarding) } == .queryInvalid)
        #expect(scratch.queue.conservation().dead == 1)
        #expect(audit.entries.isEmpty)
    }

    @Test func `without dead letters the list is empty and has no cursor`() async throws {
        let answer = try await call("/v1/dead-letters")
        #expect(answer.status == 200)
        #expect(answer.text == #"{"deadLetters":[]}"#)
    }

    @Test func `pages follow each other by cursor and hold each letter once`() async throws {
        let all = try await die(205, in: Destination(.socialService))
        var found: [String?] = []
        var target = "/v1/dead-letters"
        for size in [100, 100, 5] {
            let answer = try await call(target)
            let page = try ids(answer)
            #expect(page.count == size)
            found += page
            guard let cursor = try answer.value()["cursor"]?.text else { break }
            target = "/v1/dead-letters?cursor=\(cursor)"
        }
        #expect(found == all)
    }

    @Test func `a letter that goes meanwhile does not break the cursor`() async throws {
        let all = try await die(101, in: Destination(.socialService))
        let cursor = try #require(try await call("/v1/dead-letters").value()["cursor"]?.text)
        let last = try #require(DeliveryID(all[99]))
        _ = try await scratch.queue.retryDeadLetter(last, by: .operations)
        #expect(try ids(try await call("/v1/dead-letters?cursor=\(cursor)")) == [all[100]])
    }

    @Test func `a list can be of one unit, of 1177 or of one cause`() async throws {
        let social = try await die(1, in: Destination(.socialService))
        let plans = try await die(1, in: .publisher1177)
        #expect(try ids(try await call("/v1/dead-letters?unit=SE0000000002-SOC1")) == social)
        #expect(try ids(try await call("/v1/dead-letters?unit=publisher1177")) == plans)
        #expect(try ids(try await call("/v1/dead-letters?cause=rejected")) == social + plans)
        #expect(try ids(try await call("/v1/dead-letters?cause=timeSpent")) == [])
    }

    @Test(arguments: [
        "unit=x!", "cause=bad", "cursor=abc", "cursor=1", "state=dead", "unit=publisher1177&unit=publisher1177",
    ])
    func `a query that is not understood is refused`(query: String) async throws {
        #expect(try await code { try await call("/v1/dead-letters?\(query)") } == .queryInvalid)
    }

    @Test func `an operator of one unit sees that unit's letters and no others`() async throws {
        let social = try await die(1, in: Destination(.socialService))
        let other = try await die(1, in: Destination(.municipalCare))
        let plans = try await die(1, in: .publisher1177)
        let local = Identity.limited(.municipal, [.operate], .socialService)
        #expect(try ids(try await call("/v1/dead-letters", by: local)) == social)
        #expect(try await call("/x", by: local, id: social[0]).status == 200)
        for id in other + plans {
            #expect(try await code { try await call("/x", by: local, id: id) } == .deadLetterUnknown)
            #expect(try await code { try await call("/x", "POST", by: local, id: id) } == .deadLetterUnknown)
        }
        #expect(scratch.queue.conservation().dead == 3)
    }

    @Test func `what is no dead letter looks like one that never was`() async throws {
        let id = try #require(try await die(1, in: Destination(.socialService)).first)
        for other in ["", "x", "99-1", id + "0"] {
            #expect(try await code { try await call("/x", id: other) } == .deadLetterUnknown)
            #expect(try await code { try await call("/x", "POST", id: other) } == .deadLetterUnknown)
        }
    }

    @Test func `that a letter was dealt with is told to nobody who may not operate its unit`() async throws {
        let id = try #require(try await die(1, in: Destination(.socialService)).first)
        _ = try await call("/x", "POST", id: id)
        let other = Identity.limited(.municipal, [.operate], .municipalCare)
        #expect(try await code { try await call("/x", "POST", by: other, id: id) } == .deadLetterUnknown)
    }

    @Test func `a retry puts the letter back into its queue, once`() async throws {
        let id = try #require(try await die(1, in: Destination(.socialService)).first)
        #expect(try await call("/x", "POST", id: id).status == 202)
        #expect(try await code { try await call("/x", "POST", id: id) } == .deadLetterGone)
        #expect(try await code { try await discard(id) } == .deadLetterGone)
        #expect(try await code { try await call("/x", id: id) } == .deadLetterUnknown)
        #expect(audit.actions == ["dead-letter-retried"], "nothing is told that is not done")
        let leased = try #require(try await scratch.lease(Destination(.socialService)))
        #expect(leased.facts.delivery.description == id)
    }

    @Test func `a retry stands in the audit trail before it is done`() async throws {
        let id = try #require(try await die(1, in: Destination(.socialService)).first)
        audit.storage.fail(.write, with: 5)
        #expect(try await code { try await call("/x", "POST", id: id) } == .auditFailed)
        #expect(scratch.queue.conservation().dead == 1)
    }

    @Test func `a retry is told of with who asked for it`() async throws {
        let id = try #require(try await die(1, in: Destination(.socialService)).first)
        _ = try await call("/x", "POST", id: id)
        #expect(audit.actions == ["dead-letter-retried"])
        let entry = try #require(audit.entries.first)
        #expect(entry["who"]?.text == "Prov" && entry["deliveryId"]?.text == id && entry["reason"] == nil)
        #expect(entry["units"]?.items?.first?.text == "SE0000000002-SOC1")
    }

    @Test func `a discarded letter is gone, and the trail says who and why`() async throws {
        let id = try #require(try await die(1, in: Destination(.socialService)).first)
        #expect(try await discard(id).status == 204)
        let tally = scratch.queue.conservation()
        #expect(tally.dead == 0 && tally.discarded == 1 && tally.difference == 0)
        #expect(try await code { try await discard(id) } == .deadLetterGone)
        #expect(try await code { try await call("/x", "POST", id: id) } == .deadLetterGone)
        #expect(audit.actions == ["dead-letter-discarded"])
        #expect(audit.entries.first?["reason"]?.text == "Skickat på nytt av avdelningen")
        #expect(audit.entries.first?["requestId"]?.text == "test-1")
    }

    @Test(arguments: [
        "", "{}", #"{"reason":"om 191212121212"}"#, #"{"reason":"x","force":true}"#, #"{"reason":" \t"}"#,
    ])
    func `without a reason that may be kept nothing is discarded`(body: String) async throws {
        let id = try #require(try await die(1, in: Destination(.socialService)).first)
        #expect(try await code { try await discard(id, body) } == .requestBodyInvalid)
        #expect(scratch.queue.conservation().dead == 1)
        #expect(audit.entries.isEmpty)
    }

    @Test func `when the audit trail fails nothing is discarded`() async throws {
        let id = try #require(try await die(1, in: Destination(.socialService)).first)
        audit.storage.fail(.sync, with: 5)
        #expect(try await code { try await discard(id) } == .auditFailed)
        #expect(scratch.queue.conservation().dead == 1)
    }

    @Test func `an operator of another unit discards nothing`() async throws {
        let id = try #require(try await die(1, in: Destination(.socialService)).first)
        let other = Identity.limited(.municipal, [.operate], .municipalCare)
        #expect(try await code { try await discard(id, by: other) } == .deadLetterUnknown)
        #expect(scratch.queue.conservation().dead == 1)
    }

    @Test func `all doors ask for the right to operate`() {
        #expect(doors.count == 4)
        #expect(doors.allSatisfy { $0.access == .right(.operate) })
    }
}
