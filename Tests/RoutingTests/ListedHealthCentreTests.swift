import Messages
import Routing
import SampleWorld
import Testing

/// Which health centre is meant by "where the patient is listed".
struct ListedHealthCentreTests {
    private let message: Message
    private let twoCentres = Directory.sample(also: [.made(.otherCentre, .healthCentre, of: .region)])

    init() throws {
        message = try ValidSample.read("AdmissionNotice").content("listedUnit", nil).addressed(to: .listedHealthCentre)
    }

    private func naming(_ hsaID: String) -> Message {
        let unit = Record([
            .init("hsaId", .text(hsaID)), .init("name", .text("N")), .init("principal", .text("region")),
        ])
        return message.content("listedUnit", .record(unit))
    }

    @Test func `the one that the message names counts first`() throws {
        let context = RoutingContext(caseParties: [.healthCentre], listedUnit: .healthCentre)
        #expect(
            try twoCentres.recipients(naming("se0000000001-hc02"), context)
                == ["SE0000000001-HC02 listed health centre named in the message"])
    }

    @Test func `else the one that the case knows`() throws {
        let context = RoutingContext(caseParties: [.healthCentre], listedUnit: .otherCentre)
        #expect(
            try twoCentres.recipients(message, context) == ["SE0000000001-HC02 listed health centre of the case"])
    }

    @Test func `else the only one that takes part in the case`() throws {
        let context = RoutingContext(caseParties: [.socialService, .otherCentre, .otherCentre])
        #expect(
            try twoCentres.recipients(message, context) == ["SE0000000001-HC02 the only health centre of the case"])
    }

    @Test func `else the only one in force that serves the municipality`() throws {
        let found = ["SE0000000001-HC01 the only health centre of municipality 2580"]
        #expect(try Directory.sample().recipients(message) == found)
        let closed = Unit.made(.otherCentre, .healthCentre, of: .region, to: .testTime)
        let elsewhere = Unit.made(.otherCentre, .healthCentre, of: .region, codes: ["2581"])
        #expect(try Directory.sample(also: [closed]).recipients(message) == found)
        #expect(try Directory.sample(also: [elsewhere]).recipients(message) == found)
        #expect(
            try Directory.sample(also: [closed]).recipients(message, RoutingContext(caseParties: [.otherCentre]))
                == found)
    }

    @Test func `several are refused and named in order`() throws {
        for context in [RoutingContext(), RoutingContext(caseParties: [.otherCentre, .healthCentre])] {
            let problem = try #require(try twoCentres.refusal(message, context).first)
            #expect(problem.code == .receiverAmbiguous)
            #expect(problem.path == "/receivers/0")
            #expect(problem.detail.hasSuffix(": SE0000000001-HC01, SE0000000001-HC02"))
        }
    }

    @Test func `none is refused`() throws {
        let elsewhere = message.head(
            "patient",
            message.record.record("patient").map { .record($0.setting("municipalityCode", to: .text("2581"))) })
        let homeless = message.head(
            "patient", message.record.record("patient").map { .record($0.setting("municipalityCode", to: nil)) })
        for message in [elsewhere, homeless] {
            #expect(try twoCentres.problems(message) == ["\(RejectionCode.receiverUnresolved) /receivers/0"])
        }
    }

    @Test func `another is never taken for one that the directory does not have`() throws {
        let unresolved = ["\(RejectionCode.receiverUnresolved) /receivers/0"]
        let directory = Directory.sample()
        #expect(try directory.problems(naming("SE0000000009-X")) == unresolved)
        #expect(try directory.problems(naming("no id"), RoutingContext(listedUnit: .healthCentre)) == unresolved)
        #expect(try directory.problems(message, RoutingContext(listedUnit: .stranger)) == unresolved)
    }

    @Test func `what keeps the message from it refuses the message`() throws {
        let closed = Directory.sample(also: [.made(.otherCentre, .healthCentre, to: .testTime)])
        #expect(
            try closed.problems(message, RoutingContext(listedUnit: .otherCentre))
                == ["\(RejectionCode.receiverNotValid) /receivers/0"])
        let careful = Directory.sample(also: [.made(.otherCentre, .healthCentre, takes: 1)])
        #expect(
            try careful.problems(message.typed(.made("Other")), RoutingContext(listedUnit: .otherCentre))
                == ["\(RejectionCode.sensitivityTooHigh) /receivers/0"])
    }

    @Test func `a unit without HSA-id in the message says nothing`() throws {
        let named = Record([.init("name", .text("N")), .init("principal", .text("region"))])
        #expect(
            try Directory.sample().recipients(message.content("listedUnit", .record(named)))
                == ["SE0000000001-HC01 the only health centre of municipality 2580"])
    }
}
