import MessageFormats
import Messages
import Testing

/// A kvittens that the gateway writes must pass its own door.
@Suite struct ReadReceiptDraftTests {
    private func draft() throws -> ReadReceiptDraft {
        let time = try #require(Timestamp(rfc3339: "2026-11-22T07:15:00Z"))
        return ReadReceiptDraft(
            id: try #require(MessageID("0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1b11")),
            refersTo: try #require(MessageID("0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1b12")), caseID: CaseID("N-1"),
            receiver: try #require(UnitID("SE0000000001-AVD52")), unit: try #require(UnitID("SE0000000002-KHS1")),
            readBy: .init(
                hsaID: "SE0000000002-P1", localID: "p1", name: "Testperson Två", role: "Sjuksköterska",
                phone: "031-390 06 13"),
            readAt: time, onBehalfOf: [try #require(UnitID("SE0000000002-SOC1"))], planningStarted: true,
            sentAt: time.adding(seconds: 60))
    }

    private func roundTrip(_ draft: ReadReceiptDraft, _ form: WireForm) throws -> Message {
        try MessageReader().read(MessageWriter().write(draft.message, as: form), as: form).message
    }

    @Test(arguments: WireForm.allCases)
    func `a kvittens with everything fits its declaration`(form: WireForm) throws {
        let read = try roundTrip(try draft(), form)
        #expect(read.type == .readReceipt)
        #expect(read.caseID == CaseID("N-1"))
        #expect(read.sender.unit == UnitID("SE0000000002-KHS1"))
        #expect(read.sender.person?.text("name") == "Testperson Två")
        #expect(read.receivers == [.unit(try #require(UnitID("SE0000000001-AVD52")))])
        #expect(read.legalBasis == "other-law")
        #expect(read.patient == nil)
        #expect(read.sentAt == Timestamp(rfc3339: "2026-11-22T08:16:00+01:00"))
        #expect(read.content.text("receiverUnit") == "SE0000000002-KHS1")
        #expect(read.content.record("readBy") == read.sender.person)
        #expect(read.content.text("readAt") == "2026-11-22T08:15:00+01:00")
        #expect(read.content.items("onBehalfOf") == [.text("SE0000000002-SOC1")])
        #expect(read.content["planningStarted"] == .boolean(true))
    }

    @Test(arguments: WireForm.allCases)
    func `a kvittens with the least fits its declaration`(form: WireForm) throws {
        var draft = try draft()
        draft.caseID = nil
        draft.readBy = .init(localID: "p1", name: "Testperson Två")
        draft.onBehalfOf = []
        draft.planningStarted = nil
        let read = try roundTrip(draft, form)
        #expect(read.caseID == nil)
        #expect(read.content.members.map(\.name) == ["receiverUnit", "readBy", "readAt"])
    }
}
