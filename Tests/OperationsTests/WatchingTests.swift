import AccessControl
import AuditTrail
import Glibc
import HTTPDoors
import HTTPWire
import Messages
@testable import Operations
import Queues
import SampleWorld
import Telemetry
import TestSupport
import Testing

/// Health, figures and the status of a message.
struct WatchingTests {
    private let scratch: ScratchQueue
    private let audit: ScratchAudit

    init() async throws {
        scratch = try await ScratchQueue()
        audit = try await ScratchAudit(now: scratch.now)
    }

    private func get(_ path: String) async throws -> HTTPResponse {
        let doors = HealthEndpoints(
            queue: scratch.queue, audit: audit.log, metrics: MetricsRegistry(), directory: { .sample() }
        ).doors
        let door = try #require(doors.first { $0.pattern.description == path })
        #expect(door.access == (path == "/metrics" ? .local : .open))
        return try await door.respond(to: .made("GET", path, by: .anonymous))
    }

    @Test func `a gateway that works is alive and ready`() async throws {
        #expect(try await get("/livez").text == "alive\n")
        #expect(try await get("/readyz").text == "ready\n")
    }

    @Test func `an audit trail that has failed makes the gateway unready, and a full disk does not`() async throws {
        let event = AuditEvent(at: scratch.now(), action: .payloadRead, system: .operations)
        audit.storage.fail(.write, with: ENOSPC)
        await #expect(throws: AuditFailure.diskFull) { try await audit.log.record(event) }
        #expect(try await get("/readyz").text == "ready\n")
        #expect(try await get("/metrics").text.contains("\nvaxel_audit_failed 0\n"))
        audit.storage.fail(.sync, with: EIO)
        await #expect(throws: AuditFailure.self) { try await audit.log.record(event) }
        let refusal = await #expect(throws: Rejection.self) { _ = try await get("/readyz") }
        #expect(refusal?.first.code == .auditFailed)
        #expect(try await get("/metrics").text.contains("\nvaxel_audit_failed 1\n"))
        #expect(try await get("/livez").text == "alive\n")
    }

    @Test func `figures account for every delivery`() async throws {
        let unit = Destination(.socialService)
        try await scratch.accept(try ValidSample.read("AdmissionNotice"), to: [unit], lane: "a")
        try await scratch.accept(try ValidSample.read("GeneralMessage"), to: [unit], lane: "b")
        try await scratch.bury(unit)
        let figures = try await get("/metrics")
        #expect(figures.headers.first("content-type") == "text/plain; version=0.0.4; charset=utf-8")
        for line in [
            #"vaxel_deliveries{state="waiting"} 1"#, #"vaxel_deliveries{state="leased"} 0"#,
            #"vaxel_deliveries{state="dead"} 1"#, "vaxel_conservation_difference 0",
        ] {
            #expect(figures.text.split(separator: "\n").contains(Substring(line)))
        }
    }

    @Test func `compulsory care is in no unit's figures, and summed by organisation as restricted`() async throws {
        let (ward, home) = (Destination(.ward), Destination(.socialService))
        for (number, unit) in [ward, ward, home].enumerated() {
            var message = scratch.incoming(
                try ValidSample.read("GeneralMessage").head(
                    "messageId", .text("00000000-0000-4000-8000-00000000000\(number)")),
                to: [unit], lane: "\(number)")
            message.isCompulsory = number != 1
            _ = try await scratch.queue.accept(message)
        }
        let lines = try await get("/metrics").text.split(separator: "\n")
        for line in [
            #"vaxel_queue_depth{unit="SE0000000001-AVD52"} 1"#, #"vaxel_queue_depth{unit="SE0000000002-SOC1"} 0"#,
            #"vaxel_queue_depth{organisation="SE0000000001",kind="restricted"} 1"#,
            #"vaxel_queue_depth{organisation="SE0000000002",kind="restricted"} 1"#,
            #"vaxel_queue_held_bytes{unit="SE0000000002-SOC1"} 0"#,
            #"vaxel_queue_accepted_bytes_per_day{unit="SE0000000002-SOC1"} 0"#,
        ] {
            #expect(lines.contains(Substring(line)), "\(line)")
        }
        for name in ["held_bytes", "accepted_bytes_per_day"] {
            let start = #"vaxel_queue_\#(name){organisation="SE0000000002",kind="restricted"} "#
            let line = try #require(lines.first { $0.hasPrefix(start) })
            #expect(Int(line.dropFirst(start.count)) ?? 0 > 100)
        }
    }

