import TestSupport
import Testing

/// What a poller may do with what it leases.
@Suite(.serialized)
struct LeaseTests {
    @Test func `a long poll wakes when a message arrives`() async throws {
        try await Journey.run { journey in
            let poller = try RawConnection(port: journey.port)
            await poller.send(
                "POST /v1/queues/\(Journey.social)/leases?wait=60 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Authorization: Bearer \(try journey.token(of: "municipal"))\r\nContent-Length: 0\r\n\r\n")
            #expect(await poller.receive(withinMilliseconds: 200) == nil, "it waits while there is nothing")
            let begun = ContinuousClock.now
            let message = try SampleMessage("GeneralMessage.json")
            #expect(try await journey.ehr.send(message).status == 202)
            let answer = await poller.receive(through: message.id)
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            #expect(answer.contains(message.id))
            #expect(ContinuousClock.now - begun < .seconds(50))
        }
    }

    @Test func `a long poll is answered 204 when the gateway stops, and not cut off`() async throws {
        try await Journey.run { journey in
            let poller = try RawConnection(port: journey.port)
            await poller.send(
                "POST /v1/queues/\(Journey.social)/leases?wait=60 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Authorization: Bearer \(try journey.token(of: "municipal"))\r\nContent-Length: 0\r\n\r\n")
            #expect(await poller.receive(withinMilliseconds: 200) == nil, "it waits while there is nothing")
            try await journey.restart()
            let answer = await poller.receive(through: "\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 204 "))
            #expect(answer.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test func `a long poll ends with 204 when its time is over and nothing came`() async throws {
        try await Journey.run { journey in
            let begun = ContinuousClock.now
            let answer = try await journey.municipal.post("/v1/queues/\(Journey.social)/leases?wait=1")
            #expect(answer.status == 204)
            #expect(answer.bytes.isEmpty)
            #expect(ContinuousClock.now - begun >= .milliseconds(950))
        }
    }

    @Test func `a lease is renewed, released and comes again with the next attempt`() async throws {
        try await Journey.run { journey in
            let municipal = try journey.municipal
            #expect(try await journey.ehr.send(try SampleMessage("GeneralMessage.json")).status == 202)
            let first = try #require(try await municipal.lease(Journey.social, lease: 5).first)
            let lease = try #require(first["leaseId"].text)
            let renewed = try await municipal.post("/v1/leases/\(lease)/renew?lease=600")
            #expect(renewed.status == 200)
            #expect(try #require(renewed.json["leaseExpiresAt"].text) > (try #require(first["leaseExpiresAt"].text)))
            #expect(try await municipal.lease(Journey.social).isEmpty)
            #expect(try await municipal.post("/v1/leases/\(lease)/release").status == 204)
            let second = try #require(try await municipal.lease(Journey.social).first)
            #expect(second["deliveryId"] == first["deliveryId"])
            #expect(second["leaseId"] != first["leaseId"])
            #expect(try await municipal.complete(first).status == 410, "the first lease was given back")
        }
    }

    @Test func `completing twice with the same lease is 204 twice and one receipt`() async throws {
        try await Journey.run { journey in
            let municipal = try journey.municipal
            #expect(try await journey.ehr.send(try SampleMessage("GeneralMessage.json")).status == 202)
            let delivery = try #require(try await municipal.lease(Journey.social).first)
            #expect(try await municipal.complete(delivery).status == 204)
            #expect(try await municipal.complete(delivery).status == 204)
            #expect(try await municipal.reject(delivery, permanent: true).status == 410)
            #expect(try await journey.ehr.lease(Journey.ward).count == 1)
        }
    }

    @Test func `a lapsed lease is lost once the delivery has been leased anew`() async throws {
        try await Journey.run { journey in
            let municipal = try journey.municipal
            #expect(try await journey.ehr.send(try SampleMessage("GeneralMessage.json")).status == 202)
            let first = try #require(try await municipal.lease(Journey.social, lease: 1).first)
            let second = try #require(try await municipal.lease(Journey.social, wait: 10).first)
            #expect(second["deliveryId"] == first["deliveryId"])
            #expect(second["attempt"].number == 2)
            let late = try await municipal.complete(first)
            #expect(late.status == 410)
            #expect(late.json["code"].text == "VX-1603")
            #expect(late.json["detail"].text?.contains("offered anew") == true)
            #expect(try await municipal.complete(second).status == 204)
        }
    }

