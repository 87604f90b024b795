import Messages
import Testing

@Suite struct MilestoneTests {
    @Test func `every step of a case is told by one type, an estimate and a patient who is ready by two`() {
        let byTwo: [Milestone.Step: [String]] = [
            .estimate: ["AdmissionNotice", "EstimatedDischargeChanged"],
            .ready: ["ReadyForDischarge", "DischargeToOpenCompulsoryCare"],
        ]
        var tellers: [Milestone.Step: [String]] = [:]
        for type in MessageCatalogue.standard.types {
            for step in type.milestone?.steps ?? [] { tellers[step, default: []].append(type.name) }
        }
        for step in Milestone.Step.allCases {
            let expected = byTwo[step] ?? tellers[step]?.prefix(1).map(\.self) ?? []
            #expect(tellers[step] == expected && !expected.isEmpty, "\(step)")
        }
    }

    @Test(arguments: MessageCatalogue.standard.types)
    func `a moment is a required time of the content, and free of health data`(type: MessageType) throws {
        guard let milestone = type.milestone else { return }
        for step in milestone.steps {
            var part = type.content
            let names = try #require(milestone.moments[step]).split(separator: ".").map(String.init)
            for name in names {
                let field = try #require(part.field(named: name), "\(type.name) has no \(names)")
                #expect(field.isRequired && field.basis == .law, "\(type.name).\(name)")
                switch field.type {
                case .part(let inner): part = inner
                case .scalar(let scalar): #expect(["DateTime", "When"].contains(scalar.name), "\(type.name).\(name)")
                case .closedCode, .openCode, .list: Issue.record("\(type.name).\(name) is no time")
                }
            }
        }
    }

    @Test(arguments: MessageCatalogue.standard.types)
    func `a fact is a field of the content without health data and without a place, through and through`(
        type: MessageType
    ) throws {
        for name in type.milestone?.facts ?? [] {
            let field = try #require(type.content.field(named: name), "\(type.name) has no \(name)")
            #expect(Self.isTellable(field), "\(type.name).\(name)")
        }
    }

    @Test func `a moment is read where it stands, also inside a part`() {
        let milestone = Milestone([.called: "meeting.start", .ready: "readyAt"])
        let content = Record([
            Record.Member("readyAt", .text("2026-11-25T10:05:00+01:00")),
            Record.Member("meeting", .record(Record([Record.Member("start", .text("2026-11-26T13:00:00+01:00"))]))),
        ])
        #expect(milestone.moment(of: .called, in: content) == "2026-11-26T13:00:00+01:00")
        #expect(milestone.moment(of: .ready, in: content) == "2026-11-25T10:05:00+01:00")
        #expect(milestone.moment(of: .sip, in: content) == nil)
        #expect(milestone.moment(of: .called, in: Record()) == nil)
    }

    private static func isTellable(_ field: Field) -> Bool {
        guard field.basis != .sensitive, !field.tellsPlace else { return false }
        return isTellable(field.type)
    }

    private static func isTellable(_ type: FieldType) -> Bool {
        switch type {
        case .part(let part): part.fields.allSatisfy(isTellable)
        case .list(_, let itemType, _): isTellable(itemType)
        case .scalar, .closedCode, .openCode: true
        }
    }
}
