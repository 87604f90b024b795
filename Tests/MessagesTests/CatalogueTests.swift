import Messages
import Testing

@Suite struct CatalogueTests {
    @Test func `every type can be looked up by its name and version`() {
        for type in MessageCatalogue.standard.types {
            #expect(MessageCatalogue.standard.type(named: type.name) == type)
            #expect(MessageCatalogue.standard.type(named: type.name, version: type.version) == type)
            #expect(MessageCatalogue.standard.type(named: type.name, version: 99) == nil)
        }
        #expect(MessageCatalogue.standard.type(named: "NoSuchType") == nil)
        #expect(MessageCatalogue.standard.type(named: "AdmissionNotice")?.elementName == "admissionNotice")
    }

    @Test func `every declaration is complete`() {
        for type in MessageCatalogue.standard.types {
            #expect((1...3).contains(type.sensitivity))
            #expect(!type.title.isEmpty && !type.summary.isEmpty && !type.legalBasis.isEmpty)
            #expect(type.receipts.first == .transport)
            #expect(type.content.fields.last?.name == "extension")
        }
    }

    @Test func `the types are those of the design`() {
        let types = MessageCatalogue.standard.types.map { type in
            let need = { (need: MessageType.HeadNeed) in
                switch need {
                case .required: "R"
                case .optional: "O"
                case .absent: "-"
                }
            }
            let needs = [type.refersTo, type.patient, type.caseID, type.senderPerson].map(need).joined()
            let receipts = type.receipts.map { $0.rawValue.prefix(1) }.joined()
            let about = type.refersToTypes.sorted().joined(separator: " ")
            return "\(type.process) \(type.name) \(type.sensitivity) \(needs) \(receipts)"
                + (about.isEmpty ? "" : " \(about)")
        }
        #expect(types.joined(separator: "\n") == Self.design)
    }

    /// Process, name, sensitivity, how refersTo, patient, caseId and sender.person stand, receipts, what refersTo names.
    ///
    /// Source: catalogue.md and fields.md of the design.
    private static let design = """
        discharge AdmissionNotice 1 ORRR tak
        discharge EstimatedDischargeChanged 1 RRRR tak AdmissionNotice
        discharge PlanningBasis 2 ORRR tak AdmissionNotice
        discharge AdlAssessment 2 ORRR ta AdmissionNotice PlanningBasis
        discharge ReadyForDischarge 2 RRRR tak AdmissionNotice
        discharge ReadyForDischargeWithdrawn 2 RRRR tak DischargeToOpenCompulsoryCare ReadyForDischarge
        discharge DischargeMessage 2 RRRR tak AdmissionNotice
        discharge CareContactConfirmed 1 ORRR ta AdmissionNotice
        discharge DischargeSipInvitation 2 RRRR tak ReadyForDischarge
        discharge SipDeclined 1 RRRR tak ReadyForDischarge
        discharge PatientInformation 2 ORRR ta AdmissionNotice DischargeMessage
        discharge PaymentBasisAnswered 1 ROOR tak PaymentBasis
        discharge ProcessInterrupted 2 ORRR tak AdmissionNotice
        openCare ConsentRegistered 2 ORRR ta
        openCare ConsentWithdrawn 2 RRRR tak ConsentRegistered
        openCare CareContactAssigned 1 ORRR tak
        openCare CoordinatorAssigned 1 ORRR tak
        openCare RegularPhysicianAssigned 1 ORRR ta
        openCare NeedsAssessment 2 ORRR tak
        openCare OwnPlanning 2 ORRR tak
        openCare SipMeetingInvitation 2 ORRR tak
        openCare SipMeetingResponse 1 RRRR ta CompulsoryPlanInvitation DischargeSipInvitation PlanningMeetingInvitation SipMeetingInvitation
        openCare PlanningMeetingInvitation 1 ORRR tak
        openCare SipEstablished 2 ORRR tak
        openCare SipFollowUp 2 RRRR tak SipEstablished
        openCare SipEvaluation 2 RRRR tak SipEstablished
        openCare SipClosed 1 RRRR tak SipEstablished
        compulsoryCare CompulsoryPlanInvitation 3 ORRR tak AdmissionNotice
        compulsoryCare CompulsoryPlanEstablished 3 ORRR ta AdmissionNotice CompulsoryPlanInvitation
        compulsoryCare CompulsoryPlanAttested 3 RRRR ta CompulsoryPlanEstablished
        compulsoryCare DischargeToOpenCompulsoryCare 3 RRRR tak AdmissionNotice
        compulsoryCare DischargeToOpenForensicCare 3 RRRR tak AdmissionNotice CompulsoryPlanEstablished
        compulsoryCare CompulsoryPlanFollowUp 3 RRRR tak CompulsoryPlanEstablished
        compulsoryCare CompulsoryReadmission 3 ORRR tak DischargeToOpenCompulsoryCare DischargeToOpenForensicCare
        compulsoryCare CompulsoryReadmissionEnded 3 RRRR tak CompulsoryReadmission
        compulsoryCare DischargeToVoluntaryCare 3 ORRR tak AdmissionNotice DischargeToOpenCompulsoryCare DischargeToOpenForensicCare
        compulsoryCare OutpatientUnitChanged 3 ORRR tak CompulsoryPlanEstablished DischargeToOpenCompulsoryCare DischargeToOpenForensicCare
        general OutOfEpisodeMessage 2 OR-R tak
        general GeneralMessage 2 OROR tak
        general InterAuthorityTransfer 2 OROR tak
        general MessageCancelled 1 RRRR tak
        general MisdirectedNotice 1 RROR ta
        general Forwarded 1 RROR tak
        general PartyChanged 1 ORRR tak
        general PatientIdChanged 1 ORRR ta
        general AccessBlockChanged 3 OROR ta
        general Deviation 2 OROR tak
        general DeviationAnswered 2 RROR tak Deviation
        general CareRequest 2 OROR tak
        receipts ReadReceipt 1 ROOR t
        receipts ApplicationReceipt 1 R-OO t
        """

