import TestSupport
import Testing

/// The main job: a message goes out in one form and arrives in another, and the receipt comes back.
struct MainJobTests {
    @Test(arguments: ["AdmissionNotice.xml", "AdmissionNotice.json"])
    func `a message arrives as JSON whatever form it was sent in, and its receipt comes back`(sample: String)
        async throws
    {
        try await Journey.run { journey in
            let (ehr, municipal) = (try journey.ehr, try journey.municipal)
            let message = try SampleMessage(sample)
            let answer = try await ehr.send(message)
            #expect(answer.status == 202)
            #expect(answer.header("Location") == "/v1/messages/\(message.id)")
            #expect(answer.json["messageId"].text == message.id)
            #expect(answer.json.units.first == Journey.social)

            let delivery = try #require(try await municipal.lease(Journey.social).first)
            let content = delivery["message"]["content"]
            #expect(delivery.messageID == message.id)
            #expect(content["address"]["street"].text == "Tallvägen 5")
            #expect(content["expectedNeeds"] == .list([.text("socialService")]))
            #expect(delivery["message"]["version"].number == 1)
            #expect(try await municipal.complete(delivery, reference: "SOC-17").status == 204)

            let receipt = try #require(try await ehr.lease(Journey.ward).first)
            #expect(receipt["message"]["type"].text == "ApplicationReceipt")
            #expect(receipt["message"]["refersTo"].text == message.id)
            #expect(receipt["message"]["content"]["outcome"].text == "ok")
            #expect(receipt["message"]["content"]["receiverReference"].text == "SOC-17")
            #expect(receipt["message"]["content"]["receiverUnit"].text == Journey.social)
            #expect(try await ehr.complete(receipt).status == 204)
            #expect(try await ehr.lease(Journey.ward).isEmpty, "a receipt is never receipted")
            #expect(try await municipal.lease(Journey.social).isEmpty)

            let status = try await ehr.get("/v1/messages/\(message.id)").json
            let social = status["deliveries"].items.first { $0["unit"].text == Journey.social }
            #expect(social?["state"].text == "completed")
            #expect(social?["receiverReference"].text == "SOC-17")
        }
    }

    @Test(arguments: ["AdmissionNotice.xml", "AdmissionNotice.json"])
    func `a message arrives as XML whatever form it was sent in`(sample: String) async throws {
        try await Journey.run { journey in
            let message = try SampleMessage(sample)
            #expect(try await journey.ehr.send(message).status == 202)
            let answer = try await journey.municipal.post(
                "/v1/queues/\(Journey.social)/leases?wait=0", accept: "application/xml")
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "application/xml")
            #expect(answer.text.contains("xmlns=\"urn:vaxel:api:1\""))
            #expect(answer.text.contains("<messageId>\(message.id)</messageId>"))
            #expect(answer.text.contains("<street>Tallvägen 5</street>"))
            #expect(answer.text.contains("<expectedNeed>socialService</expectedNeed>"))
        }
    }

    @Test func `a receipt and a problem come in the form that was asked for`() async throws {
        try await Journey.run { journey in
            let ehr = try journey.ehr
            let receipt = try await ehr.send(try SampleMessage("AdmissionNotice.json"), accept: "application/xml")
            #expect(receipt.status == 202)
            #expect(receipt.text.contains("<transportReceipt"))
            let broken = try SampleMessage("AdmissionNotice.xml").replacing("191212121212", with: "191212121213")
            let problem = try await ehr.send(broken, accept: "application/xml")
            #expect(problem.status == 422)
            #expect(problem.header("Content-Type") == "application/problem+xml")
            #expect(problem.text.contains("VX-1201"))
            #expect(!problem.text.contains("191212121213"))
        }
    }

    @Test func `who has no part in a message does not see it`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json")
            #expect(try await journey.ehr.send(message).status == 202)
            for (system, status) in [
                ("ehr", 200), ("municipal", 200), ("operator", 200), ("grannby", 404), ("auditor", 403),
            ] {
                #expect(
                    try await journey.system(system).get("/v1/messages/\(message.id)").status == status, "\(system)")
            }
        }
    }
}