    @Test func `a temporary rejection is tried again, and does not end before its time`() async throws {
        try await Journey.run { journey in
            let municipal = try journey.municipal
            #expect(try await journey.ehr.send(try SampleMessage("GeneralMessage.json")).status == 202)
            let first = try #require(try await municipal.lease(Journey.social).first)
            #expect(try await municipal.reject(first, permanent: false).status == 204)
            let second = try #require(try await municipal.lease(Journey.social, wait: 10).first)
            #expect(second["attempt"].number == 2)
            #expect(try await journey.ehr.lease(Journey.ward).isEmpty, "nothing has been given up")
        }
    }

    @Test func `a lane is delivered in order one by one while other lanes flow`() async throws {
        try await Journey.run { journey in
            let (ehr, municipal) = (try journey.ehr, try journey.municipal)
            let lane = try (0..<3).map { _ in try SampleMessage("GeneralMessage.json", caseID: "N-2026-000901") }
            let other = try SampleMessage("GeneralMessage.json", caseID: "N-2026-000902")
            for message in lane + [other] { #expect(try await ehr.send(message).status == 202) }
            let leased = try await municipal.lease(Journey.social)
            #expect(Set(leased.map(\.messageID)) == [lane[0].id, other.id])
            let first = try #require(leased.first { $0.messageID == lane[0].id })
            #expect(try await municipal.reject(first, permanent: false).status == 204)
            var order: [String?] = []
            for _ in 0..<3 {
                let next = try #require(try await municipal.lease(Journey.social, wait: 10).first)
                order.append(next.messageID)
                #expect(try await municipal.complete(next).status == 204)
            }
            #expect(order == lane.map(\.id))
        }
    }

    @Test func `no more is leased than was asked for`() async throws {
        try await Journey.run { journey in
            for number in 0..<5 {
                let message = try SampleMessage("GeneralMessage.json", caseID: "N-2026-00091\(number)")
                #expect(try await journey.ehr.send(message).status == 202)
            }
            let municipal = try journey.municipal
            #expect(try await municipal.lease(Journey.social, max: 2).count == 2)
            #expect(try await municipal.lease(Journey.social, max: 100).count == 3)
        }
    }

    @Test(arguments: [
        "max=0", "max=101", "max=x", "wait=61", "wait=-1", "lease=0", "lease=3601", "max=+1", "maxx=1", "max=",
    ])
    func `a query that cannot be is refused`(query: String) async throws {
        try await Journey.run { journey in
            let answer = try await journey.municipal.post("/v1/queues/\(Journey.social)/leases?\(query)")
            #expect(answer.status == 400)
            #expect(answer.json["code"].text == "VX-1502")
        }
    }

    @Test func `a unit that is not the caller's is 403, one that nobody knows 404, a lease that never was 410`()
        async throws
    {
        try await Journey.run { journey in
            let municipal = try journey.municipal
            #expect(try await municipal.post("/v1/queues/\(Journey.ward)/leases?wait=0").status == 403)
            #expect(try await municipal.post("/v1/queues/SE0000000009-FINNSEJ/leases?wait=0").status == 404)
            #expect(try await municipal.post("/v1/leases/999-1-1/complete").status == 410)
            #expect(try await municipal.post("/v1/leases/nonsense/complete").status == 410)
            #expect(try await journey.ehr.send(try SampleMessage("GeneralMessage.json")).status == 202)
            let delivery = try #require(try await municipal.lease(Journey.social).first)
            #expect(try await journey.ehr.complete(delivery).status == 410, "another system's lease is unknown to it")
            #expect(try await municipal.complete(delivery).status == 204)
        }
    }
}
