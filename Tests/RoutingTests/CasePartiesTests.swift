import Messages
import Routing
import SampleWorld
import Testing

/// Who is meant by "the parties of the case".
struct CasePartiesTests {
    private let message: Message
    private let unknown = ["\(RejectionCode.casePartiesUnknown) /receivers/0"]

    init() throws {
        message = try ValidSample.read("AdmissionNotice").typed(.made("Other")).addressed(to: .caseParties)
    }

    @Test func `every party gets the message, but not its sender`() throws {
        let context = RoutingContext(caseParties: [.socialService, .ward, .healthCentre, .socialService])
        let routed = try Directory.sample().route(message, context)
        #expect(routed.recipients.map(\.destination) == [Destination(.socialService), Destination(.healthCentre)])
        #expect(routed.recipients.allSatisfy { $0.why == "party of the case" && $0.skipped == nil })
        #expect(routed.recipients.map(\.organisation) == [.municipality, .region])
    }

    @Test func `a case without other parties is refused`() throws {
        let closed = Directory.sample(also: [.made(.school, .school, to: .testTime)])
        #expect(try closed.problems(message) == unknown)
        #expect(try closed.problems(message, RoutingContext(caseParties: [.ward])) == unknown)
        #expect(try closed.problems(message, RoutingContext(caseParties: [.school, .stranger])) == unknown)
    }

    @Test func `a party that must not have the message is passed over and listed`() throws {
        let directory = Directory.sample(also: [
            .made(.school, .school), .made(.otherCentre, .healthCentre, to: .testTime),
        ])
        let parties: [UnitID] = [.housing, .school, .otherCentre, .stranger, .socialService]
        #expect(
            try directory.recipients(message, RoutingContext(caseParties: parties)) == [
                "SE0000000002-SABO1 party of the case but \(RejectionCode.sensitivityTooHigh)",
                "SE0000000002-SKOLA1 party of the case but \(RejectionCode.typeNotTaken)",
                "SE0000000001-HC02 party of the case but \(RejectionCode.receiverNotValid)",
                "SE0000000002-SOC1 party of the case",
            ])
    }

    @Test func `parties that are all passed over do not make a receiver`() throws {
        #expect(
            try Directory.sample().problems(message, RoutingContext(caseParties: [.housing]))
                == ["\(RejectionCode.noReceiver) /receivers"])
    }

    @Test func `a party that is addressed too gets the message once, and a named one refuses what it cannot have`()
        throws
    {
        let context = RoutingContext(caseParties: [.socialService, .housing])
        let twice = message.addressed(to: .unit(.socialService), .caseParties)
        #expect(
            try Directory.sample().recipients(twice, context) == [
                "SE0000000002-SOC1 addressed as unit",
                "SE0000000002-SABO1 party of the case but \(RejectionCode.sensitivityTooHigh)",
            ])
        let named = message.addressed(to: .caseParties, .unit(.housing))
        #expect(
            try Directory.sample().problems(named, context) == ["\(RejectionCode.sensitivityTooHigh) /receivers/1"])
    }

    @Test func `a party counts as addressed for the wishes of others, unless it is passed over`() throws {
        let wish = Subscription(
            subscriber: .healthCentre, selection: .process(.discharge), senders: [.ward], whenAddressed: .municipality)
        let directory = Directory.sample([wish], also: [.made(.otherCentre, .healthCentre, of: .region)])
        #expect(try directory.recipients(message, RoutingContext(caseParties: [.socialService])).count == 2)
        let context = RoutingContext(caseParties: [.housing, .otherCentre])
        #expect(
            try directory.route(message, context).recipients.map(\.destination)
                == [Destination(.housing), Destination(.otherCentre)])
    }
}
