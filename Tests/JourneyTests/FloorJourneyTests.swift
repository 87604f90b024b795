import GatewayService
import TestSupport
import Testing

/// A disk that runs full: nothing comes in, everything goes out, and nobody has to do anything when there is room again.
@Suite(.serialized, .timeLimit(.minutes(30)))
struct FloorJourneyTests {
    private static let mebibyte: UInt64 = 1 << 20

    private func run(_ story: (Journey, HeldStorage) async throws -> Void) async throws {
        let storage = HeldStorage()
        storage.setFreeBytes(1_000 * Self.mebibyte)
        try await Journey.run(storage: storage) {
            $0.journal.floor = 100
        } _: { journey in
            try await story(journey, storage)
        }
    }

    private func figure(_ name: String, _ journey: Journey) async throws -> Double? {
        Self.figure(name, in: try await journey.ehr.get("/metrics").text)
    }

    private static func figure(_ name: String, in text: String) -> Double? {
        text.split(separator: "\n").first { $0.hasPrefix("\(name) ") }.flatMap { Double($0.dropFirst(name.count + 1)) }
    }

    @Test func `at the floor intake is refused by a stable code, the rest goes on, and intake resumes by itself`()
        async throws
    {
        try await run { journey, storage in
            let messages = try (0..<4).map { try SampleMessage("GeneralMessage.json", caseID: "N-2026-00093\($0)") }
            for message in messages[..<3] { #expect(try await journey.ehr.send(message).status == 202) }
            #expect(try await journey.ehr.get("/readyz").status == 200)
            #expect(try await figure("vaxel_journal_at_floor", journey) == 0)

            let ehr = try journey.ehr
            storage.setFreeBytes(100 * Self.mebibyte - 1)
            let unready = try await eventually("the floor to be noticed") {
                let answer = try await ehr.get("/readyz")
                return answer.status == 200 ? nil : answer
            }
            #expect(unready.status == 507 && unready.json["code"].text == "VX-1907")
            let refused = try await ehr.send(messages[3])
            #expect(refused.status == 507 && refused.json["code"].text == "VX-1907")
            #expect(refused.json["mendBy"].text == "operator" && refused.header("Retry-After") == "60")
            #expect(refused.header("Content-Type")?.hasPrefix("application/problem+json") == true)
            #expect(try await journey.ehr.get("/livez").status == 200)
            #expect(try await figure("vaxel_journal_at_floor", journey) == 1)
            #expect(try await figure("vaxel_journal_free_bytes", journey) == 0)
            #expect(try await figure("vaxel_journal_days_to_full", journey) == 0)

            // Who asks again for what is stored is answered, and what is there goes out, whatever becomes of it.
            #expect(try await journey.ehr.send(messages[0]).status == 200)
            let leased = try await journey.municipal.lease(Journey.social)
            try #require(leased.count == 3)
            #expect(try await journey.municipal.complete(leased[0]).status == 204)
            #expect(try await journey.municipal.reject(leased[1], permanent: true).status == 204)
            #expect(try await journey.municipal.reject(leased[2], permanent: false).status == 204)
            let dead = try #require(
                try await journey.operations.get("/v1/dead-letters").json["deadLetters"].items.first)
            let retry = try await journey.operations.post("/v1/dead-letters/\(dead["deadLetterId"].text ?? "")/retry")
            #expect(retry.status == 202)
            #expect(try await journey.ehr.send(messages[3]).status == 507, "still")

            storage.setFreeBytes(100 * Self.mebibyte)
            _ = try await eventually("room to be noticed") {
                try await ehr.get("/readyz").status == 200 ? true : nil
            }
            // The same message, sent again by whoever was refused.
            #expect([200, 202].contains(try await journey.ehr.send(messages[3]).status))
            #expect(try await figure("vaxel_journal_at_floor", journey) == 0)
        }
    }

    @Test func `bytes and days to the floor are told of each unit, in figures and in the queues' view`() async throws {
        try await run { journey, storage in
            let message = try SampleMessage("GeneralMessage.json")
            #expect(try await journey.ehr.send(message).status == 202)
            // 900 MiB until the floor, by the pace of what one message makes of an hour.
            let social = "{unit=\"\(Journey.social)\"}"
            let pace = try #require(try await figure("vaxel_queue_accepted_bytes_per_day\(social)", journey))
            let held = try #require(try await figure("vaxel_queue_held_bytes\(social)", journey))
            #expect(held > 300 && pace == held * 24)
            let days = try #require(try await figure("vaxel_queue_days_to_full\(social)", journey))
            let expected = Double(900 * Self.mebibyte) / pace
            #expect(abs(days - expected) < 0.1)
            #expect(try await figure("vaxel_journal_days_to_full", journey) == days)
            #expect(try await figure("vaxel_journal_free_bytes", journey) == Double(900 * Self.mebibyte))
            // Nothing came for the neighbour: it never fills the disk.
            let neighbour = "{unit=\"\(Journey.neighbour)\"}"
            #expect(try await figure("vaxel_queue_days_to_full\(neighbour)", journey) == .infinity)
            #expect(try await figure("vaxel_queue_held_bytes\(neighbour)", journey) == 0)

            let view = try await journey.operations.get("/v1/queues/\(Journey.social)").json
            #expect(view["daysToFull"].number == Int(expected) && view["heldBytes"].number == Int(held))
            #expect(view["bytesPerDay"].number == Int(pace))
            let other = try await journey.operations.get("/v1/queues/\(Journey.neighbour)").json
            #expect(other["daysToFull"].number == nil && other["heldBytes"].number == 0)

            // Half the room, half the days; and what was taken is held no more.
            storage.setFreeBytes(550 * Self.mebibyte)
            let client = try journey.ehr
            let half = try await eventually("the room to be asked for again") {
                let now = Self.figure("vaxel_queue_days_to_full\(social)", in: try await client.get("/metrics").text)
                return now == days ? nil : now
            }
            #expect(abs(half * 2 - expected) < 0.2)
            let leased = try #require(try await journey.municipal.lease(Journey.social).first)
            #expect(try await journey.municipal.complete(leased).status == 204)
            #expect(try await figure("vaxel_queue_held_bytes\(social)", journey) == 0)
        }
    }
}
