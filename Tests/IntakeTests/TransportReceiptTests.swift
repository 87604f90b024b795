import HTTPWire
@testable import Intake
import MessageFormats
import Messages
import Queues
import SampleWorld
import Testing

/// What a sender gets once the disk has its message.
struct TransportReceiptTests {
    /// Made by a queue, since nobody else can make one.
    private func acceptance() async throws -> (AcceptOutcome, AcceptOutcome) {
        let scratch = try await ScratchQueue()
        var message = scratch.incoming(try ValidSample.read("AdmissionNotice"), to: [Destination(.socialService)])
        message.recipients.append(
            Recipient(
                destination: Destination(.housing), name: "Boende & Co", why: "subscription",
                state: .skipped(code: "VX-1305", detail: "too high")))
        message.warnings = [AcceptanceWarning(path: "/content/x", code: "VX-W001", detail: "unknown code")]
        return (try await scratch.queue.accept(message), try await scratch.queue.accept(message))
    }

    @Test func `the receipt in JSON`() async throws {
        let answer = try TransportReceipt(try await acceptance().0).answer(to: .made())
        #expect(answer.status == 202)
        #expect(answer.headers.first("location") == "/v1/messages/b4fbf94e-b273-5564-b738-7355865f8d81")
        #expect(answer.headers.first("vaxel-duplicate") == nil)
        #expect(
            answer.text == """
                {"messageId":"b4fbf94e-b273-5564-b738-7355865f8d81","acceptedAt":"\(Timestamp.testTime.rfc3339)",\
                "recipients":[{"unit":"SE0000000002-SOC1","name":"SE0000000002-SOC1","why":"addressed as unit",\
                "state":"queued"},{"unit":"SE0000000002-SABO1","name":"Boende & Co","why":"subscription",\
                "state":"skipped","code":"VX-1305","detail":"too high"}],\
                "warnings":[{"path":"/content/x","code":"VX-W001","detail":"unknown code"}]}
                """)
    }

    @Test func `the receipt in XML`() async throws {
        let answer = try TransportReceipt(try await acceptance().0).answer(to: .made(form: .xml))
        #expect(
            answer.text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <transportReceipt xmlns="urn:vaxel:api:1"><messageId>b4fbf94e-b273-5564-b738-7355865f8d81</messageId>\
                <acceptedAt>\(Timestamp.testTime.rfc3339)</acceptedAt><recipients><recipient>\
                <unit>SE0000000002-SOC1</unit><name>SE0000000002-SOC1</name><why>addressed as unit</why>\
                <state>queued</state></recipient><recipient><unit>SE0000000002-SABO1</unit><name>Boende &amp; Co</name>\
                <why>subscription</why><state>skipped</state><code>VX-1305</code><detail>too high</detail></recipient>\
                </recipients><warnings><warning><path>/content/x</path><code>VX-W001</code>\
                <detail>unknown code</detail></warning></warnings></transportReceipt>
                """)
    }

    @Test func `a duplicate gets the first receipt word for word, and is told so`() async throws {
        let (first, second) = try await acceptance()
        let answers = [
            try TransportReceipt(first).answer(to: .made()), try TransportReceipt(second).answer(to: .made()),
        ]
        #expect(answers[0].body == answers[1].body)
        #expect(answers[1].status == 200)
        #expect(answers[1].headers.first("vaxel-duplicate") == "true")
        #expect(answers[1].headers.first("location") == answers[0].headers.first("location"))
    }

    @Test func `another sender's message is not told from other content`() throws {
        let refusals = try [AcceptConflict.otherContent, .otherSender].map { conflict in
            try #require(
                #expect(throws: Rejection.self) { try TransportReceipt(.conflict(conflict)) })
        }
        #expect(refusals[0] == refusals[1])
        #expect(refusals[0].status == 409)
    }

    @Test func `a transmission id that was used before is a conflict of its own`() throws {
        let error = #expect(throws: Rejection.self) {
            try TransportReceipt(.conflict(.transmissionSeen))
        }
        #expect(try #require(error).first.code == .transmissionConflict)
        #expect(try #require(error).first.path == "/transmissionId")
    }
}