    @Test func `what refersTo names are types of the catalogue, of messages that can be referred to`() {
        for type in MessageCatalogue.standard.types {
            // The basis for payment is made by the gateway and is no message; who answers it refers to its id.
            for name in type.refersToTypes where type != .paymentBasisAnswered {
                #expect(
                    MessageCatalogue.standard.type(named: name).map { !$0.isReceipt } == true, "\(type.name) \(name)")
            }
        }
    }

    @Test func `compulsory care is restricted, all of it, and beside it only a block of access`() {
        for type in MessageCatalogue.standard.types {
            #expect((type.isCompulsory || type == .accessBlockChanged) == type.isRestricted, "\(type.name)")
            #expect(!type.isCompulsory || type.rules.contains { $0.code.text == "VX-1270" }, "\(type.name)")
        }
    }

    @Test func `only a withdrawal takes back what it refers to`() {
        #expect(MessageCatalogue.standard.types.filter(\.takesBackReferred) == [.readyForDischargeWithdrawn])
    }

    @Test func `no receipt is receipted`() {
        for type in MessageCatalogue.standard.types where type.process == .receipts {
            #expect(type.receipts == [.transport])
        }
    }

    @Test func `every part has its names once, with a label and a documentation`() {
        for part in Self.parts.values.flatMap({ $0 }) {
            #expect(Set(part.fields.map(\.name)).count == part.fields.count, "\(part.name)")
            for field in part.fields {
                #expect(!field.label.isEmpty && !field.documentation.isEmpty, "\(part.name).\(field.name)")
            }
            #expect(part.atLeastOneOf.allSatisfy { part.field(named: $0) != nil }, "\(part.name)")
        }
    }

    @Test func `a name stands for one part`() {
        for (name, parts) in Self.parts {
            #expect(parts.allSatisfy { $0.fields.map(\.name) == parts[0].fields.map(\.name) }, "\(name)")
        }
    }

    @Test func `every code has a Swedish label and stands once in its list`() {
        for part in Self.parts.values.flatMap({ $0 }) {
            for list in part.fields.compactMap({ Self.codeList(of: $0.type) }) {
                #expect(Set(list.codes.map(\.value)).count == list.codes.count, "\(list.name)")
                #expect(list.codes.allSatisfy { !$0.label.isEmpty })
            }
        }
    }

    @Test(arguments: [
        ("DateTime", "2026-11-22T08:15:00+01:00"), ("DateTime", "2026-02-29T08:15:00Z"),
        ("DateTime", "2024-02-29T08:15:00Z"),
        ("DateTime", "1900-02-29T08:15:00Z"), ("DateTime", "2000-02-29T08:15:00Z"),
        ("DateTime", "2026-11-22T24:00:00Z"),
        ("DateTime", "2026-11-22T23:59:60Z"), ("DateTime", "2026-11-22T08:15:00+14:00"),
        ("DateTime", "2026-11-22T08:15:00+14:01"),
        ("DateTime", "2026-11-22T08:15:00.123456789Z"), ("DateTime", "2026-11-22T08:15:00.Z"),
        ("DateTime", "2026-11-22"),
        ("When", "2026-11-22"), ("When", "2026-11-31"), ("When", "2026-11-22T08:15:00-09:30"), ("When", "2026-11-22T"),
        ("Date", "2026-04-31"), ("Date", "9999-12-31"), ("Date", "0000-01-01"), ("Date", "1000-01-01"),
        ("Uuid", "0D9C2C5E-6c1c-4d9d-8f0b-0f6f6c0a1b11"), ("Uuid", "0d9c2c5e6c1c4d9d8f0b0f6f6c0a1b11"),
        ("HsaId", "SE0000000001-AVD52"), ("HsaId", "SE 1"), ("HsaId", "SE0000000001-ÅÄÖ"), ("Oid", "1.2.752.129"),
        ("OrganisationId", "SE0000000001"), ("OrganisationId", "SE 1"),
        ("Oid", "3.1"),
        ("Oid", "1.02"), ("Oid", "1"), ("Oid", "1."), ("PersonId", "191212121212"), ("PersonId", "19121212-212"),
        ("MunicipalityCode", "2580"), ("MunicipalityCode", "258O"), ("CountryCode", "SE"), ("CountryCode", "se"),
        ("Language", "sv"), ("Language", "sv-FI"), ("Language", "s"), ("Language", "sv-"), ("Language", "sv--FI"),
        ("Language", "12"), ("Language", "s1-FI"), ("Language", "sv-1"), ("Language", "abcdefgh-12345678"),
        ("Language", "abcdefghi"), ("Language", "sv-123456789"),
        ("HttpsUrl", "https://mote.example"), ("HttpsUrl", "https://mote.example/a-b/c?pin=1&x=%C3%A5#f"),
        ("HttpsUrl", "https://mote.example:8443?x"), ("HttpsUrl", "https://1177.se"), ("HttpsUrl", "https://a.b/@c:d"),
        ("HttpsUrl", "http://mote.example"), ("HttpsUrl", "HTTPS://mote.example"), ("HttpsUrl", "https://"),
        ("HttpsUrl", "https:///a"), ("HttpsUrl", "https://.example"), ("HttpsUrl", "https://a@b.example/"),
        ("HttpsUrl", "https://a:b@c.example"), ("HttpsUrl", "https://a.example:/"), ("HttpsUrl", "https://a.b:123456"),
        ("HttpsUrl", "https://a.b:80:80"), ("HttpsUrl", "https://a.b/ c"), ("HttpsUrl", "https://å.example"),
        ("HttpsUrl", "https://a.b/<x>"), ("HttpsUrl", "https://a.b/\n"),
        ("FileName", "vecka 48.txt"), ("FileName", "a..b"), ("FileName", ".txt"), ("FileName", "a/b"),
        ("FileName", "a\\b"), ("FileName", "a\nb"), ("FileName", "\ta"), ("FileName", "å"), ("FileName", "a\r"),
        ("Base64", "QUI="), ("Base64", "QQ=="), ("Base64", "a+/9"), ("Base64", "Q==="), ("Base64", "Q=Q="),
        ("Base64", "===="), ("Base64", "QUI=\n"), ("Base64", "QU-_"), ("Base64", "QUIå"), ("Base64", "QUI=QUI="),
        ("PositiveInteger", "1"), ("PositiveInteger", "01"), ("PositiveInteger", "+1"), ("PositiveInteger", "0"),
        ("PositiveInteger", "999999999"), ("PositiveInteger", "1000000000"), ("Boolean", "true"), ("Boolean", "1"),
    ])
    func `a type's pattern and its own judgement agree`(name: String, value: String) throws {
        let type = try #require(Self.scalars.first { $0.name == name })
        let pattern = try Regex(try #require(type.pattern)).matchingSemantics(.unicodeScalar)
        let byPattern = value.wholeMatch(of: pattern) != nil
        let bySelf = type.length.contains(value.unicodeScalars.count) && type.accepts(value)
        #expect(byPattern == bySelf)
    }

    private static let parts: [String: [Part]] = {
        var found: [String: [Part]] = ["Message": [Part("Message", "Huvud", Head.fields)]]
        func visit(_ type: FieldType) {
            switch type {
            case .part(let part):
                found[part.name, default: []].append(part)
                part.fields.forEach { visit($0.type) }
            case .list(_, let itemType, _): visit(itemType)
            case .scalar, .closedCode, .openCode: break
            }
        }
        Head.fields.forEach { visit($0.type) }
        MessageCatalogue.standard.types.forEach { visit(.part($0.content)) }
        return found
    }()

    private static let scalars: [ScalarType] = parts.values.flatMap { $0 }.flatMap(\.fields).compactMap { field in
        switch field.type {
        case .scalar(let scalar), .list(_, .scalar(let scalar), _): scalar
        case .closedCode, .openCode, .part, .list: nil
        }
    }

    private static func codeList(of type: FieldType) -> CodeList? {
        switch type {
        case .closedCode(let list), .openCode(let list): list
        case .list(_, let itemType, _): codeList(of: itemType)
        case .scalar, .part: nil
        }
    }
}
