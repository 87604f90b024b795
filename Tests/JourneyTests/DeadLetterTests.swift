import Foundation
import GatewayService
import TestSupport
import Testing

/// What has been given up: nothing is lost, a person can see what, why and whom to call, and try again.
@Suite(.serialized)
struct DeadLetterTests {
    /// Sends a message, has it rejected for good, and returns its dead letter.
    private func bury(_ message: SampleMessage, in journey: Journey) async throws -> JSONTree {
        #expect(try await journey.ehr.send(message).status == 202)
        let delivery = try #require(try await journey.municipal.lease(Journey.social, max: 1).first)
        #expect(delivery.messageID == message.id)
        #expect(try await journey.municipal.reject(delivery, permanent: true).status == 204)
        let letters = try await journey.operations.get("/v1/dead-letters?unit=\(Journey.social)").json["deadLetters"]
            .items
        return try #require(letters.first { $0["messageId"].text == message.id })
    }

    @Test(arguments: ["GeneralMessage.json", "GeneralMessage.xml"])
    func `a message rejected for good lies in a folder with the sender's bytes and the reason`(sample: String)
        async throws
    {
        try await Journey.run { journey in
            let message = try SampleMessage(sample)
            let letter = try await bury(message, in: journey)
            let id = try #require(letter["deadLetterId"].text)
            let folder = try await journey.deadLetterFolder()
            let name = "message.\(sample.hasSuffix("xml") ? "xml" : "json")"
            #expect(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")) == Data(message.text.utf8))
            #expect(folder.hasSuffix("-GeneralMessage-\(id)"))
            let reason = JSONTree([UInt8](try Data(contentsOf: URL(filePath: "\(folder)/reason.json"))))
            #expect(reason["cause"].text == "rejected")
            #expect(reason["code"].text == "EJ-KAND")
            #expect(reason["reason"].text == "The case is not known here")
            #expect(reason["attempts"].items.count == 1)
            #expect(reason["contact"]["phone"].text == "031-390 06 11")
            #expect(reason["whatToDo"].text?.isEmpty == false)
            for path in [journey.deadLetters, "\(journey.deadLetters)/\(Journey.social)", folder, "\(folder)/\(name)"] {
                let mode = try #require(
                    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
                #expect(mode & 0o077 == 0, "others can read \(path)")
            }

            let receipt = try #require(try await journey.ehr.lease(Journey.ward).first)["message"]["content"]
            #expect(receipt["outcome"].text == "fatal-error")
            #expect(receipt["errors"].items.first?["code"].text == "EJ-KAND")
            let shown = try await journey.operations.get("/v1/dead-letters/\(id)")
            #expect(shown.status == 200)
            #expect(!shown.text.contains("Hemtjänst"), "a dead letter is shown without its payload")
            #expect(try await journey.municipal.get("/v1/dead-letters").status == 403)
        }
    }

    @Test func `a retried dead letter comes again, completes with a receipt ok, and its folder goes`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json")
            let id = try #require(try await bury(message, in: journey)["deadLetterId"].text)
            _ = try await journey.deadLetterFolder()
            #expect(try await journey.operations.post("/v1/dead-letters/\(id)/retry").status == 202)
            try await journey.waitUntilNoDeadLetterFolder()
            let delivery = try #require(try await journey.municipal.lease(Journey.social, wait: 5).first)
            #expect(delivery.messageID == message.id)
            #expect(try await journey.municipal.complete(delivery).status == 204)
            let outcomes = try await receipts(in: journey)
            #expect(outcomes == ["fatal-error", "ok"])
            #expect(try await journey.operations.post("/v1/dead-letters/\(id)/retry").status >= 400)
            #expect(try await journey.operations.post("/v1/dead-letters/7-77/retry").status == 404)
        }
    }

    private func receipts(in journey: Journey) async throws -> [String?] {
        var outcomes: [String?] = []
        while let receipt = try await journey.ehr.lease(Journey.ward, max: 1).first {
            outcomes.append(receipt["message"]["content"]["outcome"].text)
            #expect(try await journey.ehr.complete(receipt).status == 204)
        }
        return outcomes
    }

    @Test func `a dead letter holds nobody up: successors say what is missing, and it comes back out of order`()
        async throws
    {
        try await Journey.run { journey in
            let first = try SampleMessage("GeneralMessage.json", caseID: "N-2026-000911")
            let second = try SampleMessage("GeneralMessage.json", caseID: "N-2026-000911")
            let id = try #require(try await bury(first, in: journey)["deadLetterId"].text)
            #expect(try await journey.ehr.send(second).status == 202)
            let successor = try #require(try await journey.municipal.lease(Journey.social).first)
            #expect(successor.messageID == second.id)
            #expect(successor["missingBefore"] == .list([.text(first.id)]))
            #expect(try await journey.municipal.complete(successor).status == 204)
            #expect(try await journey.operations.post("/v1/dead-letters/\(id)/retry").status == 202)
            let redriven = try #require(try await journey.municipal.lease(Journey.social, wait: 5).first)
            #expect(redriven.messageID == first.id)
            #expect(redriven["outOfOrder"].boolean == true)
            #expect(redriven["overtakenBy"] == .list([.text(second.id)]))
        }
    }

    @Test func `folders are set right at start: a missing one is made, one of no dead letter removed`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json")
            _ = try await bury(message, in: journey)
            let folder = try await journey.deadLetterFolder()
            let leftover = "\(journey.deadLetters)/\(Journey.nurses)/20260101T000000Z-GeneralMessage-99-1"
            try await journey.restart {
                try FileManager.default.removeItem(atPath: folder)
                try FileManager.default.createDirectory(atPath: leftover, withIntermediateDirectories: true)
                try Data("{}".utf8).write(to: URL(filePath: "\(leftover)/reason.json"))
            }
            #expect(try await journey.deadLetterFolder() == folder)
            #expect(try Data(contentsOf: URL(filePath: "\(folder)/message.json")) == Data(message.text.utf8))
            _ = try await eventually("the end of the leftover") {
                FileManager.default.fileExists(atPath: leftover) ? nil : true
            }
        }
    }

    @Test func `a delivery that lapses again and again dies after its attempts, and the sender is told by the gateway`()
        async throws
    {
        try await Journey.run(adjust: { $0.delivery.attempts = 2 }) { journey in
            let message = try SampleMessage("GeneralMessage.json")
            #expect(try await journey.ehr.send(message).status == 202)
            for attempt in 1...2 {
                let delivery = try #require(try await journey.municipal.lease(Journey.social, wait: 10).first)
                #expect(delivery["attempt"].number == attempt)
                #expect(try await journey.municipal.reject(delivery, permanent: false).status == 204)
            }
            #expect(try await journey.municipal.lease(Journey.social, wait: 1).isEmpty)
            let letter = try #require(
                try await journey.operations.get("/v1/dead-letters").json["deadLetters"].items.first)
            #expect(letter["cause"].text == "attemptsSpent")
            let receipt = try #require(try await journey.ehr.lease(Journey.ward).first)["message"]["content"]
            #expect(receipt["outcome"].text == "fatal-error")
            #expect(receipt["issuedBy"].text == "gateway")
            #expect(receipt["errors"].items.first?["mendBy"].text == "operator")
        }
    }
}
