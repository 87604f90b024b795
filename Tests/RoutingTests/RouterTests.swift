import Messages
import Routing
import SampleWorld
import Testing

/// Whom an address reaches, and what is said when it reaches nobody.
struct RouterTests {
    private let notice: Message

    init() throws {
        notice = try ValidSample.read("AdmissionNotice")
    }

    private func route(_ message: Message, in directory: Directory = .sample()) throws -> [RoutedRecipient] {
        try directory.route(message).recipients
    }

    private func problems(_ message: Message, in directory: Directory = .sample()) throws -> [String] {
        try directory.problems(message)
    }

    @Test func `a unit is reached by its HSA-id, with its name and the reason`() throws {
        let recipients = try route(notice)
        #expect(recipients.map(\.destination) == [Destination(.socialService)])
        #expect(recipients.map(\.name) == ["Socialtjänsten"])
        #expect(recipients.map(\.why) == ["addressed as unit"])
        #expect(recipients.map(\.organisation) == [.municipality])
        #expect(recipients.allSatisfy { $0.skipped == nil })
    }

    @Test func `a function of a municipality is the one unit that has it`() throws {
        let recipients = try route(notice.addressed(to: .function(.municipalHealthCare, municipalityCode: "2580")))
        #expect(recipients.map(\.destination) == [Destination(.municipalCare)])
        #expect(recipients.map(\.why) == ["municipalHealthCare of municipality 2580"])
    }

    @Test(arguments: ReceiverFunction.allCases)
    func `every function stands for the kind of unit of its name`(function: ReceiverFunction) throws {
        let id = UnitID.sample("SE0000000009-X")
        let kind = try #require(UnitKind(rawValue: function.rawValue))
        let directory = Directory.sample(also: [.made(id, kind, codes: ["0180"])])
        let message = try ValidSample.read("GeneralMessage").addressed(
            to: function.isOfOrganisation
                ? .organisationFunction(function, organisation: OrganisationID.municipality.id)
                : .function(function, municipalityCode: "0180"))
        let recipients = try route(message, in: directory)
        #expect(recipients.map(\.destination) == [Destination(id)])
    }

