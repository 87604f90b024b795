@testable import Delivery
import Foundation
import Messages
import Routing
import SampleWorld
import TestSupport
import Testing
import XMLDocuments

/// A plan as 1177 gets it, held to the national contract.
struct CarePlanDocumentTests {
    private let sender = Directory.sample().units[.healthCentre]

    private func document(_ plan: Message) throws -> CarePlanDocument {
        try CarePlanDocument(of: plan, sender: sender, sourceSystem: .gateway)
    }

    private func fault(_ plan: Message, sender: Routing.Unit?) throws -> PublicationFault {
        try #require(
            #expect(throws: PublicationFault.self) {
                try CarePlanDocument(of: plan, sender: sender, sourceSystem: .gateway)
            })
    }

    private func plan(_ name: String = "SipEstablished") throws -> Message { try ValidSample.read(name) }

    @Test func `the sample plan gives the document that is kept in the file`() throws {
        let golden = try RepositoryFiles.bytes("Tests/DeliveryTests/Golden/SipEstablished.careplan.xml")
        #expect(String(decoding: try document(plan()).bytes, as: UTF8.self) == String(decoding: golden, as: UTF8.self))
    }

    @Test func `the sample plan, closed, gives the document that is kept in the file`() throws {
        let golden = try RepositoryFiles.bytes("Tests/DeliveryTests/Golden/SipClosed.careplan.xml")
        let closed = try document(plan()).closed(by: SamplePlan.closing(minute: 1))
        #expect(String(decoding: closed.bytes, as: UTF8.self) == String(decoding: golden, as: UTF8.self))
    }

    // MARK: The national schema

    @Test(
        .enabled(if: NationalSchema.mustRun, "skipped: VAXEL_CORPUS is not set"),
        arguments: ["SipEstablished", "SipEstablished-new-version"])
    func `our document is valid by the national schema`(name: String) throws {
        let schema = try NationalSchema.compiled()
        #expect(schema.validate(try NationalSchema.response(with: document(plan(name)).bytes)) == [])
    }

    @Test(.enabled(if: NationalSchema.mustRun, "skipped: VAXEL_CORPUS is not set"))
    func `our document of a closed plan is valid by the national schema`() throws {
        let closed = try document(plan()).closed(by: SamplePlan.closing(minute: 1))
        #expect(try NationalSchema.compiled().validate(NationalSchema.response(with: closed.bytes)) == [])
    }

    @Test(.enabled(if: NationalSchema.mustRun, "skipped: VAXEL_CORPUS is not set"))
    func `hostile names are still valid by the national schema`() throws {
        let person = Record([.init("hsaId", .text("SE1-P")), .init("name", .text("<&>\"']]>\tÅ😀"))])
        let hostile = try plan().head(
            "sender",
            .record(
                Record([
                    .init("unit", .text("SE0000000001-HC01")), .init("person", .record(person)),
                ])))
        let schema = try NationalSchema.compiled()
        #expect(schema.validate(try NationalSchema.response(with: document(hostile).bytes)) == [])
    }

    @Test(.enabled(if: NationalSchema.mustRun, "skipped: VAXEL_CORPUS is not set"))
    func `the national schema refuses what does not say where it comes from`() throws {
        let text = String(decoding: try document(plan()).bytes, as: UTF8.self)
        let broken = text.replacing("<c:sourceSystemHSAId>SE0000000001-VAXEL</c:sourceSystemHSAId>", with: "")
        #expect(broken != text)
        #expect(try NationalSchema.compiled().validate(NationalSchema.response(with: Array(broken.utf8))) != [])
    }

    // MARK: What is in it

    @Test func `the text is what the citizen reads, in base64`() throws {
        let root = try XMLDocument.parse(document(plan()).bytes).root
        let content = try #require(root.child("carePlanBody")?.child("content"))
        #expect(content.child("mediaType")?.text == "text/plain")
        let encoded = try #require(content.child("value")?.text)
        let text = String(decoding: try #require(Data(base64Encoded: encoded)), as: UTF8.self)
        #expect(text.hasPrefix("SAMORDNAD INDIVIDUELL PLAN (SIP)\n"))
    }

    @Test func `markup in a value is escaped and comes back as it was`() throws {
        let name = "A<b> & \"c\" ]]>"
        let person = Record([.init("hsaId", .text("SE1-P")), .init("name", .text(name))])
        let sender = Record([.init("unit", .text("SE0000000001-HC01")), .init("person", .record(person))])
        let root = try XMLDocument.parse(document(plan().head("sender", .record(sender))).bytes).root
        let accountable = root.child("carePlanHeader")?.child("accountableHealthcareProfessional")
        #expect(accountable?.child("healthcareProfessionalName")?.text == name)
    }

    @Test func `the document id is the plan's, the same in every version`() throws {
        let first = try document(plan())
        #expect(first.documentID == "2e0f68e9-7ab9-5098-aed2-501945071527")
        #expect(try document(plan("SipEstablished-new-version")).documentID == first.documentID)
    }

    @Test func `units that take part are named once, in the order of the plan`() throws {
        #expect(try document(plan()).participatingUnits == [.healthCentre, .socialService])
    }

    // MARK: Consent

    @Test(arguments: [
        ("SipEstablished-not-wanted", RejectionCode.publicationNotWanted),
        ("SipEstablished-not-approved", .publicationNotApproved),
    ])
    func `no document is made without both consents`(name: String, code: RejectionCode) throws {
        #expect(try fault(plan(name), sender: sender).code == code)
    }

    @Test func `a document that was made says that it is approved`() throws {
        let root = try XMLDocument.parse(document(plan()).bytes).root
        #expect(root.child("carePlanHeader")?.child("approvedForPatient")?.text == "true")
    }

    // MARK: Care unit and care giver

    @Test func `care unit and care giver of the message go before the directory's`() throws {
        let publication = try #require(try plan().content.record("publication"))
            .setting("careUnit", to: .text("SE9-CU")).setting("careGiver", to: .text("SE9-CG"))
        let document = try document(plan().content("publication", .record(publication)))
        #expect(document.accountable.careUnit == .sample("SE9-CU"))
        #expect(document.accountable.careGiver == .sample("SE9-CG"))
    }

    @Test func `without them in the message they come from the directory`() throws {
        let document = try document(plan())
        #expect(document.accountable.careUnit == .healthCentre)
        #expect(document.accountable.careGiver == .sample("SE0000000001-VG1"))
    }

    @Test func `they are never guessed`() throws {
        #expect(try fault(plan(), sender: nil).code == .careGiverMissing)
        let social = Directory.sample().units[.socialService]
        #expect(try fault(plan(), sender: social).code == .careGiverMissing)
    }

    // MARK: Closing

    @Test func `a closed plan keeps its document, its time and who answers for it`() throws {
        let plan = try document(plan())
        let closed = try plan.closed(by: SamplePlan.closing(minute: 1))
        #expect(closed.documentID == plan.documentID)
        #expect(closed.documentTime == plan.documentTime)
        #expect(closed.accountable.careUnit == plan.accountable.careUnit)
        #expect(closed.accountable.careGiver == plan.accountable.careGiver)
        #expect(closed.accountable.authorTime == Timestamp(rfc3339: "2026-12-18T09:45:00+01:00"))
        #expect(closed.text.suffix(plan.text.count) == plan.text[...])
    }

    @Test(arguments: [("deceased", "\nOrsak: personen har avlidit\n\n"), ("other", "\n\n"), ("unheardOf", "\n\n")])
    func `a reason is told when there is a word for it, and never in the sender's own words`(
        reason: String, told: String
    ) throws {
        let closed = try document(plan()).closed(by: SamplePlan.closing(minute: 1, reason: reason))
        let text = String(decoding: closed.text, as: UTF8.self)
        #expect(text.hasPrefix("AVSLUTAD 2026-12-18\(told)SAMORDNAD"))
        #expect(!text.contains("kollegerna"))
    }

    @Test func `a closed plan that has become too large is a fault`() throws {
        let base = try document(plan().content("crisisPlan", .text("x"))).text.count - 1
        let largest = try document(plan().content("crisisPlan", .text(String(repeating: "x", count: 100_000 - base))))
        let fault = #expect(throws: PublicationFault.self) { try largest.closed(by: SamplePlan.closing(minute: 1)) }
        #expect(fault?.code == .carePlanTooLarge)
    }

    // MARK: Person and size

    @Test func `a kind of person id without an OID cannot be published`() throws {
        let patient = try #require(try plan().record.record("patient"))
            .setting("idType", to: .text("localReserveNumber")).setting("idOid", to: nil)
        let unknown = try plan().head("patient", .record(patient))
        let isRead = try #require(unknown.patient)
        #expect(isRead.idType.oid == nil)
        #expect(try fault(unknown, sender: sender).code == .personIDNotPublishable)
    }

    @Test func `a text that is larger than 1177 takes inline is a fault, not a cut text`() throws {
        let base = try document(plan().content("crisisPlan", .text("x"))).text.count - 1
        let fitting = try plan().content("crisisPlan", .text(String(repeating: "x", count: 100_000 - base)))
        #expect(try document(fitting).text.count == 100_000)
        let larger = try plan().content("crisisPlan", .text(String(repeating: "x", count: 100_001 - base)))
        #expect(try fault(larger, sender: sender).code == .carePlanTooLarge)
    }

    @Test func `no fault tells a value of the plan`() throws {
        for fault in [try fault(plan(), sender: nil), try fault(plan("SipEstablished-not-wanted"), sender: sender)] {
            #expect(!fault.reason.contains("Tolvan") && !fault.reason.contains("19121212"))
        }
    }
}
