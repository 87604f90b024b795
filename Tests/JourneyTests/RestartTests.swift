import LinuxSystem
import TestSupport
import Testing

/// A restart loses nothing and doubles nothing.
@Suite(.serialized)
struct RestartTests {
    @Test func `what was answered is there, leases have ended, and duplicates are known`() async throws {
        try await Journey.run { journey in
            let messages = try (0..<5).map { try SampleMessage("GeneralMessage.json", caseID: "N-2026-00092\($0)") }
            var receipts: [[UInt8]] = []
            for message in messages {
                let answer = try await journey.ehr.send(message)
                #expect(answer.status == 202)
                receipts.append(answer.bytes)
            }
            let leased = try await journey.municipal.lease(Journey.social, max: 2, lease: 3600)
            #expect(try await journey.municipal.complete(leased[0]).status == 204)
            try await journey.restart()

            #expect(try await journey.municipal.complete(leased[0]).status == 204, "told again, it is what it was")
            let again = try await journey.municipal.lease(Journey.social)
            #expect(again.map(\.messageID).count == 4)
            #expect(!again.map(\.messageID).contains(leased[0].messageID), "what was completed is not offered again")
            #expect(Set(again.map(\.messageID)).isSubset(of: messages.map(\.id)))
            for (message, receipt) in zip(messages, receipts) {
                let answer = try await journey.ehr.send(message)
                #expect(answer.status == 200)
                #expect(answer.bytes == receipt)
            }
            #expect(try await journey.ehr.lease(Journey.ward).count == 1, "one completion, one receipt")
        }
    }

    @Test func `the trace of a message outlives a restart and comes with its delivery, in JSON and in XML`()
        async throws
    {
        try await Journey.run { journey in
            let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            for number in 1...2 {
                let message = try SampleMessage("GeneralMessage.json", caseID: "N-2026-00093\(number)")
                let answer = try await journey.ehr.call(
                    "POST", "/v1/messages", type: message.contentType, body: Array(message.text.utf8),
                    headers: [("traceparent", trace)])
                #expect(answer.status == 202)
            }
            try await journey.restart()
            let first = try #require(try await journey.municipal.lease(Journey.social, max: 1).first)
            #expect(first["traceparent"].text == trace)
            let second = try await journey.municipal.post(
                "/v1/queues/\(Journey.social)/leases?max=1&wait=0", accept: "application/xml")
            #expect(second.text.contains("<traceparent>\(trace)</traceparent>"))
        }
    }

    @Test func `what waits for a unit that a restart took out of the directory is seen, and comes when it is back`()
        async throws
    {
        try await Journey.run { journey in
            let path = "\(journey.path)/directory.json"
            let directory = try FileBytes.read(path, atMost: 1 << 20)
            let without = String(decoding: directory, as: UTF8.self)
                .replacing(Journey.social, with: "SE0000000002-SOC9")
            #expect(try await journey.ehr.send(try SampleMessage("GeneralMessage.json")).status == 202)
            try await journey.restart { try FileBytes.replace(path, with: Array(without.utf8)) }
            let figures = try await journey.ehr.get("/metrics").text
            #expect(figures.contains("vaxel_queue_depth{unit=\"\(Journey.social)\"} 1\n"))
            try FileBytes.replace(path, with: directory)
            #expect(await journey.reload() == nil)
            #expect(try await journey.municipal.lease(Journey.social).count == 1)
        }
    }

    @Test func `a late completion is accepted after a restart when nobody has leased since, and gives one receipt`()
        async throws
    {
        try await Journey.run { journey in
            #expect(try await journey.ehr.send(try SampleMessage("GeneralMessage.json")).status == 202)
            let delivery = try #require(try await journey.municipal.lease(Journey.social, lease: 3600).first)
            try await journey.restart()
            #expect(try await journey.municipal.complete(delivery, reference: "SENT").status == 204)
            try await journey.restart()
            #expect(try await journey.municipal.complete(delivery, reference: "SENT").status == 204)
            #expect(try await journey.municipal.lease(Journey.social).isEmpty)
            let receipts = try await journey.ehr.lease(Journey.ward)
            #expect(receipts.map { $0["message"]["content"]["receiverReference"].text } == ["SENT"])
        }
    }

    @Test func `a late completion is lost after a restart when another has leased since`() async throws {
        try await Journey.run { journey in
            #expect(try await journey.ehr.send(try SampleMessage("GeneralMessage.json")).status == 202)
            let delivery = try #require(try await journey.municipal.lease(Journey.social, lease: 3600).first)
            try await journey.restart()
            let second = try #require(try await journey.municipal.lease(Journey.social).first)
            #expect(second["deliveryId"] == delivery["deliveryId"])
            #expect(try await journey.municipal.complete(delivery).status == 410)
            #expect(try await journey.municipal.complete(second).status == 204)
        }
    }

    @Test func `the order of a lane outlives a restart`() async throws {
        try await Journey.run { journey in
            let lane = try (0..<4).map { _ in try SampleMessage("GeneralMessage.json", caseID: "N-2026-000931") }
            for message in lane { #expect(try await journey.ehr.send(message).status == 202) }
            var order: [String?] = []
            for _ in lane {
                try await journey.restart()
                let next = try await journey.municipal.lease(Journey.social)
                #expect(next.count == 1, "one of a lane at a time")
                order.append(next.first?.messageID)
                #expect(try await journey.municipal.complete(try #require(next.first)).status == 204)
            }
            #expect(order == lane.map(\.id))
        }
    }
}