    @Test func `a function of an organisation is the one unit of it that has it`() throws {
        let region = Unit.made(.sample("SE0000000001-VC1"), .headOfOperations, of: .region, codes: [])
        let other = Unit.made(.sample("SE0000000002-VC1"), .headOfOperations, of: .municipality, codes: [])
        let message = try ValidSample.read("GeneralMessage").addressed(
            to: .organisationFunction(.headOfOperations, organisation: OrganisationID.region.id))
        let recipients = try route(message, in: .sample(also: [region, other]))
        #expect(recipients.map(\.destination) == [Destination(region.id)])
        #expect(recipients.map(\.why) == ["headOfOperations of the organisation"])
        #expect(
            try Directory.sample(also: [other]).problems(message) == [
                "\(RejectionCode.receiverUnresolved) /receivers/0"
            ])
        let second = Unit.made(.sample("SE0000000001-VC2"), .headOfOperations, of: .region, codes: [])
        let problem = try #require(try Directory.sample(also: [region, second]).refusal(message).first)
        #expect(problem.code == .receiverAmbiguous)
        #expect(problem.detail.hasSuffix("SE0000000001-VC1, SE0000000001-VC2"))
    }

    @Test func `a function that no unit has there is refused`() throws {
        let school = notice.addressed(to: .function(.school, municipalityCode: "2580"))
        #expect(try problems(school) == ["\(RejectionCode.receiverUnresolved) /receivers/0"])
        let elsewhere = notice.addressed(to: .function(.socialService, municipalityCode: "2581"))
        #expect(try problems(elsewhere) == ["\(RejectionCode.receiverUnresolved) /receivers/0"])
    }

    @Test func `a function that two units have is refused, and both are named in order`() throws {
        let directory = Directory.sample(also: [.made(.sample("SE0000000002-SOC0"))])
        let message = notice.addressed(to: .function(.socialService, municipalityCode: "2580"))
        let error = #expect(throws: Rejection.self) { try route(message, in: directory) }
        let problem = try #require(error).first
        #expect(problem.code == .receiverAmbiguous)
        #expect(problem.detail.hasSuffix("SE0000000002-SOC0, SE0000000002-SOC1"))
    }

    @Test func `a unit out of force does not make a function ambiguous`() throws {
        let closed = Unit.made(.sample("SE0000000002-SOC0"), to: .testTime)
        let recipients = try route(
            notice.addressed(to: .function(.socialService, municipalityCode: "2580")), in: .sample(also: [closed]))
        #expect(recipients.map(\.destination) == [Destination(.socialService)])
    }

    @Test func `a unit that takes less sensitive messages only is refused`() throws {
        let message = try ValidSample.read("GeneralMessage").addressed(to: .unit(.housing))
        #expect(try problems(message) == ["\(RejectionCode.sensitivityTooHigh) /receivers/0"])
        #expect(try route(notice.addressed(to: .unit(.housing))).count == 1)
    }

    @Test func `compulsory care goes only to those who take it`() throws {
        let message = notice.typed(.compulsoryReadmission)
        #expect(try route(message).count == 1)
        let other = message.addressed(to: .unit(.healthCentre))
        #expect(try problems(other) == ["\(RejectionCode.sensitivityTooHigh) /receivers/0"])
    }

    @Test(arguments: [
        (from: Int64?(0), to: Int64?.none, isReached: true),
        (from: 1, to: nil, isReached: false),
        (from: nil, to: 1, isReached: true),
        (from: nil, to: 0, isReached: false),
        (from: -1, to: 1, isReached: true),
    ])
    func `a unit is reached from its first moment to before its last`(
        from: Int64?, to: Int64?, isReached: Bool
    ) throws {
        func moment(_ offset: Int64) -> Timestamp {
            Timestamp(microseconds: Timestamp.testTime.microseconds + offset)
        }
        let id = UnitID.sample("SE0000000009-X")
        let directory = Directory.sample(also: [.made(id, codes: [], from: from.map(moment), to: to.map(moment))])
        let message = notice.addressed(to: .unit(id))
        if isReached {
            #expect(try route(message, in: directory).count == 1)
        } else {
            #expect(try problems(message, in: directory) == ["\(RejectionCode.receiverNotValid) /receivers/0"])
        }
    }

    @Test func `a sender that the directory does not have, or no longer has, is refused`() throws {
        let stranger = notice.sent(by: .sample("SE0000000009-X"))
        #expect(try problems(stranger) == ["\(RejectionCode.senderUnitUnknown) /sender/unit"])
        let closed = Unit.made(.sample("SE0000000009-X"), to: .testTime)
        #expect(
            try problems(stranger, in: .sample(also: [closed])) == ["\(RejectionCode.senderUnitUnknown) /sender/unit"])
    }

    @Test func `a message that reaches nobody is refused`() throws {
        #expect(try problems(notice.addressed()) == ["\(RejectionCode.noReceiver) /receivers"])
    }

    @Test func `a plan that would reach 1177 alone is refused`() throws {
        let plan = try ValidSample.read("SipEstablished").addressed()
        let publisher = RoutedRecipient(destination: .publisher1177, name: "1177 Journalen", why: "publication")
        #expect(
            try Directory.sample().problems(plan, RoutingContext(publication: publisher))
                == ["\(RejectionCode.noReceiver) /receivers"])
    }

    @Test func `all receivers that cannot be reached are named, and nobody gets the message`() throws {
        let message = try ValidSample.read("GeneralMessage").addressed(
            to: .unit(.sample("SE0000000009-X")), .unit(.socialService),
            .function(.school, municipalityCode: "2580"), .unit(.housing), .caseParties)
        #expect(
            try problems(message) == [
                "\(RejectionCode.unknownReceiver) /receivers/0", "\(RejectionCode.receiverUnresolved) /receivers/2",
                "\(RejectionCode.sensitivityTooHigh) /receivers/3", "\(RejectionCode.casePartiesUnknown) /receivers/4",
            ])
    }

    @Test func `no problem tells a value of the message`() throws {
        let message = notice.addressed(to: .unit(.sample("SE191212121212-X")), .listedHealthCentre)
        let error = #expect(throws: Rejection.self) { try route(message) }
        #expect(try #require(error).problems.allSatisfy { !$0.detail.contains("19121212") })
    }

    @Test func `a unit that is addressed twice gets the message once, for the first reason`() throws {
        let recipients = try route(
            notice.addressed(
                to: .function(.socialService, municipalityCode: "2580"), .unit(.socialService), .unit(.municipalCare)))
        #expect(recipients.map(\.destination) == [Destination(.socialService), Destination(.municipalCare)])
        #expect(recipients.map(\.why) == ["socialService of municipality 2580", "addressed as unit"])
    }

    @Test func `1177 is a recipient as the context has it, behind the units`() throws {
        let skip = RoutedRecipient.Skip(code: .publicationNotWanted, detail: "d")
        let publisher = RoutedRecipient(
            destination: .publisher1177, name: "1177 Journalen", why: "publication", skipped: skip)
        let recipients = try Directory.sample().route(notice, RoutingContext(publication: publisher)).recipients
        #expect(recipients.map(\.destination) == [Destination(.socialService), .publisher1177])
        #expect(recipients.last == publisher)
        #expect(try route(try ValidSample.read("SipEstablished")).allSatisfy { $0.destination != .publisher1177 })
    }
}
