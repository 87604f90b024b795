import Glibc
import TestSupport
import Testing

/// An agreed plan reaches 1177 when the person wishes it and the care giver approves it, and only then.
@Suite(.serialized)
struct PublishingTests {
    private struct Stub {
        let program: BuiltProgram
        let client: APIClient

        static func start(_ folder: String, failFirst: Int = 0) async throws -> Stub {
            let program = try await BuiltProgram.start(
                "vaxel-1177-stub", ["--port", "0", "--data", "\(folder)/1177", "--fail-first", "\(failFirst)"],
                log: "\(folder)/1177.log")
            return Stub(program: program, client: APIClient(port: program.port, token: nil))
        }

        func published() async throws -> [JSONTree] {
            try await client.get("/published").json.items
        }

        /// Waits until so many plans are shown.
        func published(count: Int) async throws -> [JSONTree] {
            try await eventually("\(count) published plans") {
                let plans = try await published()
                return plans.count >= count ? plans : nil
            }
        }
    }

    @Test func `a plan that is wanted and approved is published once, through two failures of the service`()
        async throws
    {
        let folder = TemporaryFolder()
        let stub = try await Stub.start(folder.path, failFirst: 2)
        try await Journey.run(publisherPort: stub.program.port) { journey in
            let message = try SampleMessage("SipEstablished.json")
            let answer = try await journey.ehr.send(message)
            #expect(answer.status == 202)
            #expect(answer.json.units.contains("publisher1177"))
            let plan = try #require(try await stub.published(count: 1).first)
            #expect(message.text.contains("\"planId\": \"\(plan["documentId"].text ?? "")\""))
            #expect(plan["careUnit"].text?.isEmpty == false)
            let ehr = try journey.ehr
            let status = try await eventually("the end of the publication") {
                let status = try await ehr.get("/v1/messages/\(message.id)").json["deliveries"].items
                return status.first { $0["unit"].text == "publisher1177" && $0["state"].text == "completed" }
            }
            #expect(status["note"].text == "published")
            #expect(try await stub.published().count == 1)
        }
        _ = await stub.program.end(SIGTERM)
    }

    @Test(arguments: [("SipEstablished-not-wanted.json", "VX-1701"), ("SipEstablished-not-approved.xml", "VX-1702")])
    func `a plan that is not wanted or not approved does not leave, and its status says why`(
        sample: String, code: String
    ) async throws {
        let folder = TemporaryFolder()
        let stub = try await Stub.start(folder.path)
        try await Journey.run(publisherPort: stub.program.port) { journey in
            let message = try SampleMessage(sample)
            let answer = try await journey.ehr.send(message)
            #expect(answer.status == 202)
            let skipped = try await journey.ehr.get("/v1/messages/\(message.id)").json["skipped"].items
            #expect(skipped.map { $0["unit"].text } == ["publisher1177"])
            #expect(skipped.map { $0["code"].text } == [code])
            // A plan sent after it, which may leave, has left: so had the first, were it to leave.
            #expect(try await journey.ehr.send(try SampleMessage("SipEstablished.json")).status == 202)
            #expect(try await stub.published(count: 1).count == 1)
        }
        _ = await stub.program.end(SIGTERM)
    }

    @Test func `a plan of a unit without a care giver is held: neither published nor a dead letter`() async throws {
        let folder = TemporaryFolder()
        let stub = try await Stub.start(folder.path)
        try await Journey.run(publisherPort: stub.program.port) { journey in
            var message = try SampleMessage("SipEstablished.json").replacing(Journey.social, with: "X-HOLD")
            message = message.replacing(
                "\"unit\": \"\(Journey.healthCentre)\"", with: "\"unit\": \"\(Journey.social)\"")
            message = message.replacing("X-HOLD", with: Journey.neighbour)
            let answer = try await journey.municipal.send(message)
            #expect(answer.status == 202, "\(answer.text)")
            let (municipal, id) = (try journey.municipal, message.id)
            let held = try await eventually("the plan to be held") {
                let status = try await municipal.get("/v1/messages/\(id)").json["deliveries"].items
                return status.first { $0["unit"].text == "publisher1177" && $0["state"].text == "held" }
            }
            #expect(held["code"].text == "VX-1703")
            let dead = try await journey.operations.get("/v1/dead-letters?unit=publisher1177")
            #expect(dead.json["deadLetters"].items.isEmpty)
            #expect(try await stub.published().isEmpty)
        }
        _ = await stub.program.end(SIGTERM)
    }

    @Test func `a plan is shown as closed once its coordinator has closed it, and its sender hears of both`()
        async throws
    {
        let folder = TemporaryFolder()
        let stub = try await Stub.start(folder.path)
        try await Journey.run(publisherPort: stub.program.port) { journey in
            #expect(try await journey.ehr.send(try SampleMessage("SipEstablished-discharge.json")).status == 202)
            #expect(try await stub.published(count: 1).first?["title"].text == "Samordnad individuell plan (SIP)")
            try await journey.restart()
            let answer = try await journey.ehr.send(try SampleMessage("SipClosed.json"))
            #expect(answer.json.units.contains("publisher1177"), "\(answer.text)")
            let plan = try await eventually("the closed plan") {
                try await stub.published().first { $0["title"].text?.hasSuffix("avslutad") == true }
            }
            #expect(plan["withdrawn"].boolean == false)
            #expect(try await stub.published().count == 1)
            let receipts = try await journey.ehr.lease(Journey.healthCentre, wait: 30)
            let more = receipts.count < 2 ? try await journey.ehr.lease(Journey.healthCentre, wait: 30) : []
            let words = (receipts + more).map { $0["message"]["content"]["receiverReference"].text }
            #expect(words == ["published", "closed"])
        }
        _ = await stub.program.end(SIGTERM)
    }

    @Test func `a plan is taken away when the person does not wish it any more`() async throws {
        let folder = TemporaryFolder()
        let stub = try await Stub.start(folder.path)
        try await Journey.run(publisherPort: stub.program.port) { journey in
            #expect(try await journey.ehr.send(try SampleMessage("SipEstablished.json")).status == 202)
            #expect(try await stub.published(count: 1).first?["withdrawn"].boolean == false)
            let next = try SampleMessage("SipEstablished-new-version.json").replacing(
                "\"wanted\": true", with: "\"wanted\": false")
            #expect(try await journey.ehr.send(next).status == 202)
            _ = try await eventually("the withdrawal") {
                try await stub.published().first { $0["withdrawn"].boolean == true }
            }
        }
        _ = await stub.program.end(SIGTERM)
    }

    @Test func `a plan is published when the service comes back, also when the gateway was restarted meanwhile`()
        async throws
    {
        let folder = TemporaryFolder()
        var stub = try await Stub.start(folder.path)
        let port = stub.program.port
        _ = await stub.program.end(SIGTERM)
        try await Journey.run(publisherPort: port) { journey in
            #expect(try await journey.ehr.send(try SampleMessage("SipEstablished.xml")).status == 202)
            try await journey.restart()
            let program = try await BuiltProgram.start(
                "vaxel-1177-stub", ["--port", "\(port)", "--data", "\(folder.path)/1177"],
                log: "\(folder.path)/1177.log")
            stub = Stub(program: program, client: APIClient(port: port, token: nil))
            #expect(try await stub.published(count: 1).count == 1)
            try await journey.restart()
            #expect(try await stub.published().count == 1)
        }
        _ = await stub.program.end(SIGTERM)
    }
}
