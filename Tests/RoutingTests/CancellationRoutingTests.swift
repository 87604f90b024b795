import Messages
import Routing
import SampleWorld
import Testing

/// Whom a cancellation goes to: those who got what it cancels.
struct CancellationRoutingTests {
    private let message: Message
    private let context = RoutingContext(originalRecipients: [
        .init(Destination(.socialService), name: "Namnet då"), .init(.publisher1177, name: "1177 Journalen"),
        .init(Destination(.stranger), name: "Nedlagd"),
    ])

    init() throws {
        message = try ValidSample.read("GeneralMessage").typed(.made("MessageCancelled", .general))
    }

    @Test func `it goes to exactly those, in order, whatever they take now and whoever subscribes`() throws {
        let wish = Subscription(subscriber: .healthCentre, selection: .process(.general), senders: [.ward])
        let directory = Directory.sample([wish], also: [.made(.stranger, .school, takes: 1, to: .testTime)])
        let routed = try directory.route(message.addressed(), context)
        #expect(
            routed.recipients.map(\.destination)
                == [Destination(.socialService), .publisher1177, Destination(.stranger)])
        #expect(routed.recipients.map(\.name) == ["Namnet då", "1177 Journalen", "Nedlagd"])
        #expect(routed.recipients.map(\.organisation) == [.municipality, nil, .municipality])
        #expect(routed.recipients.allSatisfy { $0.why == "got the message that is cancelled" && $0.skipped == nil })
    }

    @Test func `a unit that has left the directory still gets it`() throws {
        #expect(try Directory.sample().route(message.addressed(), context).recipients.count == 3)
    }

    @Test func `addresses that mean them change nothing`() throws {
        let addressed = message.addressed(
            to: .unit(.socialService), .function(.socialService, municipalityCode: "2580"), .caseParties,
            .function(.school, municipalityCode: "2580"))
        #expect(try Directory.sample().route(addressed, context).recipients.count == 3)
    }

    @Test func `every address that means another unit is refused at its place`() throws {
        let addressed = message.content("listedUnit", nil).addressed(
            to: .unit(.municipalCare), .unit(.socialService), .function(.municipalHealthCare, municipalityCode: "2580"),
            .listedHealthCentre, .unit(.sample("SE0000000008-X")))
        #expect(
            try Directory.sample().problems(addressed, context)
                == [0, 2, 3, 4].map { "\(RejectionCode.cancelReceivers) /receivers/\($0)" })
    }

    @Test func `an original that nobody got cannot be cancelled`() throws {
        #expect(
            try Directory.sample().problems(message.addressed(), RoutingContext(originalRecipients: []))
                == ["\(RejectionCode.noReceiver) /refersTo"])
    }

    @Test func `an original that is not known leaves it to the addresses`() throws {
        #expect(
            try Directory.sample().recipients(message.addressed(to: .unit(.municipalCare)))
                == ["SE0000000002-KHS1 addressed as unit"])
    }

    @Test func `the recipients of another message are no matter of any other type`() throws {
        let general = try ValidSample.read("GeneralMessage")
        #expect(try Directory.sample().recipients(general, context) == ["SE0000000002-SOC1 addressed as unit"])
    }
}
