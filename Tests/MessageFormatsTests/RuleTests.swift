import MessageFormats
import Messages
import Testing

@Suite struct RuleTests {
    @Test(arguments: Sample.valid)
    func `the rules are broken in one walk as each is by itself`(sample: Sample) throws {
        let message = try sample.read().message
        // As the sample is, and with all that the rules about fields ask for.
        let patient = message.record.record("patient")?.setting("protectedIdentity", to: .text("sekretessmarkering"))
        let changes: [[(String, Value?)]] = [
            [], [("legalBasis", .text("lag-2017-612"))], [("patient", patient.map { .record($0) })],
            [("content", .record(message.content.spoiled))],
            [("content", .record(message.content.spoiled)), ("legalBasis", .text("lag-2017-612"))],
        ]
        for change in changes {
            let record = change.reduce(message.record) { $0.setting($1.0, to: $1.1) }
            let changed = try #require(Message(type: message.type, record: record))
            let alone = (Rule.ofHead + changed.type.rules).map { ($0.code, $0.violations(in: changed)) }
                .filter { !$0.1.isEmpty }
            #expect(changed.brokenRules.map(\.rule.code) == alone.map(\.0))
            #expect(changed.brokenRules.map(\.places) == alone.map(\.1))
        }
    }

    @Test func `a wrong check digit of a local reserve number is a warning`() throws {
        let read = try Sample.edited("AdmissionNotice-local-reserve-number.json", "991981000010", "991981000011")
        #expect(read.warnings.map(\.code) == [.localReserveCheckDigit])
        #expect(read.warnings.first?.path == "/patient/id")
    }

    @Test func `a child without a guardian is a warning`() throws {
        let read = try Sample.edited("AdmissionNotice.json", "191212121212", "201501052391")
        #expect(read.warnings.map(\.code) == [.guardianMissing])
    }

    @Test func `a person number in a subject is a warning`() throws {
        let read = try Sample.edited("GeneralMessage.json", "Hemtjänst från torsdag?", "Om 19121212-1212")
        #expect(read.warnings.map(\.code) == [.subjectHoldsPersonNumber])
    }

    @Test func `a goal that the plan does not have is a warning with its place`() throws {
        let read = try Sample.edited(
            "SipEstablished.xml", "<goalIds>\n            <goalId>m2<", "<goalIds>\n            <goalId>m9<")
        #expect(read.warnings.map(\.code) == [.unknownGoal])
        #expect(read.warnings.first?.path == "/message/content/sipEstablished/efforts/effort[1]/goalIds/goalId[1]")
        #expect((read.warnings.first?.line ?? 0) > 50)
    }

    @Test func `an HSA-id of an unusual form is a warning with its place`() throws {
        let read = try Sample.edited("SipEstablished.json", "\"hsaId\": \"SE0000000002-SOC1\"", "\"hsaId\": \"SOC1\"")
        #expect(read.warnings.map(\.code) == [.hsaIDForm])
        #expect(read.warnings.first?.path == "/content/efforts/0/unit/hsaId")
    }

    @Test func `a text of one's own on the law's basis is a warning, the label of a code is none`() throws {
        let code = "\"code\": \"notifiedTooEarly\""
        let name = "ReadyForDischargeWithdrawn-law-only.json"
        let read = try Sample.edited(name, code, "\(code), \"text\": \"Hade feber i natt.\"")
        #expect(read.warnings.map { "\($0.code) \($0.path ?? "")" } == ["VX-W120 /content/reason/text"])
        let own = try Sample.edited(name, code, "\"code\": \"fever\", \"text\": \"meddelat för tidigt\"")
        #expect(own.warnings.map(\.code) == [.unknownOpenCode, .freeTextUnderLaw])
        #expect(try Sample.edited(name, code, "\(code), \"text\": \"meddelat för tidigt\"").warnings.isEmpty)
    }

