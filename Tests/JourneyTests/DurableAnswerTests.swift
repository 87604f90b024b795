import GatewayService
import TestSupport
import Testing

/// The promise of the 202: whoever has it can rely on the disk.
@Suite(.serialized, .timeLimit(.minutes(30)))
struct DurableAnswerTests {
    @Test func `no byte of the 202 leaves while the disk holds the sync back, and the whole answer comes after`()
        async throws
    {
        let storage = HeldStorage()
        try await Journey.run(storage: storage) { journey in
            let message = try SampleMessage("AdmissionNotice.xml")
            let connection = try RawConnection(port: journey.port)
            storage.hold()
            await connection.send(
                """
                POST /v1/messages HTTP/1.1\r
                Host: 127.0.0.1\r
                Authorization: Bearer \(try journey.token(of: "ehr"))\r
                Content-Type: application/xml\r
                Content-Length: \(message.text.utf8.count)\r
                \r
                \(message.text)
                """)
            _ = try await eventually("a sync that is held back") { storage.heldSyncs > 0 ? true : nil }
            #expect(await connection.receive(withinMilliseconds: 300) == nil)
            #expect(storage.heldSyncs >= 1)
            // Nobody else is hurt, and nobody can lease what is not durable.
            #expect(try await APIClient(port: journey.port, token: nil).get("/livez").status == 200)
            #expect(try await journey.municipal.post("/v1/queues/\(Journey.social)/leases?wait=0").status == 204)
            #expect(try await journey.ehr.get("/v1/messages/\(message.id)").status == 404)
            storage.release()
            let answer = await connection.receive(through: "</transportReceipt>")
            #expect(answer.hasPrefix("HTTP/1.1 202 "))
            #expect(answer.hasSuffix("</transportReceipt>"))
            #expect(answer.contains("Location: /v1/messages/\(message.id)\r\n"))
            let delivery = try #require(try await journey.municipal.lease(Journey.social, wait: 5).first)
            #expect(delivery.messageID == message.id)
        }
    }

    @Test func `when a sync fails nothing more is taken, the program ends as failed, and what was answered is there`()
        async throws
    {
        let storage = HeldStorage()
        try await Journey.run(storage: storage) { journey in
            let (before, after) = (try SampleMessage("AdmissionNotice.xml"), try SampleMessage("GeneralMessage.json"))
            #expect(try await journey.ehr.send(before).status == 202)
            let reason = try await Self.reasonOfEnd(of: journey) {
                storage.failSyncs()
                let refused = try await journey.ehr.send(after)
                #expect(refused.status == 503 && refused.json["code"].text == "VX-1902")
            }
            #expect(reason.contains("the journal failed") && reason.contains("fdatasync"))
            // On a disk that works again: what was answered is there, and what was refused may come again.
            try await journey.restart()
            #expect(try await journey.ehr.get("/v1/messages/\(before.id)").status == 200)
            let again = try await journey.ehr.send(after)
            #expect([200, 202].contains(again.status), "\(again.text)")
            #expect(try await journey.municipal.lease(Journey.social).map(\.messageID).contains(before.id))
        }
    }

    /// Why a gateway ended that nobody has asked to while something happened.
    private static func reasonOfEnd(of journey: Journey, while acts: () async throws -> Void) async throws -> String {
        let gateway = try #require(journey.gateway)
        async let end = gateway.run(until: { try? await Task.sleep(for: .seconds(1_200)) })
        try await acts()
        guard case .failed(let reason) = await end else { return "it ended as if it had been asked to" }
        return reason
    }

    @Test func `a duplicate that comes before the first is durable waits for it`() async throws {
        let storage = HeldStorage()
        try await Journey.run(storage: storage) { journey in
            let message = try SampleMessage("GeneralMessage.json")
            let ehr = try journey.ehr
            storage.hold()
            async let answers = withThrowingTaskGroup { group in
                for _ in 0..<5 { group.addTask { try await ehr.send(message) } }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            _ = try await eventually("a sync that is held back") { storage.heldSyncs > 0 ? true : nil }
            storage.release()
            let all = try await answers
            #expect(all.map(\.status).sorted() == [200, 200, 200, 200, 202])
            #expect(Set(all.map(\.text)).count == 1)
            #expect(try await journey.municipal.lease(Journey.social).count == 1)
        }
    }
}
