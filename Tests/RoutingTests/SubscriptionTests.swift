import Messages
import Routing
import SampleWorld
import Testing

/// Who gets a message without being addressed.
struct SubscriptionTests {
    private let notice: Message

    init() throws {
        notice = try ValidSample.read("AdmissionNotice")
    }

    private func wish(
        _ subscriber: UnitID = .healthCentre, _ selection: Subscription.Selection = .process(.discharge),
        from senders: Set<UnitID> = [.ward], whenAddressed: OrganisationID? = nil
    ) -> Subscription {
        Subscription(subscriber: subscriber, selection: selection, senders: senders, whenAddressed: whenAddressed)
    }

    /// The recipients as `unit why`, with the code of what keeps one away.
    private func route(
        _ message: Message, _ subscriptions: [Subscription], also units: [Unit] = []
    ) throws -> [String] {
        try Directory.sample(subscriptions, also: units).recipients(message)
    }

    private let addressed = "SE0000000002-SOC1 addressed as unit"
    private let subscribed = "SE0000000001-HC01 subscription"

    @Test func `a wish for a process brings its types and no others`() throws {
        #expect(try route(notice, [wish()]) == [addressed, subscribed])
        let general = try ValidSample.read("GeneralMessage")
        #expect(try route(general, [wish()]) == [addressed])
    }

    @Test func `a wish for types brings those and no others`() throws {
        let wishes = [wish(.healthCentre, .types(["AdmissionNotice", "SipEstablished"]))]
        #expect(try route(notice, wishes) == [addressed, subscribed])
        #expect(try route(try ValidSample.read("GeneralMessage"), wishes) == [addressed])
    }

    @Test func `a wish holds for its senders only`() throws {
        #expect(try route(notice, [wish(from: [.neighbour])]) == [addressed])
        #expect(try route(notice, [wish(from: [.neighbour, .ward])]) == [addressed, subscribed])
    }

    @Test func `a wish can depend on the organisation that is addressed`() throws {
        #expect(try route(notice, [wish(whenAddressed: .municipality)]) == [addressed, subscribed])
        #expect(try route(notice, [wish(whenAddressed: .region)]) == [addressed])
    }

    @Test func `a subscriber that is addressed too gets the message once, as addressed`() throws {
        let message = notice.addressed(to: .unit(.healthCentre))
        #expect(try route(message, [wish()]) == ["SE0000000001-HC01 addressed as unit"])
    }

    @Test func `two wishes of one unit bring the message once`() throws {
        #expect(
            try route(notice, [wish(), wish(.healthCentre, .types(["AdmissionNotice"]))]) == [addressed, subscribed])
    }

    @Test func `nobody subscribes to its own messages`() throws {
        #expect(try route(notice, [wish(.ward)]) == [addressed])
    }

    @Test func `subscriptions alone suffice`() throws {
        #expect(try route(notice.addressed(), [wish()]) == [subscribed])
    }

    @Test func `a subscriber for whom the message is too sensitive is passed over and listed`() throws {
        let general = try ValidSample.read("GeneralMessage")
        let wishes = [wish(.housing, .process(.general))]
        #expect(
            try route(general, wishes) == [
                addressed, "SE0000000002-SABO1 subscription but \(RejectionCode.sensitivityTooHigh)",
            ])
    }

    @Test func `a subscriber out of force is passed over and listed`() throws {
        let id = UnitID.sample("SE0000000009-X")
        let closed = Unit(
            id: id, name: "Prov", kind: .ward, organisation: .region, highestSensitivity: 3, validTo: .testTime)
        #expect(
            try route(notice, [wish(id)], also: [closed]) == [
                addressed, "SE0000000009-X subscription but \(RejectionCode.receiverNotValid)",
            ])
    }

    @Test func `a subscriber that is passed over does not make a receiver`() throws {
        let general = try ValidSample.read("GeneralMessage").addressed()
        let error = #expect(throws: Rejection.self) { try route(general, [wish(.housing, .process(.general))]) }
        #expect(try #require(error).first.code == .noReceiver)
    }

    @Test func `a wish of a unit that is not in the directory is no wish`() throws {
        #expect(try route(notice, [wish(.sample("SE0000000009-X"))]) == [addressed])
    }
}
