import MessageFormats
import Messages
import Testing

/// The rules of compulsory care that need nothing but the message.
@Suite struct CompulsoryCareRuleTests {
    private static let types = MessageCatalogue.standard.types.filter(\.isCompulsory)

    private func warnings(_ name: String, _ old: String, _ new: String) throws -> [String] {
        try Sample.edited(name, old, new).warnings.map { "\($0.code) \($0.path ?? "")" }
    }

    @Test func `there are ten types of compulsory care`() {
        #expect(Self.types.count == 10)
    }

    @Test(arguments: types, ["lag-2017-612", "consent", "harm-assessment", "other-law"])
    func `compulsory care rests on LPT or LRV and nothing else`(type: MessageType, basis: String) throws {
        let law = type == .dischargeToOpenForensicCare ? "lag-1991-1129" : "lag-1991-1128"
        let problems = try Sample.problems(
            "\(type.name).json", "\"legalBasis\": \"\(law)\"", "\"legalBasis\": \"\(basis)\"")
        #expect(problems.first { $0.hasPrefix("VX-1270") } == "VX-1270 /legalBasis")
    }

    @Test func `open compulsory care rests on LPT, open forensic care on LRV, the rest on either`() throws {
        for type in Self.types {
            let isForensic = type == .dischargeToOpenForensicCare
            let (own, other) = isForensic ? ("1129", "1128") : ("1128", "1129")
            let sample = Sample(path: "valid/\(type.name).json")
            let text = String(decoding: try sample.bytes(), as: UTF8.self)
                .replacing("\"legalBasis\": \"lag-1991-\(own)\"", with: "\"legalBasis\": \"lag-1991-\(other)\"")
                .replacing("\"law\": \"LPT\"", with: "\"law\": \"LRV\"")
            let isBound = [.dischargeToOpenForensicCare, .dischargeToOpenCompulsoryCare].contains(type)
            let refused = (try? MessageReader().read(Array(text.utf8), as: .json)) == nil
            #expect(refused == isBound, "\(type.name)")
        }
    }

    @Test(arguments: ["CompulsoryPlanInvitation", "CompulsoryPlanEstablished", "CompulsoryReadmission"])
    func `the law that the content names is the one of the basis`(name: String) throws {
        #expect(
            try Sample.problems("\(name).json", "\"law\": \"LPT\"", "\"law\": \"LRV\"") == ["VX-1271 /content/law"])
    }

    // MARK: The plan

    @Test func `an effort of region or municipality has a decision, another's needs none`() throws {
        let name = "CompulsoryPlanEstablished-forensic.json"
        let decision = """
            "status": "planned",
                    "decision": {
                      "law": "LSS",
                      "decidedAt": "2026-11-11"
                    }
            """
        #expect(
            try Sample.problems(name, decision, "\"status\": \"planned\"") == ["VX-1272 /content/efforts/0/decision"])
        let text = String(decoding: try Sample(path: "valid/\(name)").bytes(), as: UTF8.self)
            .replacing(decision, with: "\"status\": \"planned\"")
            .replacing(
                "\"principal\": \"municipality\",\n        \"unit\"",
                with: "\"principal\": \"private\",\n        \"unit\"")
        #expect(throws: Never.self) { try MessageReader().read(Array(text.utf8), as: .json) }
    }

    @Test func `a unit that answers for an effort attests the plan, in whatever case its id is written`() throws {
        let name = "CompulsoryPlanEstablished-forensic.json"
        let attesting = "\"attestingUnits\": [\n      {\n        \"hsaId\": \"SE0000000002-SOC1\""
        #expect(
            try Sample.problems(name, attesting, attesting.replacing("SOC1", with: "KHS1"))
                == ["VX-1273 /content/efforts/0/unit"])
        #expect(throws: Never.self) {
            try Sample.edited(name, attesting, attesting.replacing("SOC1", with: "soc1"))
        }
    }

    @Test func `the ward that makes the plan need not be named among those who attest it`() throws {
        let own = """
            ,
                  {
                    "hsaId": "SE0000000001-PSYK1",
                    "name": "Psykiatriska avdelningen 1",
                    "principal": "region",
                    "phone": "010-000 00 61"
                  }
                ],
                "attestBy"
            """
        #expect(throws: Never.self) { try Sample.edited("CompulsoryPlanEstablished.json", own, "], \"attestBy\"") }
    }

    // MARK: Days

    @Test func `what comes first by the Swedish calendar is not said to come last`() throws {
        let from = "\"from\": \"2026-11-19\""
        let name = "DischargeToOpenCompulsoryCare.json"
        #expect(try Sample.problems(name, from, "\"from\": \"2026-11-17\"") == ["VX-1275 /content/from"])
        #expect(throws: Never.self) { try Sample.edited(name, from, "\"from\": \"2026-11-18\"") }
        // Ten in the evening in Greenwich is the next day in Sweden.
        #expect(throws: Never.self) { try Sample.edited(name, from, "\"from\": \"2026-11-17T23:30:00Z\"") }
        #expect(try Sample.problems(name, from, "\"from\": \"2026-11-17T22:30:00Z\"") == ["VX-1275 /content/from"])
    }

    @Test func `the court is applied to within four days of a decision to take somebody back`() throws {
        let name = "CompulsoryReadmission.json"
        let applied = "\"courtApplicationAt\": \"2026-12-18\""
        #expect(try warnings(name, applied, applied).isEmpty)
        #expect(
            try warnings(name, applied, "\"courtApplicationAt\": \"2026-12-19\"")
                == ["VX-W142 /content/courtApplicationAt"])
    }

    @Test func `what has happened has happened when it is sent`() throws {
        #expect(
            try warnings("CompulsoryReadmission.json", "T17:30:00+01:00", "T18:06:00+01:00")
                == ["VX-W121 /content/readmittedAt"])
    }

    @Test func `the new unit is another than the old one`() throws {
        #expect(
            try Sample.problems("OutpatientUnitChanged.json", "SE0000000001-OPSY1", "se0000000001-opsy2")
                == ["VX-1281 /content/newUnit"])
    }

    @Test func `where somebody with protected identity is cared for is refused`() throws {
        #expect(
            try Sample.problems(
                "CompulsoryReadmission.json", "\"protectedIdentity\": \"none\"",
                "\"protectedIdentity\": \"sekretessmarkering\"")
                == ["VX-1208 /content/currentUnit"])
    }

    @Test func `a call to make the plan is held to the rules of meetings`() throws {
        #expect(
            try warnings("CompulsoryPlanInvitation.json", "\"start\": \"2026-11-12", "\"start\": \"2026-11-05")
                .contains("VX-W114 /content/meeting/start"))
    }
}
