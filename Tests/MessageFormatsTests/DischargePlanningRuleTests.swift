import MessageFormats
import Messages
import Testing

/// The rules of the planning messages of the discharge process that need nothing but the message.
@Suite struct DischargePlanningRuleTests {
    private func warnings(_ name: String, _ old: String, _ new: String) throws -> [String] {
        try Sample.edited(name, old, new).warnings.map { "\($0.code) \($0.path ?? "")" }
    }

    // MARK: ADL

    @Test(arguments: [
        ("DischargeMessage", "/content/adl/result"), ("PlanningBasis", "/content/adl/result"),
        ("AdlAssessment", "/content/assessments/0/result"),
    ])
    func `a result by Katz is one of its letters, wherever an assessment stands`(name: String, path: String) throws {
        let sample = Sample(path: "valid/\(name).json")
        let text = String(decoding: try sample.bytes(), as: UTF8.self)
        let result = try #require(text.firstMatch(of: /"result": "[A-G]"/)).output
        #expect(try warnings("\(name).json", String(result), "\"result\": \"H\"") == ["VX-W140 \(path)"])
        #expect(try warnings("\(name).json", String(result), "\"result\": \"O\"").isEmpty)
    }

    @Test func `a result by another scale than Katz is free`() throws {
        #expect(
            try warnings("PlanningBasis.json", "\"code\": \"katz\"", "\"code\": \"barthel\"").isEmpty)
        #expect(
            try warnings("PlanningBasis-minimal.json", "\"timePoint\"", "\"result\": \"god\", \"timePoint\"").isEmpty)
    }

    @Test func `a scale has its version, a free assessment has none`() throws {
        #expect(
            try Sample.problems("AdlAssessment-free.json", "\"code\": \"free\"", "\"code\": \"fim\"")
                == ["VX-1276 /content/assessments/0/version"])
        #expect(throws: Never.self) { try Sample(path: "valid/AdlAssessment-free.json").read() }
    }

    // MARK: The basis of the planning

    @Test(arguments: ["aids", "medications", "risks"])
    func `each list of the basis is told or said to be none, and not both`(kind: String) throws {
        let all = "\"aids\",\n      \"medications\",\n      \"risks\""
        let others = ["aids", "medications", "risks"].filter { $0 != kind }.map { "\"\($0)\"" }.joined(separator: ", ")
        #expect(try Sample.problems("PlanningBasis-minimal.json", all, others) == ["VX-1282 /content/\(kind)"])
        #expect(
            try Sample.problems("PlanningBasis.json", "\"wishes\"", "\"assessedNone\": [\"\(kind)\"], \"wishes\"")
                == ["VX-1282 /content/\(kind)"])
    }

    @Test func `a planning basis on the law's basis alone is refused, all of it but the planned discharge`() throws {
        let problems = try Sample.problems(
            "PlanningBasis.json", "\"legalBasis\": \"consent\"", "\"legalBasis\": \"lag-2017-612\"")
        let sensitive = MessageType.planningBasis.content.fields.filter { $0.basis == .sensitive }.map(\.name)
        #expect(
            problems.map { $0.replacing("VX-1209 /content/", with: "") } == sensitive.filter { $0 != "assessedNone" })
    }

    // MARK: What the patient is told

    @Test(arguments: ["toBeBooked", "sipExists", "compulsoryPlan", "declined", "notNeeded"])
    func `a booked SIP has a time, another needs none`(state: String) throws {
        let at = "\"state\": \"booked\",\n      \"at\": \"2026-11-26T13:00:00+01:00\""
        #expect(
            try Sample.problems("PatientInformation.json", at, "\"state\": \"booked\"") == ["VX-1277 /content/sip/at"])
        #expect(throws: Never.self) { try Sample.edited("PatientInformation.json", at, "\"state\": \"\(state)\"") }
    }

    @Test func `what was handed over later than it was told is a warning`() throws {
        #expect(
            try warnings("PatientInformation.json", "\"at\": \"2026-11-27T12:10", "\"at\": \"2026-11-27T12:50")
                == ["VX-W121 /content/handedOver/at"])
    }

    // MARK: Payment

    @Test func `a day is answered once for each case`() throws {
        #expect(
            try Sample.problems(
                "PaymentBasisAnswered-month.json", "\"caseId\": \"N-2026-000418\"", "\"caseId\": \"N-2026-000417\"")
                == ["VX-1278 /content/days/1/date"])
        // The case of the head is that of a day which names none.
        #expect(
            try Sample.problems(
                "PaymentBasisAnswered.json", "\"date\": \"2026-11-29\"",
                "\"date\": \"2026-11-28\", \"caseId\": \"N-2026-000417\"") == ["VX-1278 /content/days/1/date"])
        #expect(throws: Never.self) {
            try Sample.edited(
                "PaymentBasisAnswered.json", "\"date\": \"2026-11-29\"",
                "\"date\": \"2026-11-28\", \"caseId\": \"N-2026-000418\"")
        }
    }

    @Test func `a disputed day has a reason, an accepted one needs none`() throws {
        #expect(
            try Sample.problems("PaymentBasisAnswered.json", "\"verdict\": \"accepted\"", "\"verdict\": \"disputed\"")
                == ["VX-1279 /content/days/0/reason"])
    }

    @Test func `a day names its case when the head does not`() throws {
        #expect(
            try Sample.problems("PaymentBasisAnswered-month.json", "\"caseId\": \"N-2026-000418\",", "")
                == ["VX-1280 /content/days/1/caseId"])
        #expect(throws: Never.self) { try Sample(path: "valid/PaymentBasisAnswered.json").read() }
    }

    // MARK: Interruption

    @Test func `an interruption since the patient was another one is a warning to cancel what was sent`() throws {
        #expect(
            try warnings("ProcessInterrupted.json", "\"notNeeded\"", "\"wrongPatient\"") == ["VX-W141 /content/reason"])
        #expect(try warnings("ProcessInterrupted.json", "\"notNeeded\"", "\"deceased\"").isEmpty)
    }
}
