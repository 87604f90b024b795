import MessageFormats
import Messages
import Testing

/// The rules of open care that need nothing but the message.
@Suite struct OpenCareRuleTests {
    /// The warnings of a valid sample with one text of it changed, each code with its path.
    private func warnings(_ name: String, _ old: String, _ new: String) throws -> [String] {
        try Sample.edited(name, old, new).warnings.map { "\($0.code) \($0.path ?? "")" }
    }

    @Test(arguments: [
        ("CareContactAssigned.json", "\"until\": \"2027-11-02\"", "\"until\": \"2026-11-02\"", "/content/until"),
        ("RegularPhysicianAssigned.json", "\"until\": \"2028-12-31\"", "\"until\": \"2026-11-02\"", "/content/until"),
        ("InterAuthorityTransfer.json", "\"until\": \"2026-10-31\"", "\"until\": \"2026-10-11\"", "/content/until"),
        ("OwnPlanning.json", "\"end\": \"2027-05-31\"", "\"end\": \"2026-11-22\"", "/content/efforts/0/end"),
        (
            "SipEstablished.json", "\"start\": \"2026-11-23\"", "\"start\": \"2026-11-23\", \"end\": \"2026-11-22\"",
            "/content/efforts/0/end"
        ),
        ("SipFollowUp.json", "\"at\": \"2027-05-20\"", "\"at\": \"2027-02-18\"", "/content/nextFollowUp/at"),
        ("SipFollowUp.json", "\"at\": \"2027-05-20\"", "\"at\": \"2027-02-19T09:44:59Z\"", "/content/nextFollowUp/at"),
        (
            "SipEvaluation-goes-on.json", "\"at\": \"2027-09-15\"", "\"at\": \"2027-05-18T21:59:59Z\"",
            "/content/nextFollowUp/at"
        ),
    ])
    func `a date that comes too early is a warning in every type that has two`(
        name: String, old: String, new: String, path: String
    ) throws {
        #expect(try warnings(name, old, new) == ["VX-W130 \(path)"])
    }

    @Test(arguments: [
        ("CareContactAssigned.json", "\"until\": \"2027-11-02\"", "\"until\": \"2026-11-03\""),
        ("SipFollowUp.json", "\"at\": \"2027-05-20\"", "\"at\": \"2027-02-19\""),
        ("SipEvaluation-goes-on.json", "\"at\": \"2027-09-15\"", "\"at\": \"2027-05-18T22:00:00Z\""),
    ])
    func `the same day is not too early, by the Swedish clock`(name: String, old: String, new: String) throws {
        #expect(try warnings(name, old, new).isEmpty)
    }

    @Test(arguments: [
        ("2026-11-12T07:59:59Z", false), ("2026-11-12T08:00:00Z", true), ("2026-11-20T13:30:00+01:00", true),
        ("2026-11-20T12:30:01Z", false),
    ])
    func `an answer is wanted between the call and the meeting`(replyBy: String, isInTime: Bool) throws {
        let told = try warnings("SipMeetingInvitation.json", "2026-11-18T12:00:00+01:00", replyBy)
        #expect(told == (isInTime ? [] : ["VX-W131 /content/replyBy"]))
    }

    @Test func `a call to a meeting that is over has one warning and not two`() throws {
        let told = try warnings("SipMeetingInvitation-follow-up.json", "2027-02-19T10:00", "2027-01-19T10:00")
        #expect(told == ["VX-W114 /content/meeting/start"])
    }

    @Test func `everything that a planned effort lacks is told with its place`() throws {
        let whole =
            "\"start\": \"2026-12-01\",\n        \"status\": \"planned\",\n        \"decision\": {\n"
            + "          \"law\": \"HSL\",\n          \"decidedAt\": \"2026-11-19\"\n        }"
        #expect(
            try Sample.problems("OwnPlanning-minimal.json", whole, "\"status\": \"planned\"")
                == ["VX-1254 /content/efforts/0/start", "VX-1254 /content/efforts/0/decision"])
    }

    @Test(arguments: ["accept", "decline"])
    func `a plain answer needs neither person nor time`(answer: String) throws {
        #expect(try warnings("SipMeetingResponse.json", "\"accept\"", "\"\(answer)\"").isEmpty)
    }

    @Test func `a plan that ends needs no next follow-up`() throws {
        #expect(try Sample(path: "valid/SipEvaluation.json").read().message.content["nextFollowUp"] == nil)
    }

    @Test(arguments: [
        ("NeedsAssessment-reference.json", "\"assessedAt\": \"2026-11-11\"", "2026-11-12", "assessedAt"),
        ("OwnPlanning.json", "\"plannedAt\": \"2026-11-19T15:30:00+01:00\"", "2026-11-19T15:05:01Z", "plannedAt"),
        ("SipFollowUp-minimal.json", "\"followedUpAt\": \"2027-03-05\"", "2027-03-06", "followedUpAt"),
        (
            "SipEvaluation.json", "\"evaluatedAt\": \"2027-05-20T14:00:00+02:00\"", "2027-05-20T15:05:01+02:00",
            "evaluatedAt"
        ),
    ])
    func `what is told of open care has happened`(name: String, old: String, later: String, field: String) throws {
        #expect(try warnings(name, old, "\"\(field)\": \"\(later)\"") == ["VX-W121 /content/\(field)"])
    }

    @Test func `who the contact is may be told on the law's basis, and what one should know may not`() throws {
        #expect(
            try Sample.problems("CareContactAssigned.json", "\"consent\"", "\"lag-2017-612\"")
                == ["VX-1209 /content/note"])
    }
}
