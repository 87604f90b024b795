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

/// The operators' doors to the queues.
struct QueueEndpointsTests {
    private let scratch: ScratchQueue
    private let audit: ScratchAudit
    private let doors: [Door]

    init() async throws {
        scratch = try await ScratchQueue()
        audit = try await ScratchAudit(now: scratch.now)
        doors =
            QueueEndpoints(queue: scratch.queue, directory: { .sample() }, audit: audit.log, now: scratch.now).doors
    }

    private func all(_ identity: Identity = .mayAll, form: WireForm = .json) async throws -> HTTPResponse {
        try await doors[0].respond(to: .made("GET", "/v1/queues", by: identity, form: form))
    }

    private func one(_ unit: String, _ identity: Identity = .mayAll) async throws -> HTTPResponse {
        try await doors[1].respond(to: .made("GET", "/v1/queues/x", parameters: ["unit": unit], by: identity))
    }

    @Test func `a queue tells how deep it is, how old, and when it was polled`() async throws {
        let unit = Destination(.socialService)
        for (number, lane) in ["a", "b", "c"].enumerated() {
            let id = "00000000-0000-4000-8000-00000000000\(number)"
            let message = try ValidSample.read("GeneralMessage").head("messageId", .text(id))
            try await scratch.accept(message, to: [unit], lane: lane)
        }
        try await scratch.bury(unit)
        scratch.time.advance(seconds: 90.9)
        _ = try await scratch.lease(unit)
        let answer = try await one("se0000000002-soc1")
        #expect(
            answer.text.prefix { $0 != "B" }
                == #"{"unit":"SE0000000002-SOC1","name":"Socialtjänsten","depth":2,"waiting":1,"leased":1,"retrying":0,"#
                + #""held":0,"dead":1,"oldestAvailableAt":"2026-11-22T08:00:00Z","oldestAgeSeconds":90,"#
                + #""lastPolledAt":"2026-11-22T08:01:30.9Z","held"#)
        let report = try answer.value()
        #expect(report["heldBytes"]?.integer ?? 0 > 1_000 && report["bytesPerDay"]?.integer ?? 0 > 1_000)
    }

