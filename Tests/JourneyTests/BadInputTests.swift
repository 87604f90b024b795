import TestSupport
import Testing

/// Bad input is refused with code, status and place; nothing is queued; the server goes on.
struct BadInputTests {
    /// What the catalogue's groups of codes mean as a status.
    ///
    /// Source: interfaces §3.
    private func status(of code: String) -> Int {
        switch code {
        case "VX-1001", "VX-1002": 415
        case let code where code < "VX-1100": 400
        default: 422
        }
    }

    private func expectNothingQueued(_ journey: Journey, sourceLocation: SourceLocation = #_sourceLocation) async throws
    {
        for unit in [Journey.social, Journey.nurses] {
            let answer = try await journey.municipal.post("/v1/queues/\(unit)/leases?wait=0")
            #expect(answer.status == 204, "something was queued", sourceLocation: sourceLocation)
        }
        #expect(try await journey.operations.get("/v1/dead-letters").json["deadLetters"].items.isEmpty)
    }

    @Test
    func `every invalid sample is refused over HTTP with the code of its name and a place, and nothing is queued`()
        async throws
    {
        let names = RepositoryFiles.names(in: "samples/invalid")
        #expect(names.count >= 15)
        try await Journey.run { journey in
            let ehr = try journey.ehr
            for name in names {
                let bytes = try RepositoryFiles.bytes("samples/invalid/\(name)")
                let code = String(name.prefix(7))
                let type = name.hasSuffix("xml") ? "application/xml" : "application/json"
                let answer = try await ehr.call("POST", "/v1/messages", type: type, body: bytes)
                let problem = answer.json
                #expect(answer.status == status(of: code), "\(name): \(answer.text)")
                #expect(problem["code"].text == code, "\(name): \(answer.text)")
                #expect(problem["mendBy"].text == "sender", "\(name)")
                #expect(answer.header("Content-Type") == "application/problem+json")
                let places = problem["errors"].items.filter { $0["path"].text != nil || $0["line"].number != nil }
                #expect(answer.status == 415 || !places.isEmpty, "\(name) tells no place: \(answer.text)")
                if type == "application/xml", code >= "VX-1010" {
                    #expect(places.contains { $0["line"].number != nil }, "\(name) tells no line: \(answer.text)")
                }
            }
            try await expectNothingQueued(journey)
            #expect(try await ehr.send(try SampleMessage("AdmissionNotice.xml")).status == 202, "the server goes on")
        }
    }

    @Test func `wrong media type, charset or coding is 415`() async throws {
        try await Journey.run { journey in
            let body = Array(try SampleMessage("GeneralMessage.json").text.utf8)
            let ehr = try journey.ehr
            for type in ["text/plain", "application/fhir+json", "", "application/", "text/xml; charset=ebcdic-cp-se"] {
                let answer = try await ehr.call(
                    "POST", "/v1/messages", type: type.isEmpty ? nil : type, body: body)
                #expect(answer.status == 415, "\(type): \(answer.text)")
                #expect(answer.json["code"].text?.hasPrefix("VX-1") == true)
            }
            let coded = try await ehr.call(
                "POST", "/v1/messages", type: "application/json", body: body, headers: [("Content-Encoding", "gzip")])
            #expect(coded.status == 415)
            try await expectNothingQueued(journey)
        }
    }

    @Test func `sending for a unit that is not one's own is 403 and says so at the sender`() async throws {
        try await Journey.run { journey in
            let answer = try await journey.municipal.send(try SampleMessage("GeneralMessage.json"))
            #expect(answer.status == 403)
            #expect(answer.json["errors"].items.first?["path"].text == "/sender/unit")
            try await expectNothingQueued(journey)
        }
    }

    @Test func `an unknown receiver is 422 and named by its path`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("AdmissionNotice.xml").replacing(
                Journey.social, with: "SE0000000009-FINNSEJ")
            let answer = try await journey.ehr.send(message)
            #expect(answer.status == 422)
            #expect(answer.json["errors"].items.map { $0["path"].text } == ["/message/receivers/receiver[1]"])
            try await expectNothingQueued(journey)
        }
    }

    @Test func `a body that ends too early queues nothing`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json")
            let token = try journey.token(of: "ehr")
            let connection = try RawConnection(port: journey.port)
            await connection.send(
                """
                POST /v1/messages HTTP/1.1\r
                Host: 127.0.0.1\r
                Authorization: Bearer \(token)\r
                Content-Type: application/json\r
                Content-Length: \(message.text.utf8.count)\r
                \r
                \(message.text.prefix(message.text.count - 20))
                """)
            connection.finishSending()
            let answer = await connection.receive(through: "\u{0}")
            #expect(!answer.contains(" 202 "))
            let chunked = try RawConnection(port: journey.port)
            await chunked.send(
                "POST /v1/messages HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(token)\r\n"
                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nFFZ\r\n{}\r\n0\r\n\r\n")
            #expect(await chunked.receive(through: "\u{0}").hasPrefix("HTTP/1.1 400 "))
            try await expectNothingQueued(journey)
            #expect(try await journey.ehr.send(message).status == 202)
        }
    }

    @Test func `no problem answer holds a value of the message`() async throws {
        try await Journey.run { journey in
            let secret = "191212121213"
            let answer = try await journey.ehr.send(
                try SampleMessage("AdmissionNotice.json").replacing("191212121212", with: secret)
                    .replacing("\"none\"", with: "\"Hemligsson\""))
            #expect(answer.status == 422)
            #expect(answer.json["errors"].items.count >= 1)
            for word in [secret, "Hemligsson", "Tolvan", "Tallvägen"] { #expect(!answer.text.contains(word)) }
        }
    }
}
