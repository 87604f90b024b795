import Foundation
import GatewayService
import TestSupport
import Testing

/// A message that the disk has damaged: nobody behind it waits, and a person can see that it is lost and put it aside.
@Suite(.serialized)
struct LostMessageJourneyTests {
    /// Flips a bit of a message's bytes in the log, or flips it back.
    private func flip(_ message: SampleMessage, in journey: Journey) throws {
        let log = "\(journey.path)/data/journal/log"
        var isFound = false
        for name in try FileManager.default.contentsOfDirectory(atPath: log) where name.hasSuffix(".seg") {
            let file = URL(filePath: "\(log)/\(name)")
            var bytes = try Data(contentsOf: file)
            // All but the last byte, which is the one that is flipped.
            guard let place = bytes.range(of: Data(message.text.utf8.dropLast())) else { continue }
            bytes[place.upperBound] ^= 1
            try bytes.write(to: file)
            isFound = true
        }
        try #require(isFound)
    }

    private func letters(_ journey: Journey, cause: String = "unreadable") async throws -> [JSONTree] {
        try await journey.operations.get("/v1/dead-letters?unit=\(Journey.social)&cause=\(cause)").json["deadLetters"]
            .items
    }

    @Test func `who is behind it is told, operators see it everywhere, it cannot be tried, and it can be put aside`()
        async throws
    {
        try await Journey.run { journey in
            let first = try SampleMessage("GeneralMessage.json", caseID: "N-2026-000931")
            let second = try SampleMessage("GeneralMessage.json", caseID: "N-2026-000931")
            for message in [first, second] { #expect(try await journey.ehr.send(message).status == 202) }
            try await journey.restart { try self.flip(first, in: journey) }

            let delivery = try #require(try await journey.municipal.lease(Journey.social, wait: 5).first)
            #expect(delivery.messageID == second.id)
            #expect(delivery["missingBefore"] == .list([.text(first.id)]))

            let letter = try #require(try await letters(journey).first)
            #expect(try await letters(journey).count == 1)
            #expect(try await letters(journey, cause: "rejected").isEmpty)
            let id = try #require(letter["deadLetterId"].text)
            #expect(letter["messageId"].text == first.id && letter["unit"].text == Journey.social)
            #expect(letter["cause"].text == "unreadable" && letter["code"].text == "VX-1709")
            // Whether it is about compulsory care is not known, so that it is told as if it were.
            #expect(letter["type"].text == "restricted" && letter["acceptedAt"].text == nil)
            #expect(letter["contact"]["phone"].text == "031-390 06 11" && letter["attGora"].text?.isEmpty == false)
            #expect(try await journey.operations.get("/v1/dead-letters/\(id)").json == letter)
            let view = try await journey.ehr.get("/v1/messages/\(first.id)")
            #expect(view.status == 500 && view.json["code"].text == "VX-1709")
            #expect(try await journey.ehr.get("/v1/messages/\(second.id)").status == 200)

            let folder = try await journey.deadLetterFolder()
            #expect(folder.hasSuffix("-restricted-\(id)"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["reason.json"])
            #expect(JSONTree([UInt8](try Data(contentsOf: URL(filePath: "\(folder)/reason.json")))) == letter)

            let retried = try await journey.operations.post("/v1/dead-letters/\(id)/retry")
            #expect(retried.status == 500 && retried.json["code"].text == "VX-1709")
            #expect(try await letters(journey).count == 1)
            #expect(try await journey.municipal.post("/v1/dead-letters/\(id)/discard").status == 403)
            #expect(try await discard(id, journey) == 204)
            #expect(try await letters(journey).isEmpty)
            #expect(try await discard(id, journey) != 204)
            try await journey.waitUntilNoDeadLetterFolder()

            // What it was comes back with its file, and what became of it stands.
            try await journey.restart { try self.flip(first, in: journey) }
            let status = try await journey.ehr.get("/v1/messages/\(first.id)").json["deliveries"].items
            #expect(status.map { $0["state"].text } == ["discarded"])
            #expect(try await letters(journey).isEmpty)
        }
    }

    private func discard(_ id: String, _ journey: Journey) async throws -> Int {
        try await journey.operations.post("/v1/dead-letters/\(id)/discard", #"{"reason":"the disk has lost it"}"#)
            .status
    }
}