    @Test func `an empty queue that nobody polled has no age and no poll`() async throws {
        let members = try await one("SE0000000002-SABO1").value().members?.map(\.name)
        #expect(
            members == [
                "unit", "name", "depth", "waiting", "leased", "retrying", "held", "dead", "heldBytes", "bytesPerDay",
            ])
    }

    @Test func `all queues come in the order of their ids, 1177 last`() async throws {
        #expect(
            try await all().value().texts("queues", "unit") == [
                "SE0000000001-AVD52", "SE0000000001-HC01", "SE0000000002-KHS1", "SE0000000002-SABO1",
                "SE0000000002-SOC1", "publisher1177",
            ])
    }

    @Test func `ways to systems that get receipts pushed come behind 1177, also one that gets none any more but waits`()
        async throws
    {
        let (pushed, stray) = (SystemID.ehr, SystemID.municipal)
        let doors = QueueEndpoints(
            queue: scratch.queue, directory: { .sample() }, pushedSystems: { [pushed] }, audit: audit.log,
            now: scratch.now, pageSize: 4
        ).doors
        let receipt = try ValidSample.read("ReadReceipt")
        try await scratch.accept(receipt, to: [.receipts(of: stray)])
        let first = try await doors[0].respond(to: .made("GET", "/v1/queues")).value()
        let cursor = try #require(first["cursor"]?.text)
        let second = try await doors[0].respond(to: .made("GET", "/v1/queues?cursor=\(cursor)")).value()
        #expect(
            second.texts("queues", "unit") == [
                "SE0000000002-SOC1", "publisher1177", "receipts:ehr", "receipts:municipal",
            ])
        #expect(second.texts("queues", "name").suffix(2) == ["ehr", "municipal"])
        let last = try await doors[0].respond(to: .made("GET", "/v1/queues?cursor=publisher1177")).value()
        #expect(last.texts("queues", "unit") == ["receipts:ehr", "receipts:municipal"])
        let one = try await doors[1].respond(
            to: .made("GET", "/v1/queues/x", parameters: ["unit": "receipts:municipal"])
        ).value()
        #expect(one["depth"]?.integer == 1)
        let local = Identity.limited(.municipal, [.operate], .socialService)
        for name in ["receipts:municipal", "receipts:ehr", "receipts:x!"] {
            let error = await #expect(throws: Rejection.self) {
                try await doors[1].respond(
                    to: .made("GET", "/v1/queues/x", parameters: ["unit": name], by: local))
            }
            #expect(error?.first.code == .unknownUnit)
        }
    }

    @Test(arguments: [1, 2, 5, 6]) func `a list of many queues comes in pages`(pageSize: Int) async throws {
        let door = QueueEndpoints(
            queue: scratch.queue, directory: { .sample() }, audit: audit.log, now: scratch.now, pageSize: pageSize
        ).doors[0]
        var (units, pages, cursor) = ([String](), 0, String?.none)
        repeat {
            let target = "/v1/queues" + (cursor.map { "?cursor=\($0)" } ?? "")
            let page = try await door.respond(to: .made("GET", target)).value()
            units += page.texts("queues", "unit").compactMap { $0 }
            (pages, cursor) = (pages + 1, page["cursor"]?.text)
        } while cursor != nil && pages < 10
        #expect(units == (try await all().value().texts("queues", "unit")))
        #expect(pages == (6 + pageSize - 1) / pageSize)
        // The unit of a cursor may have gone since, and behind the last nothing comes.
        for (cursor, count) in [("SE0000000002-A", 4), ("publisher1177", 0)] {
            let page = try await doors[0].respond(to: .made("GET", "/v1/queues?cursor=\(cursor)")).value()
            #expect(page["queues"]?.items?.count == count)
        }
        let error = await #expect(throws: Rejection.self) {
            try await door.respond(to: .made("GET", "/v1/queues?cursor=x!"))
        }
        #expect(error?.first.code == .queryInvalid)
    }

    @Test func `an operator of some units sees those and no others`() async throws {
        let local = Identity.limited(.municipal, [.operate], .socialService, .neighbour)
        #expect(try await all(local).value().texts("queues", "unit") == ["SE0000000002-SOC1"])
        #expect(try await one("SE0000000002-SOC1", local).status == 200)
        for unit in ["SE0000000002-KHS1", "SE0000000003-SOC1", "publisher1177", "x!"] {
            let error = await #expect(throws: Rejection.self) { try await one(unit, local) }
            #expect(error?.first.code == .unknownUnit)
        }
    }

    @Test func `compulsory care counts only for those who may see it`() async throws {
        let unit = Destination(.socialService)
        for number in 0..<3 {
            var message = scratch.incoming(
                try ValidSample.read("GeneralMessage")
                    .head("messageId", .text("00000000-0000-4000-8000-00000000000\(number)")),
                to: [unit], lane: "\(number)")
            message.isCompulsory = number < 2
            _ = try await scratch.queue.accept(message)
            scratch.time.advance(seconds: 10)
        }
        let open = Identity.limited(.municipal, [.operate], .socialService)
        let cleared = Identity.limited(.municipal, [.operate, .compulsory], .socialService)
        for (identity, depth, age) in [(open, 1, 10), (cleared, 3, 30), (.mayAll, 3, 30)] {
            for report in [
                try await one("SE0000000002-SOC1", identity).value(),
                try #require(
                    try await all(identity).value()["queues"]?.items?
                        .first { $0["unit"]?.text == "SE0000000002-SOC1" }),
            ] {
                #expect(report["depth"]?.integer == depth && report["waiting"]?.integer == depth)
                #expect(report["oldestAgeSeconds"]?.integer == age)
            }
        }
        let less = try #require(try await one("SE0000000002-SOC1", open).value()["heldBytes"]?.integer)
        let all = try #require(try await one("SE0000000002-SOC1", cleared).value()["heldBytes"]?.integer)
        #expect(less > 0 && all > 2 * less)
    }

    @Test func `queues in XML have the names of the JSON`() async throws {
        let xml = try await all(form: .xml).text
        #expect(xml.contains(#"<queues xmlns="urn:vaxel:api:1"><queues><queue><unit>SE0000000001-AVD52</unit>"#))
    }

    @Test func `a query is refused`() async throws {
        let error = await #expect(throws: Rejection.self) {
            try await doors[0].respond(to: .made("GET", "/v1/queues?unit=x"))
        }
        #expect(error?.first.code == .queryInvalid)
    }

    // MARK: Acts

    private func act(
        _ door: Int, _ unit: String = "SE0000000002-SOC1", _ body: String = "", by identity: Identity = .mayAll
    ) async throws -> HTTPResponse {
        try await doors[door].respond(
            to: .made(
                "POST", "/v1/queues/x/act", parameters: ["unit": unit],
                headers: body.isEmpty ? [] : [("Content-Type", "application/json")], by: identity,
                body: Array(body.utf8)))
    }

    private let reason = #"{"reason": "flytt"}"#

    @Test func `a queue is paused and resumed, each with a line in the audit trail`() async throws {
        #expect(try await act(2, "SE0000000002-SOC1", reason).status == 204)
        #expect(try await act(2, "SE0000000002-SOC1", reason).status == 204)
        let pause = try await one("SE0000000002-SOC1").value()["pause"]
        #expect(pause?["reason"]?.text == "flytt" && pause?["since"]?.text == "2026-11-22T08:00:00Z")
        #expect(try await act(3).status == 204)
        #expect(try await one("SE0000000002-SOC1").value()["pause"] == nil)
        #expect(audit.actions == ["queue-paused", "queue-paused", "queue-resumed"])
        #expect(audit.entries.first?["reason"]?.text == "flytt")
        #expect(audit.entries.first?["units"]?.items?.compactMap(\.text) == ["SE0000000002-SOC1"])
    }

    @Test func `without an audit trail nothing is done`() async throws {
        audit.storage.fail(.sync, with: 5)
        for (door, body) in [(2, reason), (4, range(-60, 0))] {
            let error = await #expect(throws: Rejection.self) { try await act(door, "SE0000000002-SOC1", body) }
            #expect(error?.first.code == .auditFailed)
        }
        let report = try await one("SE0000000002-SOC1").value()
        #expect(report["pause"] == nil && report["replay"] == nil)
    }

    /// A range in seconds from now.
    private func range(_ from: Double, _ to: Double) -> String {
        let now = scratch.now()
        return """
            {"from": "\(now.adding(seconds: from).rfc3339)", "to": "\(now.adding(seconds: to).rfc3339)", "reason": "flytt"}
            """
    }

    private func complete(_ number: Int) async throws {
        let id = "00000000-0000-4000-8000-00000000000\(number)"
        let message = try ValidSample.read("GeneralMessage").head("messageId", .text(id))
        try await scratch.accept(message, to: [Destination(.socialService)], lane: id)
        let leased = try #require(try await scratch.lease(Destination(.socialService)))
        _ = try await scratch.queue.complete(leased.lease, by: .municipal, receipt: { _ in nil })
    }

    @Test func `a replay is ordered, told of, and one at a time`() async throws {
        try await complete(1)
        let ordered = try await act(4, "SE0000000002-SOC1", range(-60, 0))
        #expect(ordered.status == 202)
        let id = try #require(try ordered.value()["replayId"]?.text)
        #expect(try await act(4, "SE0000000002-SOC1", range(-60, 0)).value()["replayId"]?.text == id)
        let error = await #expect(throws: Rejection.self) {
            try await act(4, "SE0000000002-SOC1", range(-30, 0))
        }
        #expect(error?.first.code == .replayRunning)
        #expect(try await scratch.queue.advanceReplays() == 1)
        let leased = try #require(try await scratch.lease(Destination(.socialService)))
        let half = try await one("SE0000000002-SOC1").value()
        #expect(half["depth"]?.integer == 0 && half["replay"]?["open"]?.integer == 1)
        #expect(half["replay"]?["endedAt"] == nil)
        _ = try await scratch.queue.complete(leased.lease, by: .municipal, receipt: { _ in nil })
        let end = try await one("SE0000000002-SOC1").value()["replay"]
        #expect(end?["completed"]?.integer == 1 && end?["endedAt"] != nil)
        #expect(audit.actions == ["replay-ordered", "replay-ordered", "replay-ordered"])
        #expect(audit.entries.first?["from"]?.text == "2026-11-22T07:59:00Z")
        #expect(audit.entries.first?["to"]?.text == "2026-11-22T08:00:00Z")
    }

    @Test(arguments: [
        #"{"from": "2026-11-22T08:00:00Z", "to": "2026-11-22T07:00:00Z", "reason": "r"}"#,
        #"{"from": "2026-11-22T08:00:00Z", "to": "2026-11-22T09:00:00Z"}"#,
        #"{"from": "igår", "to": "2026-11-22T09:00:00Z", "reason": "r"}"#,
        #"{"to": "2026-11-22T09:00:00Z", "reason": "r"}"#,
        #"{"from": "2026-11-22T08:00:00Z", "to": "2026-11-22T09:00:00Z", "reason": "191212121212"}"#,
    ])
    func `an order that is none is refused, and the trail says nothing`(body: String) async throws {
        let error = await #expect(throws: Rejection.self) { try await act(4, "SE0000000002-SOC1", body) }
        #expect(error?.first.code == .requestBodyInvalid)
        #expect(audit.actions.isEmpty)
    }

    @Test func `nobody acts on a queue that he does not operate`() async throws {
        let local = Identity.limited(.municipal, [.operate], .socialService)
        for (door, body) in [(2, reason), (3, ""), (4, range(-60, 0))] {
            for unit in ["SE0000000002-KHS1", "publisher1177", "SE9"] {
                let error = await #expect(throws: Rejection.self) { try await act(door, unit, body, by: local) }
                #expect(error?.first.code == .unknownUnit)
            }
        }
        #expect(audit.actions.isEmpty)
        #expect(try await act(2, "publisher1177", reason).status == 204)
    }

    @Test func `an outage at 1177 is told`() async throws {
        let now = scratch.now()
        scratch.queue.note(
            DestinationOutage(since: now, failures: 2, nextTryAt: now.adding(seconds: 10)), at: .publisher1177)
        let outage = try await one("publisher1177").value()["outage"]
        #expect(outage?["failures"]?.integer == 2 && outage?["nextTryAt"]?.text == "2026-11-22T08:00:10Z")
    }

    @Test func `every door asks for the right to operate`() {
        #expect(doors.count == 5 && doors.allSatisfy { $0.access == .right(.operate) })
    }
}
