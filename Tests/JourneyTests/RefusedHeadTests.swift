import GatewayService
import TestSupport
import Testing

/// What is answered from the head alone, before the body is sent.
@Suite(.serialized)
struct RefusedHeadTests {
    private func head(_ journey: Journey, token: String?, length: Int, extra: String = "") throws -> String {
        "POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\n"
            + (token.map { "Authorization: Bearer \($0)\r\n" } ?? "") + extra + "\r\n"
    }

    @Test(arguments: [
        (nil, 100, "HTTP/1.1 401 ", "VX-1401"), ("wrong", 100, "HTTP/1.1 401 ", "VX-1402"),
        ("operator", 100, "HTTP/1.1 403 ", "VX-1403"), ("ehr", 17 * 1024 * 1024, "HTTP/1.1 413 ", "VX-1513"),
    ])
    func `no login, no right and too large a body are answered before the body is sent`(
        system: String?, length: Int, status: String, code: String
    ) async throws {
        try await Journey.run { journey in
            let token = try system.map { $0 == "wrong" ? "no-such-token-at-all" : try journey.token(of: $0) }
            for expectation in ["", "Expect: 100-continue\r\n"] {
                let connection = try RawConnection(port: journey.port)
                await connection.send(try head(journey, token: token, length: length, extra: expectation))
                let answer = await connection.receive(through: "\"code\":")
                #expect(answer.hasPrefix(status), "\(answer)")
                let rest = answer.contains(code) ? "" : await connection.receive(through: code)
                #expect((answer + rest).contains(code), "\(answer + rest)")
            }
            #expect(try await journey.ehr.send(try SampleMessage("GeneralMessage.json")).status == 202)
        }
    }

    @Test func `whoever guesses tokens waits longer each time, also who says that nothing more comes`() async throws {
        try await Journey.run { journey in
            let begun = ContinuousClock.now
            for number in 1...3 {
                let connection = try RawConnection(port: journey.port)
                await connection.send(try head(journey, token: "no-such-token-at-all-\(number)", length: 0))
                connection.finishSending()
                #expect(await connection.receive(through: "VX-1402").hasPrefix("HTTP/1.1 401 "))
            }
            // 50, 100 and 200.
            #expect(ContinuousClock.now - begun >= .milliseconds(350))
        }
    }

    @Test func `who waits for 100 Continue gets it when the head is in order`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json")
            let connection = try RawConnection(port: journey.port)
            await connection.send(
                try head(
                    journey, token: try journey.token(of: "ehr"), length: message.text.utf8.count,
                    extra: "Expect: 100-continue\r\n"))
            #expect(await connection.receive(through: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
            await connection.send(message.text)
            #expect(await connection.receive(through: "\r\n\r\n").hasPrefix("HTTP/1.1 202 "))
        }
    }

    @Test func `more bodies than the memory set aside for them are 503 with Retry-After, and it passes`() async throws {
        try await Journey.run(adjust: { $0.bodiesInFlight = 17 }) { journey in
            let token = try journey.token(of: "ehr")
            let large = 16 * 1024 * 1024
            let first = try RawConnection(port: journey.port)
            await first.send(try head(journey, token: token, length: large, extra: "Expect: 100-continue\r\n"))
            #expect(await first.receive(through: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "), "the first may send")
            // Memory is set aside as bytes come, not as they are announced.
            let most = String(repeating: " ", count: 14 * 1024 * 1024)
            await first.send(most)
            let second = try RawConnection(port: journey.port)
            await second.send(try head(journey, token: token, length: large))
            await second.send(most)
            let answer = await second.receive(through: "\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            #expect(answer.contains("Retry-After: "))
            #expect(try await APIClient(port: journey.port, token: nil).get("/livez").status == 200)
            first.finishSending()
            _ = await first.receive(through: "\u{0}")
            let ehr = try journey.ehr
            _ = try await eventually("room for a body") {
                try await ehr.send(try SampleMessage("GeneralMessage.json")).status == 202 ? true : nil
            }
        }
    }
}
