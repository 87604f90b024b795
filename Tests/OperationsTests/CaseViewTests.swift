import MessageFormats
import Messages
@testable import Operations
@testable import Queues
import Routing
import SampleWorld
import Testing

/// A case as its parties see it, from values to values.
struct CaseViewTests {
    @Test func `a case is told member by member, in the order of the contract`() throws {
        let notice = try CaseFixture.message()
        let view = try CaseFixture.view([notice])
        #expect(view.members?.map(\.name) == ["caseId", "openedAt", "parties", "milestones", "messages"])
        #expect(view["openedAt"]?.text == "2026-11-22T08:01:00Z")
        let message = try #require(view["messages"]?.items?.first)
        #expect(
            message.members?.map(\.name)
                == ["messageId", "type", "title", "status", "sender", "sentAt", "acceptedAt", "deliveries"])
        #expect(message["title"]?.text == "Inskrivningsmeddelande")
        let delivery = try #require(message["deliveries"]?.items?.first)
        #expect(delivery.members?.map(\.name) == ["unit", "state", "firstAvailableAt", "receipts"])
        #expect(!view.json.contains("R-1") && !view.json.contains("a note"), "what a receiver wrote")
    }

    @Test func `parties come in the order in which they came in, by the directory's names`() throws {
        let view = try CaseFixture.view([
            try CaseFixture.message(1),
            try CaseFixture.message(
                2, "GeneralMessage", from: .socialService,
                deliveries: [.ward, .neighbour].map { CaseFixture.delivery(to: Destination($0)) }
                    + [CaseFixture.delivery(to: .publisher1177)]),
        ])
        #expect(
            view.texts("parties", "unit") == ["SE0000000001-AVD52", "SE0000000002-SOC1", "SE0000000003-SOC1"])
        #expect(view.texts("parties", "name") == ["Avdelning 52", "Socialtjänsten", "name then"])
        #expect(view.texts("parties", "organisation") == ["SE0000000001", "SE0000000002", nil])
        #expect(
            view.texts("parties", "since")
                == ["2026-11-22T08:01:00Z", "2026-11-22T08:01:00Z", "2026-11-22T08:02:00Z"])
    }

    @Test func `each step of each message is a milestone, and messages that are none give none`() throws {
        let view = try CaseFixture.view([
            try CaseFixture.message(1), try CaseFixture.message(2, "GeneralMessage"),
            try CaseFixture.message(3, "ReadyForDischarge"), try CaseFixture.message(4, "Unheard"),
        ])
        #expect(view.texts("milestones", "step") == ["admitted", "estimate", "ready"])
        #expect(
            view.texts("messages", "title") == [
                "Inskrivningsmeddelande", "Generellt meddelande", "Utskrivningsklar", nil,
            ])
        let availability = view["milestones"]?.items?.first?["availability"]?.items?.first
        #expect(availability?["unit"]?.text == "SE0000000002-SOC1")
        #expect(availability?["firstAvailableAt"]?.text == "2026-11-22T08:00:00Z")
    }

    @Test func `a message that takes the place of another marks its milestone`() throws {
        let view = try CaseFixture.view([
            try CaseFixture.message(1, "ReadyForDischarge"),
            try CaseFixture.message(2, "ReadyForDischarge", replaces: 1),
            try CaseFixture.message(3, "ReadyForDischarge", replaces: 1, cancelledBy: 9),
            try CaseFixture.message(4, "ReadyForDischarge", from: .socialService, replaces: 1),
        ])
        #expect(view.texts("milestones", "replacedBy") == [try CaseFixture.id(2).description, nil, nil, nil])
        #expect(view.texts("messages", "status") == ["new", "replaces", "replaces", "replaces"])
        #expect(view.texts("messages", "replaces")[1] == (try CaseFixture.id(1).description))
    }

    @Test func `a withdrawal marks the notice that it refers to, unless it was cancelled`() throws {
        let messages = [
            try CaseFixture.message(1, "ReadyForDischarge"), try CaseFixture.message(2, "ReadyForDischarge"),
            try CaseFixture.message(3, "ReadyForDischargeWithdrawn", refersTo: 1, cancelledBy: 9),
            try CaseFixture.message(4, "GeneralMessage", refersTo: 1),
            try CaseFixture.message(6, "ReadyForDischargeWithdrawn", from: .socialService, refersTo: 1),
        ]
        #expect(try CaseFixture.view(messages).texts("milestones", "withdrawnBy") == [nil, nil, nil, nil])
        let withdrawn = messages + [try CaseFixture.message(5, "ReadyForDischargeWithdrawn", refersTo: 1)]
        let view = try CaseFixture.view(withdrawn)
        #expect(view.texts("milestones", "withdrawnBy") == [try CaseFixture.id(5).description, nil, nil, nil, nil])
        let one = try CaseFixture.id(1).description
        #expect(view.texts("milestones", "refersTo") == [nil, nil, one, one, one])
    }

    @Test func `a milestone of a cancelled message stays and says so`() throws {
        let view = try CaseFixture.view([try CaseFixture.message(1, "ReadyForDischarge", cancelledBy: 2)])
        for list in ["milestones", "messages"] {
            let cancelled = try #require(view[list]?.items?.first?["cancelled"])
            #expect(cancelled.json == #"{"by":"\#(try CaseFixture.id(2))","at":"2026-11-22T08:00:00Z"}"#)
        }
    }

    @Test func `a message that cannot be read back is a milestone without facts`() throws {
        let status = try CaseFixture.message(1)
        let view = CaseView(
            caseID: try #require(CaseID("N-1")), messages: [CaseMessage(status: status, reading: .unreadable)],
            relations: CaseRelations(of: [status]), members: [], units: [:], pace: ReceiptPace()
        ).value
        for milestone in try #require(view["milestones"]?.items) {
            #expect(milestone["unreadable"]?.boolean == true)
            #expect(milestone["facts"] == nil && milestone["at"] == nil)
        }
    }

    @Test func `a view that leaves messages out says so`() throws {
        let view = try CaseFixture.view([CaseFixture.message()], cursor: "c")
        #expect(view["truncated"]?.boolean == true && view["cursor"]?.text == "c")
    }

    @Test func `what later messages say of those of a page is told on it`() throws {
        let view = try CaseFixture.view(
            [
                try CaseFixture.message(1), try CaseFixture.message(2, "ReadyForDischarge"),
                try CaseFixture.message(3, "ReadyForDischarge"), try CaseFixture.message(4, "ReadyForDischarge"),
            ],
            before: [
                try CaseFixture.message(5, "ReadyForDischargeWithdrawn", refersTo: 2),
                try CaseFixture.message(6, "ReadyForDischargeWithdrawn", from: .neighbour, refersTo: 3),
                try CaseFixture.message(7, replaces: 1),
                try CaseFixture.message(
                    8, "PartyChanged",
                    effect: .changesParties(
                        PartyChange(
                            added: [], removed: [.socialService], from: CaseFixture.accepted.adding(seconds: 9)))),
                try CaseFixture.message(9, "ReadyForDischargeWithdrawn", refersTo: 4, cancelledBy: 5),
            ])
        #expect(
            view.texts("milestones", "withdrawnBy") == [nil, nil, try CaseFixture.id(5).description, nil, nil])
        let replacement = try CaseFixture.id(7).description
        #expect(view.texts("milestones", "replacedBy") == [replacement, replacement, nil, nil, nil])
        #expect(
            view.texts("parties", "unit") == ["SE0000000001-AVD52", "SE0000000002-SOC1", "SE0000000003-SOC1"])
        #expect(view.texts("parties", "leftAt") == [nil, "2026-11-22T08:00:09Z", nil])
        #expect(view["messages"]?.items?.count == 4)
    }
}
