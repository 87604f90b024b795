import DurableLog
import Foundation
import TestSupport
import Testing

/// A gateway whose store may be a copy or is damaged shows what is there, and takes and gives out nothing.
@Suite(.serialized)
struct StandstillTests {
    /// Puts a copy of the journal's folder in its place.
    private func replaceByCopy(_ journey: Journey) throws {
        let journal = "\(journey.path)/data/journal"
        try FileManager.default.copyItem(atPath: journal, toPath: "\(journal)-copy")
        try FileManager.default.removeItem(atPath: journal)
        try FileManager.default.moveItem(atPath: "\(journal)-copy", toPath: journal)
    }

    /// Changes a byte of the first message's batch.
    private func damage(_ journey: Journey) throws {
        let path = "\(journey.path)/data/journal/log/00000000000000000001.seg"
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[4096 + 300] ^= 1
        try bytes.write(to: URL(filePath: path))
        // With a snapshot the start would look at what lies behind it only.
        try FileManager.default.removeItem(atPath: "\(journey.path)/data/journal/snapshots")
    }

    /// What a gateway that stands still answers to whatever would change something.
    private func expectStandstill(_ journey: Journey, _ code: String) async throws {
        let intake = try await journey.ehr.send(try SampleMessage("GeneralMessage.json"))
        #expect(intake.status == 503 && intake.json["code"].text == code)
        #expect(intake.json["mendBy"].text == "operator")
        let lease = try await journey.municipal.post("/v1/queues/\(Journey.social)/leases?max=1&wait=0&lease=60")
        #expect(lease.status == 503 && lease.json["code"].text == code)
        #expect(try await journey.ehr.get("/readyz").status == 503)
        #expect(try await journey.operations.get("/v1/queues").status == 200)
        #expect(try await journey.operations.get("/v1/dead-letters").status == 200)
    }

    @Test func `a copied store is shown and held until it is released`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json")
            #expect(try await journey.ehr.send(message).status == 202)
            let leased = try #require(try await journey.municipal.lease(Journey.social, lease: 3600).first)
            #expect(journey.standstill == nil)
            try await journey.restart { try replaceByCopy(journey) }

            try await expectStandstill(journey, "VX-1760")
            #expect(try await journey.municipal.complete(leased).status == 503)
            #expect(try await journey.ehr.get("/v1/messages/\(message.id)").status == 200)
            let figures = try await journey.ehr.get("/metrics").text
            #expect(figures.contains("vaxel_store_held 1") && figures.contains("vaxel_store_read_only 0"))
            let text = try #require(journey.standstill)
            #expect(text.contains("vaxel store release") && text.contains("Lagret är låst"))

            try await journey.restart { _ = try Journal.release(at: "\(journey.path)/data/journal") }
            #expect(journey.standstill == nil)
            #expect(try await journey.municipal.complete(leased).status == 204)
            #expect(try await journey.ehr.get("/readyz").status == 200)
        }
    }

    @Test func `a gateway for reading only writes nothing into the journal's folder`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json")
            #expect(try await journey.ehr.send(message).status == 202)
            var before: [String] = []
            try await journey.restart(readingOnly: true) { before = try contents(journey) }
            try await expectStandstill(journey, "VX-1770")
            #expect(try await journey.ehr.get("/v1/messages/\(message.id)").status == 200)
            #expect(journey.standstill?.contains("Enbart läsning") == true)
            #expect(try await journey.ehr.get("/metrics").text.contains("vaxel_store_read_only 1"))
            var after: [String] = []
            try await journey.restart { after = try contents(journey) }
            #expect(after == before)
            #expect(try await journey.municipal.lease(Journey.social).count == 1)
        }
    }

    @Test func `a damaged store does not start, says what to do, and is shown for reading only`() async throws {
        try await Journey.run { journey in
            let messages = try (0..<3).map { try SampleMessage("GeneralMessage.json", caseID: "N-2026-00092\($0)") }
            for message in messages { #expect(try await journey.ehr.send(message).status == 202) }
            let reason = try await journey.failToStart { try damage(journey) }
            #expect(reason.contains("records 1 to at least"), "\(reason)")
            #expect(reason.contains("vaxel store verify") && reason.contains("--read-only"))
            #expect(reason.contains("Inget är ändrat"))

            try await journey.restart(readingOnly: true)
            try await expectStandstill(journey, "VX-1770")
            var statuses: [Int] = []
            for message in messages { statuses.append(try await journey.ehr.get("/v1/messages/\(message.id)").status) }
            #expect(statuses == [404, 200, 200], "what was not damaged is there")
            let payload = try await journey.system("payload-reader")
                .post("/v1/messages/\(messages[2].id)/payload", #"{"reason": "incident"}"#)
            #expect(payload.status == 200)
        }
    }

    private func contents(_ journey: Journey) throws -> [String] {
        let folder = "\(journey.path)/data/journal"
        return try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().map { name in
            "\(name) \(FileManager.default.contents(atPath: "\(folder)/\(name)")?.hashValue ?? 0)"
        }
    }
}
