import Foundation
import GatewayService
import TestSupport
import Testing

/// Reading a message's bytes over sockets: the trail has it first, on disk.
@Suite(.serialized, .timeLimit(.minutes(30)))
struct AuditTests {
    private func entries(_ journey: Journey) throws -> [JSONTree] {
        let folder = "\(journey.path)/data/audit"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }
        return try names.sorted().flatMap { name in
            try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n")
                .map { JSONTree(Array($0.utf8)) }
        }
    }

    @Test func `no byte of a message leaves before the audit trail is on disk`() async throws {
        let storage = HeldStorage()
        try await Journey.run(storage: storage) { journey in
            let message = try SampleMessage("AdmissionNotice.xml")
            #expect(try await journey.ehr.send(message).status == 202)
            let body = #"{"reason":"Avvikelse 2026-14"}"#
            let connection = try RawConnection(port: journey.port)
            storage.hold()
            await connection.send(
                """
                POST /v1/messages/\(message.id)/payload HTTP/1.1\r
                Host: 127.0.0.1\r
                Authorization: Bearer \(try journey.token(of: "payload-reader"))\r
                Content-Type: application/json\r
                Content-Length: \(body.utf8.count)\r
                \r
                \(body)
                """)
            _ = try await eventually("a sync that is held back") { storage.heldSyncs > 0 ? true : nil }
            #expect(await connection.receive(withinMilliseconds: 300) == nil)
            storage.release()
            let answer = await connection.receive(through: "</message>")
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            #expect(answer.contains("Content-Type: application/xml"))
            let entry = try #require(try entries(journey).last)
            #expect(entry["action"].text == "payload-read")
            #expect(entry["who"].text == "Läsare Exempel")
            #expect(entry["messageId"].text == message.id)
        }
    }

    @Test func `without the right a payload is refused before anything is written`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json")
            #expect(try await journey.ehr.send(message).status == 202)
            for system in ["ehr", "operator", "auditor"] {
                let answer = try await journey.system(system).post(
                    "/v1/messages/\(message.id)/payload", #"{"reason":"x"}"#)
                #expect(answer.status == 403)
                #expect(answer.json["code"].text == "VX-1407")
            }
            #expect(try entries(journey).isEmpty)
            let reader = try journey.system("payload-reader")
            let answer = try await reader.post("/v1/messages/\(message.id)/payload", #"{"reason":"x"}"#)
            #expect(answer.status == 200)
            #expect(answer.text == message.text)
            // A GET changes nothing and reads nothing.
            #expect(try await reader.get("/v1/messages/\(message.id)/payload").status == 405)
        }
    }

    @Test func `the trail goes on over a restart, and a changed line does not keep the gateway from starting`()
        async throws
    {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json")
            #expect(try await journey.ehr.send(message).status == 202)
            func read(_ reason: String) async throws -> Int {
                try await journey.system("payload-reader").post(
                    "/v1/messages/\(message.id)/payload", "{\"reason\":\"\(reason)\"}"
                ).status
            }
            #expect(try await read("first") == 200)
            try await journey.restart()
            #expect(try await read("second") == 200)
            let check = try Preflight.check("\(journey.path)/vaxel.json")
            #expect(check.lines.contains("the audit trail is whole: 2 lines"))
            let folder = "\(journey.path)/data/audit"
            try await journey.restart {
                let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
                let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
                try text.replacing("first", with: "other").write(
                    toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
            }
            #expect(try await read("third") == 200)
            #expect(try entries(journey).map { $0["action"].text }.contains("chain-broken"))
            let broken = try Preflight.check("\(journey.path)/vaxel.json")
            #expect(broken.lines.contains("the audit trail is broken: 1 of 4 lines"))
            #expect(broken.warnings.contains { $0.contains("line 1") })
        }
    }

    @Test func `a dead letter's folder that is moved to RETRY goes back into its queue`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json")
            #expect(try await journey.ehr.send(message).status == 202)
            let delivery = try #require(try await journey.municipal.lease(Journey.social, max: 1).first)
            #expect(try await journey.municipal.reject(delivery, permanent: true).status == 204)
            let root = journey.deadLetters
            let folder = try await eventually("a dead letter's folder") {
                Journey.deadLetterFolders(of: Journey.social, below: root).first
            }
            let name = try #require(folder.split(separator: "/").last)
            try FileManager.default.moveItem(atPath: folder, toPath: "\(root)/RETRY/\(name)")
            let municipal = try journey.municipal
            let again = try await eventually("the delivery to come again") {
                try await municipal.lease(Journey.social, max: 1).first
            }
            #expect(again["deliveryId"].text == delivery["deliveryId"].text)
            #expect(try entries(journey).map { $0["action"].text } == ["dead-letter-retried"])
            _ = try await eventually("the end of the moved folder") {
                let left = try FileManager.default.contentsOfDirectory(atPath: "\(root)/RETRY")
                return left.isEmpty ? true : nil
            }
        }
    }
}
