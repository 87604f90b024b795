import Foundation
import GatewayService
import TestSupport
import Testing

/// Compulsory care over sockets: a token without the right neither sends it nor leases it nor sees it, nor learns of it from
/// folders, figures and lists.
@Suite(.serialized)
struct CompulsoryCareTests {
    private static let psychiatry = "SE0000000001-PSYK1"
    private static let admission = "AdmissionNotice-psychiatric-ward.json"
    private static let story = [
        "CompulsoryPlanInvitation.json", "CompulsoryPlanEstablished.json", "DischargeToOpenCompulsoryCare.json",
        "CompulsoryReadmission.json",
    ]

    /// Takes the right `compulsory` from every system of a starter folder, and has the gateway read that.
    private func takeRights(in journey: Journey) async throws {
        let file = URL(filePath: "\(journey.path)/directory.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let bare = text.replacing(/,\s*\{ "rights": \["compulsory"\][^}]*\}/, with: "")
        #expect(bare != text && !bare.contains("\"compulsory\""))
        try bare.write(to: file, atomically: false, encoding: .utf8)
        #expect(await journey.reload() == nil)
    }

    @Test func `with the right the ward sends, the units fetch, attest and see that the plan is made`() async throws {
        try await Journey.run { journey in
            let (ehr, municipal) = (try journey.ehr, try journey.municipal)
            let messages = try ([Self.admission] + Self.story.prefix(2)).map { try SampleMessage($0) }
            for message in messages { #expect(try await ehr.send(message).status == 202) }
            let attest = { (name: String) in
                var message = try SampleMessage(name)
                message.set("refersTo", messages[2].id)
                return try await municipal.send(message).status
            }
            for unit in [Journey.social, Journey.nurses] {
                let leased = try await municipal.lease(unit)
                #expect(
                    leased.compactMap { $0["message"]["type"].text } == ["AdmissionNotice", "CompulsoryPlanInvitation"])
                for delivery in leased { #expect(try await municipal.complete(delivery).status == 204) }
            }
            for name in ["CompulsoryPlanAttested.json", "CompulsoryPlanAttested-no.json"] {
                #expect(try await attest(name) == 202)
            }
            let plan = try await municipal.get("/v1/cases/T-2026-000031").json["compulsoryPlans"].items.first
            #expect(plan?["attestations"].items.compactMap { $0["answer"].text } == ["yes", "no", "yes"])
            #expect(plan?["valid"].boolean == false)
            #expect(try await attest("CompulsoryPlanAttested-after-all.json") == 202)
            let made = try await ehr.get("/v1/cases/T-2026-000031").json["compulsoryPlans"].items.first
            #expect(made?["valid"].boolean == true)
        }
    }

    @Test func `without the right a token neither sends nor leases nor sees`() async throws {
        try await Journey.run { journey in
            let (ehr, municipal) = (try journey.ehr, try journey.municipal)
            #expect(try await ehr.send(try SampleMessage(Self.admission)).status == 202)
            let story = try Self.story.map { try SampleMessage($0) }
            for message in story { #expect(try await ehr.send(message).status == 202) }
            try await takeRights(in: journey)
            let refused = try await ehr.send(try SampleMessage("DischargeToVoluntaryCare.json"))
            #expect(refused.status == 403 && refused.json["code"].text == "VX-1403")
            let leased = try await municipal.lease(Journey.social)
            #expect(leased.compactMap { $0["message"]["type"].text } == ["AdmissionNotice"])
            #expect(try await municipal.lease(Journey.social).isEmpty)
            #expect(try await municipal.lease(Journey.nurses).count == 1)
            for client in [ehr, municipal] {
                let view = try await client.get("/v1/cases/T-2026-000031").json
                #expect(view["messages"].items.compactMap { $0["type"].text } == ["AdmissionNotice"])
                for message in story {
                    #expect(try await client.get("/v1/messages/\(message.id)").status == 404)
                }
            }
        }
    }

    @Test func `folders, lists, figures and metrics say restricted or nothing`() async throws {
        try await Journey.run { journey in
            let (ehr, municipal) = (try journey.ehr, try journey.municipal)
            let message = try SampleMessage("CompulsoryReadmission.json")
            #expect(try await ehr.send(message).status == 202)
            let delivery = try #require(try await municipal.lease(Journey.social).first)
            #expect(try await municipal.reject(delivery, permanent: true).status == 204)
            let deadLetters = journey.deadLetters
            let folder = try await eventually("the folder of the dead letter") {
                Journey.deadLetterFolders(of: Journey.social, below: deadLetters).first
            }
            #expect(folder.contains("-restricted-"))
            let reason = try String(contentsOfFile: "\(folder)/reason.json", encoding: .utf8)
            let operators = try journey.operations
            let letters = try await operators.get("/v1/dead-letters")
            #expect(letters.json["deadLetters"].items.first?["type"].text == "restricted")
            let shown = [
                reason, letters.text, try await operators.get("/v1/queues").text,
                try await operators.get("/metrics").text,
            ]
            for text in shown {
                for word in ["Compulsory", "compulsory", "Återintag", "LPT"] {
                    #expect(!text.contains(word), "\(word)")
                }
            }
            #expect(try await operators.get("/v1/messages/\(message.id)").status == 404)
        }
    }
}
