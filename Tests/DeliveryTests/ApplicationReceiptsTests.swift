import AccessControl
@testable import Delivery
import MessageFormats
import Messages
import Queues
import SampleWorld
import TestSupport
import Testing

/// What the sender of a message is told about how it fared.
struct ApplicationReceiptsTests {
    private let scratch: ScratchQueue
    private let receipts: ApplicationReceipts

    init() async throws {
        scratch = try await ScratchQueue()
        receipts = ApplicationReceipts(
            gatewayUnit: .gateway, fingerprints: scratch.fingerprints,
            unitName: { $0 == .ward ? "Avdelning 52" : nil }, now: scratch.now)
    }

    private func facts(_ sample: String, to destination: Destination = Destination(.socialService)) async throws
        -> DeliveryFacts
    {
        try await scratch.accept(try ValidSample.read(sample), to: [destination])
        return try #require(try await scratch.lease(destination)).facts
    }

    private func content(_ receipt: IncomingMessage?) throws -> Record {
        try MessageReader().read(try #require(receipt).payload, as: .json).message.content
    }

    @Test func `a completed delivery is ok, with the receiver's own reference`() async throws {
        let facts = try await facts("AdmissionNotice")
        let receipt = receipts.accepted(facts, reference: "SOC-2026-1")
        let content = try content(receipt)
        #expect(content.text("outcome") == "ok")
        #expect(content.text("issuedBy") == "receiver")
        #expect(content.text("receiverUnit") == "SE0000000002-SOC1")
        #expect(content.text("receiverReference") == "SOC-2026-1")
        #expect(content.items("errors").isEmpty)
        #expect(receipt?.senderUnit == .socialService)
    }

    @Test func `a rejected delivery is fatal, with what the receiver says`() async throws {
        let facts = try await facts("AdmissionNotice")
        let content = try content(
            receipts.rejected(facts, fault: DeliveryFault(code: "P-404", reason: "okänd patient")))
        #expect(content.text("outcome") == "fatal-error")
        #expect(content.text("issuedBy") == "receiver")
        let error = try #require(content.items("errors").first?.record)
        #expect(error.text("code") == "P-404")
        #expect(error.text("text") == "okänd patient")
        #expect(error.text("mendBy") == "sender")
    }

    @Test func `a delivery that was given up is fatal, and the gateway says so for the operators to mend`() async throws
    {
        let receipt = receipts.gaveUp(try await facts("AdmissionNotice"))
        let content = try content(receipt)
        #expect(content.text("outcome") == "fatal-error")
        #expect(content.text("issuedBy") == "gateway")
        #expect(content.text("receiverUnit") == "SE0000000002-SOC1")
        #expect(receipt?.senderUnit == .gateway)
        let error = try #require(content.items("errors").first?.record)
        #expect(error.text("code") == RejectionCode.deliveryGivenUp.text)
        #expect(error.text("mendBy") == "operator")
    }

    @Test func `a receipt goes to the sender alone, in the case, about the message, as the gateway's own`() async throws
    {
        let facts = try await facts("AdmissionNotice")
        let receipt = try #require(receipts.accepted(facts, reference: nil))
        #expect(receipt.recipients.map(\.destination) == [Destination(.ward)])
        #expect(receipt.recipients.map(\.name) == ["Avdelning 52"])
        #expect(receipt.recipients.map(\.state) == [.queued])
        #expect(receipt.refersTo == facts.message)
        #expect(receipt.caseID == CaseID("N-2026-000417"))
        #expect(receipt.senderSystem == .gateway)
        #expect(receipt.isReceipt)
        #expect(receipt.type == "ApplicationReceipt")
        #expect(receipt.lane == scratch.fingerprints.lane(["receipt", facts.message.description]))
    }

    @Test func `a sender that the directory has no more is called by its HSA-id`() async throws {
        let facts = try await facts("SipEstablished")
        #expect(receipts.accepted(facts, reference: nil)?.recipients.map(\.name) == ["SE0000000001-HC01"])
    }

    @Test func `a receipt is never receipted, whatever its outcome`() async throws {
        let facts = try await facts("ApplicationReceipt", to: Destination(.ward))
        #expect(receipts.accepted(facts, reference: nil) == nil)
        #expect(receipts.rejected(facts, fault: DeliveryFault(code: "c", reason: "r")) == nil)
        #expect(receipts.gaveUp(facts) == nil)
    }

    @Test(arguments: [
        (PublicationResult.published, "published"), (.closed, "closed"), (.withdrawn, "withdrawn"),
        (.superseded, "superseded"),
    ])
    func `what became of a plan at 1177 the gateway says in its own name`(
        result: PublicationResult, word: String
    ) async throws {
        let facts = try await facts("SipEstablished", to: .publisher1177)
        let receipt = try #require(receipts.published(facts, as: result))
        let content = try content(receipt)
        #expect(content.text("outcome") == "ok")
        #expect(content.text("issuedBy") == "gateway")
        #expect(content.text("receiverUnit") == UnitID.gateway.text)
        #expect(content.text("receiverReference") == word)
        #expect(content.record("system")?.text("name") == "1177 Journalen")
        #expect(receipt.senderUnit == .gateway)
        #expect(receipt.recipients.map(\.destination) == [Destination(.healthCentre)])
    }

    @Test func `a plan that cannot be published is fatal, with the code and who mends it`() async throws {
        let facts = try await facts("SipEstablished", to: .publisher1177)
        let fault = PublicationFault(code: .carePlanTooLarge, reason: "too large")
        let content = try content(receipts.publicationFailed(facts, fault: fault))
        #expect(content.text("outcome") == "fatal-error")
        #expect(content.text("receiverReference") == nil)
        let error = try #require(content.items("errors").first?.record)
        #expect(error.text("code") == "VX-1705")
        #expect(error.text("text") == "too large")
        #expect(error.text("mendBy") == "sender")
    }

    @Test func `nobody but the gateway speaks for 1177`() async throws {
        let facts = try await facts("SipEstablished", to: .publisher1177)
        #expect(receipts.accepted(facts, reference: nil) == nil)
        #expect(receipts.rejected(facts, fault: DeliveryFault(code: "c", reason: "r")) == nil)
        let content = try content(receipts.gaveUp(facts))
        #expect(content.text("issuedBy") == "gateway")
        #expect(content.record("system")?.text("name") == "1177 Journalen")
    }

    @Test func `what a unit says names no system of ours`() async throws {
        let facts = try await facts("AdmissionNotice")
        #expect(try content(receipts.accepted(facts, reference: nil)).record("system") == nil)
    }

    @Test func `the same outcome told twice is the same receipt, another outcome is another`() async throws {
        let facts = try await facts("AdmissionNotice")
        let first = try #require(receipts.accepted(facts, reference: nil))
        scratch.time.advance(seconds: 60)
        #expect(receipts.accepted(facts, reference: nil)?.id == first.id)
        #expect(receipts.gaveUp(facts)?.id != first.id)
        #expect(receipts.gaveUp(facts)?.id == receipts.gaveUp(facts)?.id)
    }

    @Test func `two units of one message give two receipts`() async throws {
        let both = [Destination(.socialService), Destination(.municipalCare)]
        try await scratch.accept(try ValidSample.read("AdmissionNotice"), to: both)
        let facts = try await scratch.queue.lease(from: both, by: .municipal, maximum: 2, duration: 60).map(\.facts)
        #expect(Set(facts.compactMap { receipts.accepted($0, reference: nil)?.id }).count == 2)
    }

    @Test func `the queue takes a receipt with its settlement, for the sender to fetch`() async throws {
        try await scratch.accept(try ValidSample.read("AdmissionNotice"), to: [Destination(.socialService)])
        let leased = try #require(try await scratch.lease(Destination(.socialService)))
        let receipts = receipts
        _ = try await scratch.queue.complete(leased.lease, by: .municipal) { receipts.accepted($0, reference: nil) }
        let receipt = try #require(try await scratch.lease(Destination(.ward), by: .ehr))
        #expect(receipt.facts.refersTo == leased.facts.message)
        #expect(receipt.facts.isReceipt)
    }

    @Test
    func `receipts for what a system has sent that gets them pushed go on their way there, and those of others not`()
        async throws
    {
        let facts = try await facts("AdmissionNotice")
        for pushed in [SystemID.ehr, .municipal] {
            let receipts = ApplicationReceipts(
                gatewayUnit: .gateway, fingerprints: scratch.fingerprints, unitName: { _ in nil }, now: scratch.now,
                receiptDestination: { ($1 == pushed ? ReceiptDelivery.push : .queue).destination(for: $0, of: $1) })
            let destination: Destination = pushed == .ehr ? .receipts(of: .ehr) : Destination(.ward)
            let made = [
                receipts.accepted(facts, reference: nil), receipts.gaveUp(facts),
                receipts.rejected(facts, fault: DeliveryFault(code: "c", reason: "r")),
            ]
            for receipt in made {
                #expect(receipt?.recipients.map(\.destination) == [destination])
                // It travels with the other receipts of the message, wherever they go.
                #expect(receipt?.lane == scratch.fingerprints.lane(["receipt", facts.message.description]))
            }
        }
    }

    @Test func `a sender whose system asks for the status gets no receipts as messages`() async throws {
        let facts = try await facts("AdmissionNotice")
        let receipts = ApplicationReceipts(
            gatewayUnit: .gateway, fingerprints: scratch.fingerprints, unitName: { _ in nil }, now: scratch.now,
            receiptDestination: { $1 == .ehr ? nil : Destination($0) })
        #expect(receipts.accepted(facts, reference: nil) == nil)
        #expect(receipts.rejected(facts, fault: DeliveryFault(code: "c", reason: "r")) == nil)
        #expect(receipts.gaveUp(facts) == nil)
    }
}
