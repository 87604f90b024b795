import MessageFormats
import Messages
import TestSupport
import Testing

@Suite struct SampleTests {
    @Test func `there are enough samples of every type in both forms`() {
        for type in MessageCatalogue.standard.types {
            for form in WireForm.allCases {
                #expect(
                    Sample.valid.contains { $0.name.hasPrefix(type.name) && $0.form == form }, "\(type.name) \(form)")
            }
        }
        #expect(Sample.invalid.count >= 100)
        #expect(Sample.encodings.count >= 8)
    }

    @Test(arguments: Sample.valid)
    func `a valid sample is accepted`(sample: Sample) throws {
        let read = try sample.read()
        #expect(sample.name.hasPrefix(read.message.type.name))
        // A meeting in person must have a place, so one with a protected person always has the warning.
        let ofProtected = sample.name.hasPrefix("DischargeSipInvitation-in-person.")
        #expect(
            read.warnings.allSatisfy {
                $0.code == .unknownOpenCode || ofProtected && $0.code == .placeOfMeetingOfProtected
            })
    }

    @Test(arguments: Sample.encodings)
    func `a sample in another encoding is accepted`(sample: Sample) throws {
        #expect(sample.name.hasPrefix(try sample.read().message.type.name))
    }

    @Test(arguments: Sample.invalid)
    func `an invalid sample is refused with the code in its name`(sample: Sample) throws {
        let error = #expect(throws: Rejection.self) { try sample.read() }
        let rejection = try #require(error)
        #expect(Set(rejection.problems.map(\.code.text)) == [String(sample.name.prefix(7))])
        let first = rejection.first
        #expect(first.line != nil || [.charsetUnknown, .charsetNotAllowed].contains(first.code))
        #expect(first.path != nil || first.code.text < "VX-1100")
    }

    @Test(arguments: Sample.invalid)
    func `no problem tells a value of the message`(sample: Sample) throws {
        let error = #expect(throws: Rejection.self) { try sample.read() }
        for problem in try #require(error).problems {
            for value in ["19121212", "Tolvan", "Tallv", "favouriteColour", "kallelse", "keys", "lag-1864-11"] {
                #expect(!problem.detail.contains(value) && problem.path?.contains(value) != true)
            }
        }
    }

    @Test func `every valid sample has an id of its own`() throws {
        let ids = try Sample.valid.map { try $0.read().message.id }
        #expect(Set(ids).count == ids.count)
    }

    @Test func `the table of samples names every invalid sample and its valid one`() throws {
        let readme = String(decoding: try RepositoryFiles.bytes("samples/README.md"), as: UTF8.self)
        let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `VX-") }.map { $0.split(separator: "`") }
        #expect(rows.map { String($0[1]) } == Sample.invalid.map(\.name))
        for row in rows {
            #expect(Sample.valid.map(\.name).contains(String(row[3])))
        }
    }

    @Test func `every type is refused in two ways at least`() throws {
        let readme = String(decoding: try RepositoryFiles.bytes("samples/README.md"), as: UTF8.self)
        for type in MessageCatalogue.standard.types {
            let rows = readme.split(separator: "\n").filter { row in
                ["-", "."].contains { row.contains("` | `\(type.name)\($0)") }
            }
            #expect(rows.count >= 2, "\(type.name)")
        }
    }

    @Test func `every field of a type stands in one of its valid samples`() throws {
        var told: [String: Set<String>] = [:]
        for sample in Sample.valid {
            let message = try sample.read().message
            told[message.type.name, default: []].formUnion(message.content.members.map(\.name))
        }
        for type in MessageCatalogue.standard.types {
            let missing = type.content.fields.map(\.name).filter {
                $0 != "extension" && told[type.name]?.contains($0) != true
            }
            #expect(missing.isEmpty, "\(type.name): \(missing)")
        }
    }

    @Test func `what a sample refers to is a sample of a type that it may refer to, in the same case`() throws {
        let messages = try Sample.valid.map { try $0.read().message }
        let known = Dictionary(messages.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for message in messages {
            // A basis for payment is made by the gateway and is no message.
            let refersTo = message.type == .paymentBasisAnswered ? nil : message.refersTo
            for id in [
                refersTo, message.replaces, message.content.text("replacedBy").flatMap({ MessageID($0) }),
            ]
            .compactMap({ $0 }) {
                let other = try #require(known[id], "\(message.id) refers to \(id), which is no sample")
                #expect(message.caseID == nil || other.caseID == message.caseID, "\(message.id)")
                #expect(message.patient == nil || other.patient == message.patient, "\(message.id)")
            }
            if let about = refersTo.flatMap({ known[$0] }) {
                let types = message.type.refersToTypes
                #expect(types.isEmpty ? !about.type.isReceipt : types.contains(about.type.name), "\(message.id)")
                #expect(about.sentAt <= message.sentAt, "\(message.id)")
            }
        }
    }

    @Test func `both forms tell the stories apart: no plan is of both, and none refers to the other`() throws {
        var told: [WireForm: Set<String>] = [:]
        var referred: [WireForm: Set<String>] = [:]
        for sample in Sample.valid {
            let message = try sample.read().message
            let own = [message.id.description, message.content.text("planId")].compactMap(\.self)
            told[sample.form, default: []].formUnion(own)
            let refersTo = message.type == .paymentBasisAnswered ? nil : message.refersTo
            let others = [refersTo, message.replaces].compactMap { $0?.description }
            referred[sample.form, default: []].formUnion(others)
        }
        let (xml, json) = (try #require(told[.xml]), try #require(told[.json]))
        #expect(xml.isDisjoint(with: json))
        #expect(try #require(referred[.xml]).isSubset(of: xml) && #require(referred[.json]).isSubset(of: json))
    }

    @Test func `a kvittens reads for units that its message is addressed to`() throws {
        let messages = try Sample.valid.map { try $0.read().message }
        for receipt in messages where receipt.type == .readReceipt {
            let original = try #require(messages.first { $0.id == receipt.refersTo })
            for item in receipt.content.items("onBehalfOf") {
                let unit = try #require(item.text.flatMap { UnitID($0) })
                #expect(original.receivers.contains(.unit(unit)), "\(receipt.id): \(unit)")
            }
        }
    }

    @Test func `a plan is closed by its coordinator`() throws {
        let messages = try Sample.valid.map { try $0.read().message }
        let coordinators = Dictionary(
            messages.filter { $0.type == .sipEstablished }.map {
                ($0.content.text("planId"), $0.content.record("coordinator")?.text("hsaId"))
            }, uniquingKeysWith: { first, _ in first })
        let closings = messages.filter { $0.type == .sipClosed }
        #expect(closings.count >= 4)
        for closing in closings {
            let coordinator = try #require(coordinators[closing.content.text("planId")])
            #expect(closing.content.record("closedBy")?.text("hsaId") == coordinator)
        }
    }

    @Test func `the names that the contract gives are there`() throws {
        let notice = try Sample(path: "valid/AdmissionNotice.xml").read().message
        #expect(notice.sender.unit == UnitID("SE0000000001-AVD52"))
        #expect(notice.receivers == [ReceiverAddress.unit(try #require(UnitID("SE0000000002-SOC1")))])
        #expect(notice.patient?.municipalityCode == "2580")
        let plan = try Sample(path: "valid/SipEstablished.json").read().message
        #expect(plan.sender.unit == UnitID("SE0000000001-HC01"))
        #expect(plan.content.record("publication")?["wanted"]?.boolean == true)
        #expect(plan.content.record("publication")?["approvedForPatient"]?.boolean == true)
    }
}
