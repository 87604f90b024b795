import Foundation
import GatewayService
import HTTPTransport
import TestSupport
import Testing

/// A system that has its receipts pushed gets them over HTTP, whatever happens to it or to the gateway meanwhile.
@Suite(.serialized)
struct ReceiptPushingTests {
    private static let queue = "/v1/queues/receipts:ehr"

    /// Has the directory push receipts to the EHR, or no more.
    private func edit(_ journey: Journey, _ old: String, _ new: String) throws {
        let file = "\(journey.path)/directory.json"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains(old))
        try text.replacing(old, with: new).write(toFile: file, atomically: false, encoding: .utf8)
    }

    private func push(to socket: String, form: String) -> String {
        """
        "name": "ehr", "receipts": "push",
        "receiptsTo": { "url": "unix:\(socket)", "path": "/vaxel/receipts", "form": "\(form)" },
        """
    }

    /// Has the municipality fetch and complete the one message that waits, read by a person if so wished.
    private func handle(_ message: SampleMessage, in journey: Journey, isRead: Bool) async throws {
        #expect(try await journey.ehr.send(message).status == 202)
        let municipal = try journey.municipal
        let delivery = try #require(try await municipal.lease(Journey.social).first)
        #expect(delivery.messageID == message.id)
        if isRead {
            let body = """
                {"readBy": {"hsaId": "SE0000000002-P1", "name": "Testperson Två"}, \
                "readAt": "\(Date().formatted(.iso8601))"}
                """
            let path = "/v1/deliveries/\(delivery["deliveryId"].text ?? "")/kvittens"
            #expect(try await municipal.post(path, body).status == 202)
        }
        #expect(try await municipal.complete(delivery).status == 204)
    }

    private func waiting(_ depth: Int, in journey: Journey) async throws -> JSONTree {
        let operations = try journey.operations
        return try await eventually("\(depth) receipts on their way") {
            let report = try await operations.get(Self.queue).json
            return report["depth"].number == depth ? report : nil
        }
    }

    @Test func `receipts wait for a system that is down, over a restart, and come once when it is there`() async throws
    {
        let folder = TemporaryFolder()
        let socket = "\(folder.path)/ehr.sock"
        try await Journey.run(adjust: { $0.delivery.longestRetry = 0.2 }) { journey in
            try await journey.restart { try edit(journey, #""name": "ehr","#, push(to: socket, form: "xml")) }
            let message = try SampleMessage("AdmissionNotice.json")
            try await handle(message, in: journey, isRead: true)
            let operations = try journey.operations
            let down = try await eventually("an outage") {
                let report = try await operations.get(Self.queue).json
                return report["outage"]["failures"].number ?? 0 > 1 ? report : nil
            }
            #expect(down["depth"].number == 2 && down["name"].text == "ehr")
            #expect(try await journey.operations.get("/metrics").text.contains(#"outage{unit="receipts:ehr"} 1"#))
            #expect(try await journey.ehr.lease(Journey.ward).isEmpty, "they are not in the unit's queue")

            try await journey.restart()
            #expect(try await waiting(2, in: journey)["dead"].number == 0)
            let service = try ServiceDouble(socket: socket) { _, _ in 204 }
            #expect(try await waiting(0, in: journey)["outage"]["since"].text == nil)
            #expect(service.requests.map(\.target) == ["/vaxel/receipts", "/vaxel/receipts"])
            let bodies = service.requests.map { String(decoding: $0.body, as: UTF8.self) }
            #expect(
                bodies.first?.contains("<type>ReadReceipt<") == true
                    && bodies.last?.contains("<type>ApplicationReceipt<") == true)
            #expect(bodies.allSatisfy { $0.contains(message.id) })
            let receipt = try #require(service.requests.first?.header("vaxel-message-id"))
            let status = try await journey.ehr.get("/v1/messages/\(receipt)").json
            #expect(status["deliveries"].items.map { $0["state"].text } == ["completed"])

            // Another start, and another receipt: what was taken does not come again.
            try await journey.restart()
            try await handle(try SampleMessage("GeneralMessage.json"), in: journey, isRead: false)
            _ = try await eventually("the third receipt") { service.requests.count >= 3 ? true : nil }
            _ = try await waiting(0, in: journey)
            #expect(Set(service.requests.compactMap { $0.header("idempotency-key") }).count == 3)
            #expect(service.requests.count == 3)
            await service.stop()
        }
    }

    @Test func `what is refused lies as a dead letter, and a reload changes the way of what comes then`() async throws {
        let service = try ServiceDouble(answering: [422, 200])
        let url = #"{ "url": "\#(service.endpoint.url)" }"#
        let push = #""name": "ehr", "receipts": "push", "receiptsTo": \#(url),"#
        try await Journey.run { journey in
            try edit(journey, #""name": "ehr","#, push)
            #expect(await journey.reload() == nil)
            try await handle(try SampleMessage("AdmissionNotice.json"), in: journey, isRead: false)
            let operations = try journey.operations
            let letter = try await eventually("a dead letter") {
                try await operations.get("/v1/dead-letters?unit=receipts:ehr").json["deadLetters"].items.first
            }
            #expect(letter["code"].text == "VX-1711" && letter["mendBy"].text == "receiver")
            #expect(letter["attGora"].text?.contains("systemets logg") == true)
            #expect(service.requests.first?.header("content-type") == "application/json")
            let root = journey.deadLetters
            _ = try await eventually("its folder") {
                Journey.deadLetterFolders(of: "receipts:ehr", below: root).first
            }
            let path = "/v1/dead-letters/\(letter["deadLetterId"].text ?? "")/retry"
            #expect(try await operations.post(path).status == 202)
            _ = try await eventually("the second try") { service.requests.count == 2 ? true : nil }
            _ = try await waiting(0, in: journey)

            try edit(journey, push, #""name": "ehr","#)
            #expect(await journey.reload() == nil)
            try await handle(try SampleMessage("GeneralMessage.json"), in: journey, isRead: false)
            #expect(try await journey.ehr.lease(Journey.ward).count == 1, "it waits in the unit's queue again")
            #expect(service.requests.count == 2)
        }
        await service.stop()
    }
}
