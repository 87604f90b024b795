import Messages
import Routing
import SampleWorld
import Testing

/// Administrative units send nothing and get nothing; the care units below them do.
struct AdministrativeUnitTests {
    private let message: Message

    init() throws {
        message = try ValidSample.read("GeneralMessage").sent(by: .office)
    }

    private func detail(_ units: [Unit]) throws -> String {
        let problem = try #require(try Directory.sample(also: units).refusal(message).first)
        #expect(problem.code == .administrativeSender)
        #expect(problem.path == "/sender/unit")
        return problem.detail
    }

    @Test func `it cannot send, and the care units below it are named, however far down`() throws {
        let between = UnitID.sample("SE0000000001-FORV2")
        let units: [Unit] = [
            .made(.office, .administrative, of: .region),
            .made(between, .administrative, of: .region, partOf: .office),
            .made(.sample("SE0000000001-B"), .ward, of: .region, partOf: between),
            .made(.sample("SE0000000001-A"), .specialist, of: .region, partOf: .office),
            .made(.sample("SE0000000001-C"), .ward, of: .region, partOf: .office, to: .testTime),
        ]
        #expect(try detail(units).hasSuffix(": SE0000000001-A, SE0000000001-B"))
    }

    @Test func `when no unit says that it belongs to it, those of its organisation are named`() throws {
        #expect(
            try detail([.made(.office, .administrative, of: .region)])
                .hasSuffix(": SE0000000001-AVD52, SE0000000001-HC01"))
    }

    @Test func `when there are none at all, that is said`() throws {
        let alone = Unit.made(.office, .administrative, of: try #require(OrganisationID("SE0000000009")))
        #expect(try detail([alone]) == "the directory has no care unit below the sending unit")
    }

    @Test func `units that are part of each other do not hold up the answer`() throws {
        let first = UnitID.sample("SE0000000001-F1")
        let second = UnitID.sample("SE0000000001-F2")
        let units: [Unit] = [
            .made(.office, .administrative, of: .region), .made(first, .ward, of: .region, partOf: second),
            .made(second, .ward, of: .region, partOf: first),
        ]
        #expect(try detail(units).contains("SE0000000001-AVD52"))
    }

    @Test func `it cannot be addressed, and its wishes are passed over`() throws {
        let wish = Subscription(subscriber: .office, selection: .process(.general), senders: [.ward])
        let directory = Directory.sample([wish], also: [.made(.office, .administrative, of: .region)])
        let general = try ValidSample.read("GeneralMessage")
        #expect(
            try directory.problems(general.addressed(to: .unit(.office)))
                == ["\(RejectionCode.typeNotTaken) /receivers/0"])
        #expect(
            try directory.recipients(general) == [
                "SE0000000002-SOC1 addressed as unit",
                "SE0000000001-FORV1 subscription but \(RejectionCode.typeNotTaken)",
            ])
    }
}
