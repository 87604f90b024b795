import MessageFormats
import Messages
@testable import Operations
import Queues
import Routing
import SampleWorld
import TestSupport
import Testing

/// What operators are told about a dead letter, and what they are not.
struct DeadLetterReportTests {
    private let scratch: ScratchQueue

    init() async throws {
        scratch = try await ScratchQueue(policy: DeliveryPolicy(jitter: 0, attempts: 2))
    }

    private func letter(code: String = "X-1", type: String? = nil) async throws -> DeadLetter {
        var message = scratch.incoming(try ValidSample.read("AdmissionNotice"), to: [Destination(.socialService)])
        if let type { message.type = type }
        _ = try await scratch.queue.accept(message)
        scratch.time.advance(seconds: 60)
        let id = try #require(try await scratch.bury(Destination(.socialService), code: code))
        return try #require(try await scratch.queue.deadLetter(id))
    }

    private func report(_ letter: DeadLetter) -> DeadLetterReport {
        DeadLetterReport(letter, unit: Directory.sample().units[.socialService])
    }

    @Test func `a report says what died, why, when, who mends it and whom to call`() async throws {
        let letter = try await letter()
        let value = report(letter).value
        #expect(value["deadLetterId"]?.text == letter.facts.delivery.description)
        #expect(value["messageId"]?.text == "b4fbf94e-b273-5564-b738-7355865f8d81")
        #expect(value["type"]?.text == "AdmissionNotice")
        #expect(value["unit"]?.text == "SE0000000002-SOC1")
        #expect(value["cause"]?.text == "rejected")
        #expect(value["code"]?.text == "X-1")
        #expect(value["mendBy"]?.text == "sender")
        #expect(value["acceptedAt"]?.text == Timestamp.testTime.rfc3339)
        let died = Timestamp.testTime.adding(seconds: 60).rfc3339
        for member in ["firstAttemptAt", "lastAttemptAt", "diedAt"] { #expect(value[member]?.text == died) }
        #expect(value["contact"]?["phone"]?.text == "031-390 06 11")
        #expect(value["contact"]?["reservePhone"]?.text == "031-390 06 12")
        #expect(value["contact"]?["hours"] == nil)
        for member in ["whatToDo", "attGora"] { #expect(value[member]?.text?.isEmpty == false) }
    }

    @Test func `attempts are listed with time, system and outcome`() async throws {
        let attempts = try #require(report(try await letter()).value["attempts"]?.items)
        #expect(attempts.map { $0["system"]?.text } == ["municipal"])
        #expect(attempts.map { $0["outcome"]?.text } == ["rejected"])
        #expect(attempts.map { $0["code"]?.text } == ["X-1"])
    }

    @Test func `a code of the gateway's own catalogue says who mends it and how`() async throws {
        let value = report(try await letter(code: RejectionCode.careGiverMissing.text)).value
        #expect(value["mendBy"]?.text == "directory")
        #expect(value["whatToDo"]?.text == RejectionCode.careGiverMissing.advice)
    }

    /// The codes that the gateway itself gives dead letters, who mends them, and a word of the Swedish advice.
    private static let own: [(code: RejectionCode, mender: String, word: String)] = [
        (.personIDNotPublishable, "sender", "samordningsnummer"), (.carePlanTooLarge, "sender", "kortare version"),
        (.publicationRefused, "operator", "1177-tjänstens logg"), (.deliveryGivenUp, "operator", "kontakt"),
        (.storedMessageUnreadable, "operator", "Kör den version"),
        (.storedMessageLost, "operator", "kontrollera disken"), (.receiptRefused, "receiver", "systemets logg"),
    ]

    @Test(arguments: [DeathCause.rejected, .attemptsSpent, .timeSpent])
    func `a code of the gateway's own decides whatever the cause, and both languages say what to do`(
        cause: DeathCause
    ) {
        for (code, mender, word) in Self.own {
            let advice = DeadLetterAdvice(cause: cause, fault: DeliveryFault(code: code.text, reason: "r"))
            #expect(advice.mender.rawValue == mender && advice.mender == code.mendBy, "\(code)")
            #expect(advice.english == code.advice, "\(code)")
            #expect(advice.swedish.contains(word) && !advice.swedish.contains(code.swedish), "\(code)")
        }
    }

    @Test func `what the disk does not give is not laid at the receiver's door`() async throws {
        let letter = try await letter(code: RejectionCode.storedMessageLost.text)
        let value = report(letter).value
        #expect(value["mendBy"]?.text == "operator")
        #expect(value["whatToDo"]?.text?.contains("restore the store") == true)
        #expect(value["attGora"]?.text?.contains("säkerhetskopian") == true)
    }

    @Test func `a code of a receiver's own leaves the cause to decide`() {
        let fault = DeliveryFault(code: "X-1", reason: "r")
        #expect(DeadLetterAdvice(cause: .attemptsSpent, fault: fault).mender == .receiver)
        #expect(DeadLetterAdvice(cause: .poison, fault: fault).mender == .operator)
        #expect(DeadLetterAdvice(cause: .rejected, fault: fault).mender == .sender)
    }

    @Test func `attempts that are spent are the receiver's to mend`() async throws {
        try await scratch.accept(try ValidSample.read("AdmissionNotice"), to: [Destination(.socialService)])
        for _ in 1...2 {
            _ = try #require(try await scratch.lease(Destination(.socialService)))
            scratch.time.advance(seconds: 61)
            _ = try await scratch.queue.settleLapsed { _ in nil }
            scratch.time.advance(seconds: 5)
        }
        let letter = try #require(await scratch.queue.deadLetters(limit: 1).letters.first)
        let value = report(letter).value
        #expect(value["cause"]?.text == "attemptsSpent")
        #expect(value["mendBy"]?.text == "receiver")
        #expect(value["attempts"]?.items?.map { $0["outcome"]?.text } == ["lapsed", "lapsed"])
    }

    @Test func `a unit without contact gives a report without one`() async throws {
        let letter = try await letter()
        #expect(DeadLetterReport(letter, unit: nil).value["contact"] == nil)
    }

    @Test(arguments: [MessageType.compulsoryReadmission, .compulsoryPlanAttested, ValidSample.unknownType])
    func `compulsory care, and a type that the catalogue does not have, is shown as restricted`(
        type: MessageType
    ) async throws {
        let report = report(try await letter(type: type.name))
        #expect(report.shownType == "restricted")
        let text = String(decoding: APIDocument(root: "deadLetter", report.value).bytes(as: .json), as: UTF8.self)
        #expect(!text.contains(type.name))
    }

    @Test func `nothing of the message is in the report`() async throws {
        let letter = try await letter()
        for form in WireForm.allCases {
            let text = String(
                decoding: APIDocument(root: "deadLetter", report(letter).value).bytes(as: form), as: UTF8.self)
            for value in ["19121212", "Tolvan", "N-2026", "Tallv"] { #expect(!text.contains(value)) }
        }
    }
}
