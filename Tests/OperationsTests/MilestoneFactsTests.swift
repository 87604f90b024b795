import MessageFormats
import Messages
@testable import Operations
import SampleWorld
import Testing

/// What is taken out of a message for its milestones, and what never is.
struct MilestoneFactsTests {
    private func facts(_ message: Message) throws -> MilestoneFacts { try #require(MilestoneFacts(message)) }

    private func json(_ message: Message) throws -> String { APIValue.object(try facts(message).facts).json }

    @Test func `an admission notice tells when, and what clocks need`() throws {
        let notice = try ValidSample.read("AdmissionNotice")
        #expect(
            try facts(notice).moments
                == [.admitted: "2026-11-22T06:40:00+01:00", .estimate: "2026-11-26T12:00:00+01:00"])
        #expect(
            try json(notice)
                == #"{"plannedReadyAt":"2026-11-25","expectedNeeds":["socialService"],"consentState":"given","patient":{"idType":"personnummer","municipalityCode":"2580"}}"#
        )
    }

    @Test func `a part is told without persons and free text`() throws {
        let person = Record([.init("hsaId", .text("SE1-P1")), .init("name", .text("Elva Elvansson"))])
        let plan = try ValidSample.read("SipEstablished").content(
            "followUp", .record(Record([.init("at", .text("2027-01-10")), .init("responsible", .record(person))])))
        let json = try json(plan)
        #expect(json.contains(#""followUp":{"at":"2027-01-10""#))
        #expect(!json.contains("Elva"))
        #expect(json.contains(#""planVersion":"#))
    }

    @Test(arguments: [("ownHome", "ownHome"), ("Elvas lägenhet", nil)])
    func `of an open list only codes that it has are told, without their texts`(code: String, told: String?) throws {
        let listed = Record([.init("code", .text(code)), .init("text", .text("hos Elva"))])
        let message = try ValidSample.read("AdmissionNotice").typed(.readyForDischarge)
            .content("destination", .record(listed))
        let value = APIValue.object(try facts(message).facts)
        #expect(value["destination"]?["code"]?.text == told)
        #expect(!value.json.contains("Elva"))
    }

    @Test func `no declared fact of any type is told when it is free text`() throws {
        for type in MessageCatalogue.standard.types {
            for name in type.milestone?.facts ?? [] {
                let field = try #require(type.content.field(named: name), "\(type.name) has no \(name)")
                if case .scalar(let scalar) = field.type { #expect(!scalar.isFreeText, "\(type.name).\(name)") }
            }
        }
    }

    @Test func `a message that is no milestone has none`() throws {
        #expect(MilestoneFacts(try ValidSample.read("GeneralMessage")) == nil)
    }
}