    @Test func `a unit with deliveries that the directory does not have is in the figures until they are gone`()
        async throws
    {
        let stray = Destination(try #require(UnitID("SE0000000009-SOC9")))
        let line = #"vaxel_queue_depth{unit="SE0000000009-SOC9"} 1"#
        try await scratch.accept(try ValidSample.read("AdmissionNotice"), to: [stray])
        #expect(scratch.queue.destinationsWithOpenDeliveries == [stray])
        #expect(try await get("/metrics").text.split(separator: "\n").contains(Substring(line)))
        let leased = try #require(try await scratch.lease(stray))
        _ = try await scratch.queue.complete(leased.lease, by: .municipal, receipt: { _ in nil })
        #expect(scratch.queue.destinationsWithOpenDeliveries.isEmpty)
        #expect(try await !get("/metrics").text.contains("SE0000000009-SOC9"))
    }

    @Test func `receipts that wait for a system are in the figures, with the system and no unit`() async throws {
        let way = Destination.receipts(of: .ehr)
        try await scratch.accept(try ValidSample.read("ReadReceipt"), to: [way])
        let outage = DestinationOutage(since: scratch.now(), failures: 1, nextTryAt: scratch.now())
        scratch.queue.note(outage, at: way)
        let lines = try await get("/metrics").text.split(separator: "\n")
        for line in [#"vaxel_queue_depth{unit="receipts:ehr"} 1"#, #"vaxel_queue_outage{unit="receipts:ehr"} 1"#] {
            #expect(lines.contains(Substring(line)), "\(line)")
        }
    }

    @Test func `figures tell of each queue its depth, its bytes, and whether it stands`() async throws {
        let unit = Destination(.socialService)
        try await scratch.accept(try ValidSample.read("AdmissionNotice"), to: [unit])
        _ = try await scratch.queue.pause(unit, by: .operations, reason: "prov")
        let lines = try await get("/metrics").text.split(separator: "\n")
        for line in [
            #"vaxel_queue_depth{unit="SE0000000002-SOC1"} 1"#, #"vaxel_queue_depth{unit="publisher1177"} 0"#,
            #"vaxel_queue_paused{unit="SE0000000002-SOC1"} 1"#, #"vaxel_queue_paused{unit="SE0000000002-KHS1"} 0"#,
            #"vaxel_queue_outage{unit="publisher1177"} 0"#, #"vaxel_queue_held_bytes{unit="SE0000000002-KHS1"} 0"#,
            "vaxel_journal_at_floor 0",
        ] {
            #expect(lines.contains(Substring(line)), "\(line)")
        }
        // No limit, no line; no replay, no line.
        #expect(!lines.contains { $0.hasPrefix("vaxel_queue_backlog_limit") })
        #expect(!lines.contains { $0.hasPrefix("vaxel_queue_replay_open") })
    }

    @Test func `room and days are told when they are known, without a pace as infinity`() throws {
        let room = JournalRoom(journalBytes: 7, freeBytes: 1_000, floorBytes: 5, bytesPerDay: 0)
        let text = QueueMetrics(
            queues: scratch.queue.figures(of: [.publisher1177]), restricted: [], room: room, isAtFloor: true
        ).text
        let lines = text.split(separator: "\n")
        for line in [
            "vaxel_journal_bytes 7", "vaxel_journal_free_bytes 1000", "vaxel_journal_floor_bytes 5",
            "vaxel_journal_days_to_full +Inf", #"vaxel_queue_days_to_full{unit="publisher1177"} +Inf"#,
            "vaxel_journal_at_floor 1",
        ] {
            #expect(lines.contains(Substring(line)), "\(line)")
        }
        let fast = JournalRoom(journalBytes: 7, freeBytes: 1_000, floorBytes: 5, bytesPerDay: 300)
        #expect(
            QueueMetrics(queues: [], restricted: [], room: fast, isAtFloor: false).text.contains("days_to_full 3.3\n"))
    }

    @Test func `a delivery counts in exactly one state, whichever it is`() async throws {
        let notice = try ValidSample.read("AdmissionNotice")
        let plan = try ValidSample.read("SipEstablished")
        let cancelling = try ValidSample.read("GeneralMessage").typed(.messageCancelled).sent(by: .ward)
        try await scratch.acceptInCase(notice, to: [.housing, .healthCentre])
        try await scratch.complete(.housing)
        try await scratch.acceptInCase(
            cancelling, to: [.socialService], effect: .cancels(notice.id, isWrongPatient: false))
        let dead = try #require(try await scratch.bury(Destination(.socialService)))
        _ = try await scratch.queue.discard(dead, by: .operations, reason: "prov")
        try await scratch.acceptInCase(plan, to: [.municipalCare], alsoTo: [.publisher1177])
        let held = try #require(try await scratch.lease(.publisher1177))
        _ = try await scratch.queue.hold(
            held.lease, by: .municipal, fault: DeliveryFault(code: "VX-1712", reason: "no"), seconds: 60)
        let figures = try await get("/metrics").text.split(separator: "\n")
        for (state, number) in [
            ("waiting", 1), ("leased", 0), ("retrying", 0), ("held", 1), ("dead", 0), ("completed", 1),
            ("cancelled", 1), ("discarded", 1), ("expired", 0),
        ] {
            #expect(figures.contains("vaxel_deliveries{state=\"\(state)\"} \(number)"), "\(state)")
        }
        #expect(figures.contains("vaxel_conservation_difference 0"))
    }

    @Test func `the status of a message is for those who have a part in it`() async throws {
        let message = try ValidSample.read("AdmissionNotice")
        try await scratch.accept(message, to: [Destination(.socialService)])
        let door = StatusEndpoint(queue: scratch.queue).door
        func status(_ identity: Identity, _ id: String) async throws -> Int {
            do throws(Rejection) {
                let call: Call
                do { call = try .made("GET", "/", parameters: ["messageId": id], by: identity) } catch {
                    throw Rejection(.internalError)
                }
                return try await door.respond(to: call).status
            } catch { return error.status }
        }
        let id = message.id.description
        #expect(try await status(.limited(.ehr, [.send], .ward), id) == 200)
        #expect(try await status(.limited(.municipal, [.receive], .socialService), id) == 200)
        #expect(try await status(.mayAll, id) == 200)
        #expect(try await status(.limited(.ehr, [.receive], .ward), id) == 404)
        #expect(try await status(.limited(.ehr, [.send], .socialService), id) == 404)
        #expect(try await status(.limited(.ehr, [.operate], .socialService), id) == 404)
        #expect(try await status(.mayAll, "00000000-0000-4000-8000-000000000000") == 404)
        #expect(try await status(.mayAll, "x") == 404)
    }
}
