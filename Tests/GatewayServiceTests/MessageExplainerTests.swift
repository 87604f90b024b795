import Foundation
@testable import GatewayService
import MessageFormats
import Messages
import SampleWorld
import TestSupport
import Testing

/// What is said of a message before it is sent.
struct MessageExplainerTests {
    private let folder = TemporaryFolder()
    private let explainer: MessageExplainer
    private let moment = Timestamp(microseconds: 1_795_335_300_000_000)

    init() throws {
        try StarterFolder.write(to: "\(folder.path)/gateway", port: 0)
        explainer = try MessageExplainer(configuration: "\(folder.path)/gateway/vaxel.json")
    }

    private func explain(_ message: Message) throws -> MessageExplanation {
        try explainer.explain(MessageWriter().write(message, as: .json), as: .json, at: moment)
    }

    @Test func `who gets a message is told with the reason, subscribers too`() throws {
        let explanation = try explainer.explain(
            try ValidSample.bytes("AdmissionNotice.xml"), as: .xml, at: moment)
        #expect(explanation.isAccepted)
        #expect(explanation.type.name == "AdmissionNotice")
        #expect(explanation.sender == "SE0000000001-AVD52 Avdelning 52")
        let whys = Dictionary(explanation.recipients.map { ($0.unit, $0.why) }, uniquingKeysWith: { first, _ in first })
        #expect(whys["SE0000000001-HC01"] == "subscription")
        #expect(explanation.recipients.first?.why.isEmpty == false)
        #expect(explanation.skipped.isEmpty && explanation.problems.isEmpty)
    }

    @Test func `a receiver that is not in the directory is a refusal, said with its place`() throws {
        let unit = ReceiverAddress.unit(.sample("SE0000000009-NONE"))
        let explanation = try explain(try ValidSample.read("GeneralMessage").addressed(to: unit))
        #expect(!explanation.isAccepted)
        #expect(explanation.problems.map(\.code) == [.unknownReceiver])
        #expect(explanation.problems.first?.path == "/receivers/0")
        #expect(explanation.recipients.isEmpty)
    }

