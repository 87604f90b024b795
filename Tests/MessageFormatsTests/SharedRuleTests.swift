import MessageFormats
import Messages
import Testing

/// Rules that many types share, held to each type that has what they are about: one that forgot them would take what the
/// others refuse.
@Suite struct SharedRuleTests {
    private static let types = MessageCatalogue.standard.types
    private static let withAttachments = types.filter { has("attachments", $0) }.map(\.name)
    private static let invitations = types.filter { has("meeting", $0) && has("replyBy", $0) }.map(\.name)

    private static func has(_ field: String, _ type: MessageType) -> Bool {
        type.content.fields.contains { $0.name == field }
    }

    /// The codes of the rules that the valid sample of a type breaks when a member of its content has another value.
    private func codes(
        _ type: String, _ path: String, _ value: Value?, protected: Bool = false
    ) throws -> Set<String> {
        let message = try Sample(path: "valid/\(type).json").read().message
        let names = ["content"] + path.split(separator: ".").map(String.init)
        var record = try setting(names[...], to: value, in: message.record)
        if protected {
            record = try setting(
                ["patient", "protectedIdentity"], to: .text("sekretessmarkering"), in: record)
        }
        let changed = try #require(Message(type: message.type, record: record))
        return Set(changed.brokenRules.map(\.rule.code.text))
    }

    private func setting(_ path: ArraySlice<String>, to value: Value?, in record: Record) throws -> Record {
        let name = try #require(path.first)
        guard path.count > 1 else { return record.setting(name, to: value) }
        let inner = try setting(path.dropFirst(), to: value, in: try #require(record.record(name)))
        return record.setting(name, to: .record(inner))
    }

    private func attachment(_ mediaType: String, _ data: String) -> Value {
        .list([
            .record(
                Record([
                    Record.Member("name", .text("bilaga")), Record.Member("mediaType", .text(mediaType)),
                    Record.Member("data", .text(data)),
                ]))
        ])
    }

    private func meeting(_ members: [(String, String)]) -> Value {
        .record(Record(members.map { Record.Member($0.0, .text($0.1)) }))
    }

    @Test func `there are types of each kind`() {
        #expect(Self.withAttachments.count >= 6)
        #expect(Self.invitations.count >= 4)
    }

    @Test(arguments: withAttachments)
    func `a file that is cut, too large or of another type is refused with every message that may have files`(
        type: String
    ) throws {
        #expect(try codes(type, "attachments", attachment("application/pdf", "QUJDR")).contains("VX-1250"))
        let large = String(repeating: "A", count: 6_666_672)
        #expect(try codes(type, "attachments", attachment("text/plain", large)).contains("VX-1251"))
        #expect(try codes(type, "attachments", attachment("application/pdf", "QUJD")).contains("VX-1252"))
    }

    @Test(arguments: invitations)
    func `every call to a meeting is held to what a meeting needs`(type: String) throws {
        let (start, end) = ("2030-01-02T10:00:00+01:00", "2030-01-02T11:00:00+01:00")
        #expect(try codes(type, "meeting", meeting([("start", start), ("form", "inPerson")])).contains("VX-1231"))
        #expect(try codes(type, "meeting", meeting([("start", start), ("form", "video")])).contains("VX-1232"))
        let past = meeting([("start", "2020-01-02T10:00:00+01:00"), ("form", "phone")])
        #expect(try codes(type, "meeting", past).contains("VX-W114"))
        let turned = meeting([("start", end), ("end", start), ("form", "phone")])
        #expect(try codes(type, "meeting", turned).contains("VX-W122"))
        let home = meeting([("start", start), ("form", "inPerson"), ("place", "hemma")])
        #expect(try codes(type, "meeting", home, protected: true).contains("VX-W123"))
        #expect(try codes(type, "replyBy", .text("2020-01-02T10:00:00+01:00")).contains("VX-W131"))
        let fine = meeting([("start", start), ("end", end), ("form", "inPerson"), ("place", "Rådhuset")])
        let found = try codes(type, "meeting", fine)
        #expect(found.isDisjoint(with: ["VX-1231", "VX-1232", "VX-W114", "VX-W122", "VX-W123", "VX-W131"]))
    }

    @Test(arguments: [
        ("CompulsoryPlanEstablished", "establishedAt", "nextFollowUpAt"),
        ("CompulsoryPlanFollowUp", "followedUpAt", "nextFollowUpAt"),
        ("CompulsoryReadmission", "decision.decidedAt", "courtApplicationAt"),
        ("CompulsoryReadmissionEnded", "decision.decidedAt", "endedAt"),
        ("DischargeToVoluntaryCare", "decision.decidedAt", "endedAt"),
        ("DischargeToOpenCompulsoryCare", "from", "until"), ("DischargeToOpenForensicCare", "from", "until"),
    ])
    func `what comes later in a step of compulsory care is not dated earlier`(
        type: String, earlier: String, later: String
    ) throws {
        let wasThere = try Sample(path: "valid/\(type).json").read().message.brokenRules.map(\.rule.code.text)
        #expect(!wasThere.contains("VX-1275"))
        #expect(try codes(type, later, .text("2001-01-01T00:00:00Z")).contains("VX-1275"))
    }

    @Test func `an effort of an assessment does not end before it begins`() throws {
        let sample = try Sample(path: "valid/NeedsAssessment.json").read().message
        let effort = try #require(sample.content.items("efforts").first?.record)
        let turned = effort.setting("start", to: .text("2026-01-15")).setting("end", to: .text("2026-01-14"))
        #expect(try codes("NeedsAssessment", "efforts", .list([.record(turned)])).contains("VX-W130"))
        let same = turned.setting("end", to: .text("2026-01-15"))
        #expect(try !codes("NeedsAssessment", "efforts", .list([.record(same)])).contains("VX-W130"))
    }
}
