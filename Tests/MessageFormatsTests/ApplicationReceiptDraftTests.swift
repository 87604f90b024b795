import MessageFormats
import Messages
import Testing

@Suite struct ApplicationReceiptDraftTests {
    @Test(arguments: WireForm.allCases)
    func `a receipt that is ok fits its declaration`(form: WireForm) throws {
        let read = try roundTrip(try receipt(.ok), form)
        #expect(read.type == .applicationReceipt)
        #expect(read.content.text("outcome") == "ok")
        #expect(read.content.text("receivedAt") == "2026-11-22T08:15:00+01:00")
        #expect(read.receivers == [.unit(try #require(UnitID("SE0000000001-AVD52")))])
    }

    @Test(arguments: RejectionCode.Mender.allNames)
    func `a receipt with faults fits its declaration`(mender: RejectionCode.Mender) throws {
        var receipt = try receipt(.fatal)
        receipt.faults = [
            .init(code: String(repeating: "k", count: 300), text: String(repeating: "å", count: 9000), mendBy: mender),
            .init(code: "", text: "", mendBy: nil),
        ]
        receipt.receiverReference = ""
        let read = try roundTrip(receipt, .xml)
        #expect(read.content.items("errors").first?.record?.text("mendBy") == mender.rawValue)
        #expect(read.content["receiverReference"] == nil)
    }

    private func receipt(_ outcome: ApplicationReceiptDraft.Outcome) throws -> ApplicationReceiptDraft {
        let time = try #require(Timestamp(rfc3339: "2026-11-22T07:15:00Z"))
        return ApplicationReceiptDraft(
            id: try #require(MessageID("0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1b11")),
            refersTo: try #require(MessageID("0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1b12")), caseID: CaseID("N-1"),
            legalBasis: "consent", sender: try #require(UnitID("SE0000000002-SOC1")),
            receiver: try #require(UnitID("SE0000000001-AVD52")), unit: try #require(UnitID("SE0000000002-SOC1")),
            issuer: .gateway, outcome: outcome, sentAt: time, receivedAt: time)
    }

    private func roundTrip(_ receipt: ApplicationReceiptDraft, _ form: WireForm) throws -> Message {
        let message = try #require(receipt.message)
        return try MessageReader().read(MessageWriter().write(message, as: form), as: form).message
    }
}

extension RejectionCode.Mender {
    fileprivate static let allNames: [RejectionCode.Mender] = [.sender, .receiver, .directory, .gateway, .operator]
}
