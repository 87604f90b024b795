import MessageFormats
import Messages
import Testing

/// The rules of the discharge process that need nothing but the message.
@Suite struct DischargeRuleTests {
    @Test func `an estimate that is the same moment in another offset is no change`() throws {
        let planned = "\"previousPlannedDischargeAt\": \"2026-11-26T12:00:00+01:00\""
        let same = planned.replacing("26T12:00:00+01:00", with: "27T11:00:00.000Z")
        #expect(
            try Sample.problems("EstimatedDischargeChanged.json", planned, same) == [
                "VX-1228 /content/plannedDischargeAt"
            ])
        #expect(throws: Never.self) {
            try Sample.edited(
                "EstimatedDischargeChanged.json", planned, planned.replacing("26T12:00", with: "27T12:01"))
        }
    }

    @Test func `a day that becomes a time of that day is a change`() throws {
        #expect(throws: Never.self) {
            try Sample.edited(
                "EstimatedDischargeChanged.json", "\"previousPlannedDischargeAt\": \"2026-11-26T12:00:00+01:00\"",
                "\"previousPlannedDischargeAt\": \"2026-11-27\"")
        }
        #expect(throws: Never.self) {
            try Sample.edited(
                "EstimatedDischargeChanged-law-only.json", "\"plannedDischargeAt\": \"2026-11-28\"",
                "\"plannedDischargeAt\": \"2026-11-26T10:00:00+01:00\"")
        }
    }

    @Test func `a patient may be ready five minutes ahead of the sender's clock and not a moment more`() throws {
        let ready = "2026-11-25T11:40:00+01:00"
        #expect(throws: Never.self) {
            try Sample.edited("ReadyForDischarge-law-only.json", ready, "2026-11-25T11:05:00Z")
        }
        #expect(
            try Sample.problems("ReadyForDischarge-law-only.json", ready, "2026-11-25T11:05:00.000001Z")
                == ["VX-1229 /content/readyAt"])
    }

    @Test(arguments: ["consent", "harm-assessment", "lag-1991-1128", "lag-1991-1129", "other-law"])
    func `a discharge on another basis than the law's alone has a summary of the care`(basis: String) throws {
        #expect(
            try Sample.problems("DischargeMessage-law-only.json", "lag-2017-612", basis)
                == ["VX-1230 /content/careSummary"])
        #expect(throws: Never.self) {
            try Sample.edited(
                "DischargeMessage-law-only.json", "\"legalBasis\": \"lag-2017-612\",\n  \"content\": {",
                "\"legalBasis\": \"\(basis)\",\n  \"content\": {\"careSummary\": \"Vårdad.\",")
        }
    }

    @Test(arguments: [("inPerson", "VX-1231 /content/meeting/place"), ("video", "VX-1232 /content/meeting/videoLink")])
    func `a meeting has what its form needs`(form: String, problem: String) throws {
        let place = "\"form\": \"inPerson\",\n      \"place\": \"Hälsocentralen Exempel\""
        #expect(
            try Sample.problems("DischargeSipInvitation-in-person.json", place, "\"form\": \"\(form)\"") == [problem])
    }

    @Test(arguments: ["phone", "hybrid"])
    func `a meeting of another form needs neither place nor link`(form: String) throws {
        let place = "\"form\": \"inPerson\",\n      \"place\": \"Hälsocentralen Exempel\""
        #expect(throws: Never.self) {
            try Sample.edited("DischargeSipInvitation-in-person.json", place, "\"form\": \"\(form)\"")
        }
    }

    @Test func `a meeting that begins before the message was sent is a warning`() throws {
        let read = try Sample.edited("DischargeSipInvitation.xml", "2026-11-26T13:00", "2026-11-25T13:00")
        #expect(read.warnings.map(\.code) == [.meetingInPast])
        #expect(read.warnings.first?.path == "/message/content/dischargeSipInvitation/meeting/start")
        let inTime = try Sample.edited("DischargeSipInvitation.xml", "2026-11-26T13:00", "2026-11-25T13:40")
        #expect(inTime.warnings.map(\.code) == [.replyByOutOfTime])
    }

    @Test func `a meeting that ends before it begins is a warning`() throws {
        let name = "DischargeSipInvitation.json"
        let end = "\"end\": \"2026-11-26T14:00:00+01:00\""
        let read = try Sample.edited(name, end, "\"end\": \"2026-11-26T12:59:59+01:00\"")
        #expect(read.warnings.map { "\($0.code) \($0.path ?? "")" } == ["VX-W122 /content/meeting/end"])
        #expect(try Sample.edited(name, end, "\"end\": \"2026-11-26T12:00:00Z\"").warnings.isEmpty)
    }

    @Test func `the place where one meets a person with protected identity is a warning`() throws {
        let name = "DischargeSipInvitation-in-person.json"
        let read = try Sample(path: "valid/\(name)").read()
        #expect(read.warnings.map { "\($0.code) \($0.path ?? "")" } == ["VX-W123 /content/meeting/place"])
        #expect(try Sample.edited(name, "\"sekretessmarkering\"", "\"none\"").warnings.isEmpty)
        let byPhone = try Sample.edited(
            name, "\"form\": \"inPerson\",\n      \"place\": \"Hälsocentralen Exempel\"", "\"form\": \"phone\"")
        #expect(byPhone.warnings.isEmpty)
    }

    @Test func `who refused a SIP that was not refused is a warning`() throws {
        let reason = "\"reason\": \"onlySocialService\""
        let name = "SipDeclined-law-only.json"
        let read = try Sample.edited(name, reason, "\(reason), \"refusedBy\": \"patient\"")
        #expect(read.warnings.map { "\($0.code) \($0.path ?? "")" } == ["VX-W124 /content/refusedBy"])
        #expect(
            try Sample.edited(name, reason, "\"reason\": \"refused\", \"refusedBy\": \"patient\"").warnings.isEmpty)
    }

    @Test func `who took a notice back need not be told`() throws {
        let read = try Sample(path: "valid/ReadyForDischargeWithdrawn-law-only.xml").read()
        #expect(read.message.content["withdrawnBy"] == nil)
    }

    @Test func `the unit where a person with protected identity went is refused, the kind of place is not`() throws {
        let problems = try Sample.problems(
            "DischargeMessage.json", "\"protectedIdentity\": \"none\"", "\"protectedIdentity\": \"sekretessmarkering\"")
        #expect(problems == ["VX-1208 /content/destinationUnit"])
        #expect(throws: Never.self) {
            try Sample.edited(
                "DischargeMessage-law-only.json", "\"protectedIdentity\": \"none\"",
                "\"protectedIdentity\": \"skyddadFolkbokforing\"")
        }
    }

    @Test func `an unknown code with a text is a warning in every type that has an open list`() throws {
        let read = try Sample.edited(
            "SipClosed.json", "\"code\": \"goalsMet\"", "\"code\": \"pausedPlan\", \"text\": \"Planen vilar.\"")
        #expect(read.warnings.map(\.code) == [.unknownOpenCode])
        #expect(read.warnings.first?.path == "/content/reason/code")
    }

    @Test func `every health field of a discharge is refused on the law's basis alone, and nothing else`() throws {
        let problems = try Sample.problems(
            "DischargeMessage.json", "\"legalBasis\": \"consent\"", "\"legalBasis\": \"lag-2017-612\"")
        let sensitive = MessageType.dischargeMessage.content.fields.filter { $0.basis == .sensitive }.map(\.name)
        #expect(sensitive.count == 19)
        #expect(problems == sensitive.map { "VX-1209 /content/\($0)" })
    }

    @Test func `a person number in the reason of a cancellation is refused, another number is not`() throws {
        #expect(
            try Sample.problems("MessageCancelled.json", "Fel dag angavs.", "Fel patient: 900202+9800")
                == ["VX-1236 /content/reasonText"])
        #expect(throws: Never.self) {
            try Sample.edited("MessageCancelled.json", "Fel dag", "Fel ärende N-2026-000418")
        }
    }
}
