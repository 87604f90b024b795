import AccessControl
import HTTPWire
import MessageFormats
import Messages
import Queues
import SampleWorld
import Testing

/// Several messages in one post, each accepted or refused by itself.
struct BatchIntakeTests {
    private let bench: IntakeBench

    init() async throws {
        bench = try await IntakeBench()
    }

    private func post(
        _ parts: [String], _ form: WireForm = .json, headers: [(String, String)] = [], answer: WireForm = .json
    ) async throws -> HTTPResponse {
        let text =
            form == .json
            ? "[\(parts.joined(separator: ",\n"))]"
            : "<messages xmlns=\"urn:vaxel:message:1\">\(parts.joined(separator: "\n"))</messages>"
        return try await bench.post(Array(text.utf8), as: form, headers: headers, answer: answer)
    }

    private func results(_ answer: HTTPResponse) throws -> [APIValue] { try answer.value()["results"]?.items ?? [] }

    private func json(_ message: Message) -> String {
        String(decoding: MessageWriter().write(message, as: .json), as: UTF8.self)
    }

    private func notice(_ number: Int) throws -> Message {
        try ValidSample.read("AdmissionNotice").numbered(number)
    }

    @Test func `each message has its own result, in the order of the batch`() async throws {
        let notice = try notice(1)
        let foreign = try self.notice(2).sent(by: .neighbour)
        let lost = try self.notice(3).addressed(to: .unit(.sample("SE0000000009-X")))
        let answer = try await post([json(notice), #"{"messageId": 7}"#, json(foreign), json(lost), json(notice)])
        #expect(answer.status == 200)
        // What has been taken is told whether there is room for answers or not.
        #expect(answer.isOwed)
        let results = try results(answer)
        #expect(results.map { $0["index"]?.integer } == [0, 1, 2, 3, 4])
        #expect(results.map { $0["status"]?.integer } == [202, 422, 403, 422, 200])
        #expect(
            results.map { $0["messageId"]?.text } == [
                notice.id.description, nil, foreign.id.description, lost.id.description, notice.id.description,
            ])
        #expect(results[0]["receipt"]?["recipients"]?.items?.count == 1)
        #expect(results[0]["receipt"]?["acceptedAt"]?.text == results[4]["receipt"]?["acceptedAt"]?.text)
        #expect(results[2]["problem"]?["code"]?.text == RejectionCode.senderUnitNotYours.text)
        #expect(results[3]["problem"]?["errors"]?.items?.first?["path"]?.text == "/receivers/0")
        #expect(results[3]["problem"]?["requestId"]?.text == "test-1")
        #expect(results.allSatisfy { ($0["receipt"] == nil) == ($0["problem"] != nil) })
        #expect(bench.scratch.queue.conservation().created == 1)
    }

    @Test func `a fault in one message of JSON is that message's alone, with its line in the body`() async throws {
        let results = try results(try await post(["{\"a\":\n}", json(try notice(1))]))
        #expect(results.map { $0["status"]?.integer } == [400, 202])
        let error = try #require(results[0]["problem"]?["errors"]?.items?.first)
        #expect(error["code"]?.text == RejectionCode.jsonNotWellFormed.text)
        #expect(error["line"]?.integer == 2)
        let later = try self.results(try await post([json(try notice(2)), "{\n\"a\": tru}"]))
        #expect(later[1]["problem"]?["errors"]?.items?.first?["line"]?.integer == 3)
    }

    @Test func `the bytes that are kept are those of the message, as its sender wrote them`() async throws {
        let text = String(decoding: try ValidSample.bytes("AdmissionNotice.json"), as: UTF8.self)
        _ = try await post([text])
        let leased = try #require(try await bench.scratch.lease(Destination(.socialService)))
        #expect(leased.payload == Array(text.utf8))
        #expect(leased.contentType == "application/json")
    }

    @Test func `a message of XML is kept with its namespace, and can be read alone`() async throws {
        let text = String(decoding: try ValidSample.bytes("AdmissionNotice.xml"), as: UTF8.self)
        let element = try #require(text.firstRange(of: "<message").map { String(text[$0.lowerBound...]) })
        let bare = element.replacing(#" xmlns="urn:vaxel:message:1""#, with: "")
        #expect(bare != element)
        let answer = try await post([bare], .xml, answer: .xml)
        #expect(answer.headers.first("content-type") == "application/xml")
        #expect(answer.text.contains(#"<batch xmlns="urn:vaxel:api:1"><results><result><index>0</index><status>202"#))
        let leased = try #require(try await bench.scratch.lease(Destination(.socialService)))
        #expect(leased.contentType == "application/xml; charset=utf-8")
        let kept = try MessageReader().read(leased.payload, as: .xml).message
        #expect(kept.id == (try MessageReader().read(Array(text.utf8), as: .xml).message.id))
        #expect(String(decoding: leased.payload, as: UTF8.self).hasPrefix("<message xmlns=\"urn:vaxel:message:1\">"))
    }

    @Test func `paths in a batch of XML are those of a message of XML`() async throws {
        let bad = try notice(1).addressed(to: .unit(.sample("SE0000000009-X")))
        let xml = String(decoding: MessageWriter().write(bad, as: .xml), as: UTF8.self)
        let element = try #require(xml.firstRange(of: "<message").map { String(xml[$0.lowerBound...]) })
        let results = try results(try await post([element, "<other/>"], .xml))
        #expect(results[0]["problem"]?["errors"]?.items?.first?["path"]?.text == "/message/receivers/receiver[1]")
        #expect(results[1]["problem"]?["code"]?.text == RejectionCode.notAMessage.text)
    }

    @Test func `messages of a case are accepted and delivered in the order of the batch`() async throws {
        let general = try ValidSample.read("GeneralMessage")
        let batch = try (1...20).map { try notice(1).numbered($0) } + [general.numbered(90), general.numbered(91)]
        let answer = try await post(batch.map(json))
        #expect(try results(answer).map { $0["status"]?.integer } == Array(repeating: 202, count: 22))
        var delivered: [MessageID] = []
        while let leased = try await bench.scratch.lease(Destination(.socialService)) {
            delivered.append(leased.facts.message)
            _ = try await bench.scratch.queue.complete(leased.lease, by: .municipal, receipt: { _ in nil })
        }
        #expect(delivered == batch.map(\.id))
    }

    @Test func `a message may name an earlier one of its batch`() async throws {
        let general = try ValidSample.read("GeneralMessage").numbered(1)
        let results = try results(
            try await post([json(general), json(try general.cancelled().numbered(2))]))
        #expect(results.map { $0["status"]?.integer } == [202, 202])
        #expect(try bench.scratch.queue.status(of: general.id)?.cancellation != nil)
    }

    @Test func `what a post may not be, a batch may not be either`() async throws {
        for (text, form, code) in [
            ("[]", WireForm.json, RejectionCode.batchEmpty), ("[1", .json, .jsonNotWellFormed),
            ("<messages xmlns='urn:x'/>", .xml, .wrongNamespace),
        ] {
            let error = await #expect(throws: Rejection.self) {
                try await bench.post(Array(text.utf8), as: form)
            }
            #expect(error?.first.code == code)
        }
        let coded = await #expect(throws: Rejection.self) {
            try await post(["1"], headers: [("Content-Encoding", "gzip")])
        }
        #expect(coded?.first.code == .contentEncodingUnsupported)
    }

    @Test func `the problems are in the caller's language`() async throws {
        let results = try results(try await post(["{}"], headers: [("Accept-Language", "sv")]))
        #expect(results[0]["problem"]?["title"]?.text == RejectionCode.missingMember.swedish)
    }

    @Test func `a queue that takes nothing refuses each message, with its status`() async throws {
        await bench.scratch.queue.close()
        let results = try results(try await post([json(try notice(1)), json(try notice(2))]))
        #expect(results.map { $0["status"]?.integer } == [503, 503])
    }
}