    @Test func `an entry without a field on the law's basis is a warning, on another basis none`() throws {
        let entry = "<extension><entry><system>urn:x</system><name>n</name><value>v</value></entry></extension>"
        let end = "</admissionNotice>"
        let read = try Sample.edited("AdmissionNotice-minimal.xml", end, entry + end)
        #expect(read.warnings.map(\.code) == [.freeTextUnderLaw])
        #expect(read.warnings.first?.path == "/message/content/admissionNotice/extension/entry[1]")
        let full = try Sample(path: "valid/AdmissionNotice-full.xml").read()
        #expect(
            !full.message.content.items("extension").isEmpty && !full.warnings.map(\.code).contains(.freeTextUnderLaw))
    }

    @Test(arguments: [
        ("AdmissionNotice-minimal", "admittedAt"), ("ReadyForDischargeWithdrawn-law-only", "withdrawnAt"),
        ("SipDeclined-law-only", "declinedAt"), ("SipEstablished-minimal", "establishedAt"),
        ("SipClosed-law-only", "closedAt"), ("DischargeMessage-law-only", "dischargedAt"),
        ("MessageCancelled", "cancelledAt"),
    ])
    func `what has happened is not later than the sending, give or take five minutes`(
        sample: String, field: String
    ) throws {
        let message = try Sample(path: "valid/\(sample).json").read().message
        let told = "\"\(field)\": \"\(try #require(message.content.text(field)))\""
        func warnings(seconds: Double) throws -> [String] {
            let moment = message.sentAt.adding(seconds: seconds).rfc3339
            return try Sample.edited("\(sample).json", told, "\"\(field)\": \"\(moment)\"").warnings
                .map { "\($0.code) \($0.path ?? "")" }
        }
        #expect(try warnings(seconds: 300).isEmpty)
        #expect(try warnings(seconds: 300.001) == ["VX-W121 /content/\(field)"])
    }

    @Test func `a discharge on the day of admission is no error`() throws {
        #expect(throws: Never.self) { try Sample.edited("AdmissionNotice-minimal.json", "2026-11-26", "2026-11-22") }
    }

    @Test func `twenty-four hours sharp are in time`() throws {
        #expect(throws: Never.self) {
            try Sample.edited("AdmissionNotice-minimal.json", "2026-11-22T06:40:00+01:00", "2026-11-21T08:15:00+01:00")
        }
        let error = #expect(throws: Rejection.self) {
            try Sample.edited("AdmissionNotice-minimal.json", "2026-11-22T06:40:00+01:00", "2026-11-21T08:14:59+01:00")
        }
        #expect(try #require(error).problems.map(\.code) == [.needJudgedAtMissing])
        #expect(try #require(error).first.path == "/content/needJudgedAt")
    }

    @Test func `a refused field is named with path and line in both forms`() throws {
        let json = #expect(throws: Rejection.self) {
            try Sample.edited(
                "AdmissionNotice-full.json", "\"legalBasis\": \"consent\"", "\"legalBasis\": \"lag-2017-612\"")
        }
        let xml = #expect(throws: Rejection.self) {
            try Sample.edited("AdmissionNotice-full.xml", ">consent<", ">lag-2017-612<")
        }
        let pointers = try #require(json).problems.compactMap(\.path)
        let paths = try #require(xml).problems.compactMap(\.path)
        #expect(pointers.contains("/content/reasonForAdmission") && pointers.contains("/content/relatives"))
        #expect(paths == pointers.map { $0.replacing("/content", with: "/message/content/admissionNotice") })
    }

    @Test func `all rules name a code of the catalogue and a source`() {
        for rule in Rule.ofHead + MessageCatalogue.standard.types.flatMap(\.rules) {
            #expect(RejectionCode.all.contains(rule.code) && !rule.source.isEmpty)
            #expect(rule.code.text.hasPrefix("VX-12") || rule.code.isWarning)
        }
    }

    @Test func `an unknown version and a wrong type are told with their place`() throws {
        let error = #expect(throws: Rejection.self) {
            try Sample.edited("AdmissionNotice.json", "\"version\": 1", "\"version\": 2")
        }
        #expect(try #require(error).problems == [Problem(.unknownVersion, path: "/version", line: 5)])
    }

    @Test func `many problems are told at once but not endlessly`() throws {
        let flood = (0..<500).map { "\"x\($0)\": 1" }.joined(separator: ",")
        let error = #expect(throws: Rejection.self) {
            try Sample.edited("AdmissionNotice.json", "\"consentState\"", "\(flood), \"consentState\"")
        }
        let problems = try #require(error).problems
        #expect(problems.count == 100)
        #expect(Set(problems.compactMap(\.path)) == ["/content/*"])
    }
}

extension Record {
    /// The same record with another text in every place, and its members in the order that rules must not rely on.
    fileprivate var spoiled: Record {
        Record(members.reversed().map { Member($0.name, $0.value.spoiled) })
    }
}

extension Value {
    fileprivate var spoiled: Value {
        switch self {
        case .text: .text("odd")
        case .record(let record): .record(record.spoiled)
        case .list(let items): .list(items.map(\.spoiled))
        case .integer, .boolean: self
        }
    }
}