    @Test func `what is wrong in the message itself is refused as at the gateway`() throws {
        let error = #expect(throws: Rejection.self) {
            _ = try explainer.explain(Array("{}".utf8), as: .json, at: moment)
        }
        #expect(try #require(error).problems.isEmpty == false)
    }

    @Test func `receipts are those of the type, and a receipt has none but the answer`() throws {
        let notice = try explain(try ValidSample.read("AdmissionNotice"))
        #expect(notice.receipts.count == notice.type.receipts.count)
        #expect(notice.receipts.contains { $0.hasPrefix("kvittens") } == notice.type.takesKvittens)
        #expect(notice.receipts.contains { $0.contains("12.00 Swedish time") } == notice.type.takesKvittens)
    }

    @Test func `the order is told by case, else by patient`() throws {
        let notice = try ValidSample.read("AdmissionNotice")
        #expect(try explain(notice).order.contains("same case"))
        let loose = try ValidSample.read("GeneralMessage").head("caseId", nil)
        #expect(try explain(loose).order.contains("same patient"))
    }

    @Test func `what only a running gateway knows is said`() throws {
        let unknown = try explain(try ValidSample.read("AdmissionNotice")).unknown.joined(separator: "\n")
        #expect(unknown.contains("messageId") && unknown.contains("take part in the case"))
        #expect(unknown.contains("right to send for SE0000000001-AVD52"))
    }

    @Test func `parties of a case are no refusal here, and the other receivers are told`() throws {
        let message = try ValidSample.read("GeneralMessage")
        let alone = try explain(message.addressed(to: .caseParties))
        #expect(alone.isAccepted && alone.recipients.isEmpty)
        #expect(alone.unknown.contains { $0.contains("other units of the case") })
        let both = try explain(message.addressed(to: .caseParties, .unit(.socialService)))
        #expect(both.isAccepted && both.recipients.map(\.unit) == ["SE0000000002-SOC1"])
        let wrong = try explain(message.addressed(to: .caseParties, .unit(.sample("SE0000000009-NONE"))))
        #expect(wrong.problems.map(\.code) == [.unknownReceiver])
        #expect(wrong.problems.first?.path == "/receivers/1")
    }

    @Test func `a receipt that names nobody goes to whoever sent its message, which is not known here`() throws {
        let explanation = try explain(try ValidSample.read("ReadReceipt").head("receivers", .list([])))
        #expect(explanation.isAccepted, "\(explanation.problems)")
        #expect(explanation.unknown.contains { $0.contains("who sent the message") })
    }

    @Test func `a cancellation goes to those who got its message`() throws {
        let explanation = try explain(try ValidSample.read("MessageCancelled"))
        #expect(explanation.unknown.contains { $0.contains("who got the message that it cancels") })
    }

    @Test func `a cancellation's receivers are not told, since whoever got its message gets it`() throws {
        for name in ["MessageCancelled", "MessageCancelled-law-only"] {
            let explanation = try explain(try ValidSample.read(name))
            #expect(explanation.isAccepted, "\(name): \(explanation.problems)")
            #expect(explanation.recipients.isEmpty && explanation.skipped.isEmpty, "\(name)")
        }
        let message = try ValidSample.read("MessageCancelled").sent(by: .sample("SE0000000009-NONE"))
        #expect(try explain(message).problems.map(\.code) == [.senderUnitUnknown])
    }

    @Test func `what 1177 shows of a plan is not known here, so nothing is said to be left out there`() throws {
        let closing = try explain(try ValidSample.read("SipClosed"))
        #expect(closing.isAccepted && closing.skipped.isEmpty)
        #expect(closing.recipients.map(\.unit) == ["SE0000000002-SOC1", "SE0000000002-KHS1"])
        #expect(closing.unknown.contains { $0.contains("what 1177 shows of its plan") })
        let first = try explain(try ValidSample.read("SipEstablished-not-wanted"))
        #expect(first.skipped.map(\.unit) == ["publisher1177"])
        let replacing = try ValidSample.read("SipEstablished-not-wanted").head("status", .text("replaces"))
            .head("replaces", .text("7956d858-793b-5094-a9e5-1d2d451a848e"))
        let version = try explain(replacing)
        #expect(version.skipped.isEmpty)
        #expect(version.unknown.contains { $0.contains("earlier versions") })
        #expect(try explain(try ValidSample.read("SipEstablished")).recipients.last?.unit == "publisher1177")
    }

    @Test func `where the patient is listed may stand in the case, so it is no refusal here`() throws {
        let message = try ValidSample.read("GeneralMessage").addressed(to: .listedHealthCentre)
        let patient = try #require(message.record.record("patient")).setting("municipalityCode", to: .text("0180"))
        let elsewhere = message.head("patient", .record(patient))
        let explanation = try explain(elsewhere)
        #expect(explanation.isAccepted && explanation.recipients.isEmpty)
        #expect(explanation.unknown.contains { $0.contains("where the patient is listed") })
        #expect(try explain(elsewhere.head("caseId", nil)).problems.map(\.code) == [.receiverUnresolved])
    }

    @Test(arguments: RepositoryFiles.names(in: "samples/valid"))
    func `every valid sample is taken as far as the directory goes`(name: String) throws {
        let explanation = try explainer.explain(
            try ValidSample.bytes(name), as: name.hasSuffix(".xml") ? .xml : .json, at: moment)
        #expect(explanation.isAccepted, "\(explanation.problems)")
    }

    @Test func `nothing of the patient is told`() throws {
        let message = try ValidSample.read("AdmissionNotice")
        let explanation = try explain(message)
        let text = "\(explanation)"
        #expect(!text.contains(try #require(message.patient).id))
        #expect(!text.contains(try #require(message.caseID).text))
    }
}
