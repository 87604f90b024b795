import Messages
import Testing

/// The rule for compatible change: what it allows, what breaks it, and which messages an older version can tell.
@Suite struct VersionTests {
    private static let first = MessageType.visit(1, [.day, .state, .kind, .persons])

    @Test func `what only adds or asks for less is compatible`() {
        let changes: [(String, MessageType)] = [
            ("a field that may be missing", .visit(2, [.day, .added, .state, .kind, .persons])),
            ("a code of an open list", .visit(2, [.day, .state, .kind(also: "c"), .persons])),
            ("a code of a closed list", .visit(2, [.day, .state(also: "late"), .kind, .persons])),
            ("a longer text", .visit(2, [.day, .state, .kind, .persons(name: .text)])),
            ("a field that may be missing now", .visit(2, [.day(.optional), .state, .kind, .persons])),
            ("a head that asks for less", .visit(2, [.day, .state, .kind, .persons], caseID: .optional)),
            ("a rule that only warns", .visit(2, [.day, .state, .kind, .persons], rules: [.anything(.unknownGoal)])),
        ]
        for (words, newer) in changes {
            #expect(newer.breakingChanges(since: Self.first) == [], "\(words)")
            #expect(newer.isCompatible(with: Self.first), "\(words)")
        }
    }

    @Test func `what refuses a message of the older version, or reads it otherwise, breaks the rule and is named`() {
        let persons = Field.persons
        let changes: [(MessageType, String)] = [
            (.visit(2, [.day, .state, .kind]), "fieldRemoved content.persons"),
            (.visit(2, [.day, .state, .kind, persons, .added(.required)]), "fieldRequired content.added"),
            (.visit(2, [.day, .state(.required), .kind, persons]), "fieldRequired content.state"),
            (.visit(2, [.state, .day, .kind, persons]), "orderChanged content"),
            (.visit(2, [.day, .state, .state("kind"), persons]), "typeChanged content.kind"),
            (.visit(2, [.day, .state, .kind, .persons(item: "human")]), "typeChanged content.persons"),
            (.visit(2, [.day, .state, .kind, .persons(name: .hsaID)]), "typeChanged content.persons.name"),
            (.visit(2, [.day, .state, .kind, .persons(minimum: 1)]), "itemRequired content.persons"),
            (.visit(2, [.day, .state, .kind, .persons(oneOf: ["name"])]), "choiceNarrowed content.persons"),
            (.visit(2, [.day, .state(without: "done"), .kind, persons]), "codeRemoved content.state.done"),
            (.visit(2, [.day(basis: .sensitive), .state, .kind, persons]), "moreSecret content.day"),
            (.visit(2, [.day, .state, .kind, persons], sensitivity: 3), "handling sensitivity"),
            (.visit(2, [.day, .state, .kind, persons], refersTo: .required), "headNeed refersTo"),
            (.visit(2, [.day, .state, .kind, persons], rules: [.anything(.refersToSelf)]), "ruleAdded VX-1220"),
            (.visit(1, [.day, .state, .kind, persons]), "notNewer"),
        ]
        for (newer, change) in changes {
            #expect(newer.breakingChanges(since: Self.first).map(\.description) == [change])
            #expect(!newer.isCompatible(with: Self.first))
        }
        let told = Set(changes.map { $0.1.prefix { $0 != " " } })
        #expect(told == Set(BreakingChange.Kind.allCases.map { $0.rawValue[...] }))
    }

    // MARK: Writing down

    private static let second = MessageType.visit(
        2, [.day(.optional), .added, .state(also: "late"), .kind(also: "c"), .persons(name: .text)])
    private static let catalogue = MessageCatalogue([first, second])

    private static func message(_ members: [(String, Value)]) throws -> Message {
        let example = try #require(second.example())
        let content = Record(members.map { Record.Member($0.0, $0.1) })
        return try #require(Message(type: second, record: example.record.setting("content", to: .record(content))))
    }

    @Test func `a newer message that holds nothing new is the older one but for its number`() throws {
        let message = try Self.message([("day", .text("2026-11-22")), ("state", .text("done"))])
        guard case .writtenDown(let older) = Self.catalogue.fit(of: message, to: [1]) else {
            Issue.record("not written down")
            return
        }
        #expect(older.type == Self.first)
        #expect(older.version == 1)
        #expect(older.record == message.record.setting("version", to: .integer(1)))
        #expect(older.content == message.content)
    }

    @Test func `nothing is left out: what the older version cannot tell keeps the message from it`() throws {
        let day = ("day", Value.text("2026-11-22"))
        let long = Record([.init("name", .text(String(repeating: "å", count: 201)))])
        let cases: [([(String, Value)], FieldPath)] = [
            ([day, ("added", .text("x"))], FieldPath("content", "added")),
            ([], FieldPath("content", "day")),
            ([day, ("state", .text("late"))], FieldPath("content", "state")),
            ([day, ("kind", .record(Record([.init("code", .text("c"))])))], FieldPath("content", "kind")),
            (
                [day, ("persons", .list([.record(long)]))],
                FieldPath("content", "persons").appending(item: 0).appending("name")
            ),
        ]
        for (members, place) in cases {
            let message = try Self.message(members)
            #expect(message.obstacles(to: Self.first) == [place])
            #expect(message.writtenDown(to: Self.first) == nil)
            guard case .unreadable(let places) = Self.catalogue.fit(of: message, to: [1]) else {
                Issue.record("\(place) was told")
                continue
            }
            #expect(places == [place])
        }
    }

    @Test func `an unknown code of an open list is told by its text`() throws {
        let kind = Value.record(Record([.init("code", .text("c")), .init("text", .text("tredje"))]))
        let message = try Self.message([("day", .text("2026-11-22")), ("kind", kind)])
        #expect(message.writtenDown(to: Self.first)?.content == message.content)
    }

    @Test func `a rule of the older version holds for what is written down`() throws {
        let strict = MessageType.visit(1, [.day, .state, .kind, .persons], rules: [.anything(.refersToSelf)])
        let message = try Self.message([("day", .text("2026-11-22"))])
        #expect(message.obstacles(to: strict) == [FieldPath("content", "day")])
    }

    @Test func `the version that was sent comes first, then the newest older one that tells all`() throws {
        let message = try Self.message([("day", .text("2026-11-22"))])
        guard case .asSent = Self.catalogue.fit(of: message, to: [1, 2]) else {
            Issue.record("not as sent")
            return
        }
        let third = MessageType.visit(3, Array(Self.second.content.fields.dropLast()))
        let newest = try #require(Message(type: third, record: message.record.setting("version", to: .integer(3))))
        let catalogue = MessageCatalogue([Self.first, third, Self.second])
        guard case .writtenDown(let older) = catalogue.fit(of: newest, to: [1, 2]) else {
            Issue.record("not written down")
            return
        }
        #expect(older.version == 2)
    }

    @Test func `a version that broke the rule is never written down, and an older message never up`() throws {
        let other = MessageType.visit(2, [.day, .kind, .persons])
        let broken = MessageCatalogue([Self.first, other])
        let message = try #require(other.example())
        guard case .unreadable(let places) = broken.fit(of: message, to: [1]) else {
            Issue.record("was told")
            return
        }
        #expect(places.isEmpty)
        let old = try #require(Self.first.example())
        guard case .unreadable = Self.catalogue.fit(of: old, to: [2]) else {
            Issue.record("was written up")
            return
        }
    }

    @Test func `a catalogue tells the versions of a type, the newest first`() {
        let catalogue = MessageCatalogue([Self.first, .generalMessage, Self.second])
        #expect(catalogue.newestTypes == [.generalMessage, Self.second])
        #expect(catalogue.versions(named: "Visit").map(\.version) == [2, 1])
        #expect(catalogue.type(named: "Visit") == Self.second)
        #expect(catalogue.type(named: "Visit", version: 1) == Self.first)
    }
}

// MARK: - A type of the tests

extension MessageType {
    fileprivate static func visit(
        _ version: Int, _ fields: [Field], sensitivity: Int = 2, refersTo: HeadNeed = .optional,
        caseID: HeadNeed = .required, rules: [Rule] = []
    ) -> MessageType {
        MessageType(
            name: "Visit", version: version, title: "Besök", summary: "A visit.", process: .general,
            sensitivity: sensitivity, legalBasis: "none", receipts: [.transport], refersTo: refersTo, caseID: caseID,
            fields: fields, rules: rules)
    }
}

extension Field {
    fileprivate static var day: Field { .day() }
    fileprivate static var added: Field { .added() }
    fileprivate static var state: Field { .state() }
    fileprivate static var kind: Field { .kind() }
    fileprivate static var persons: Field { .persons() }

    fileprivate static func day(_ need: Need = .required, basis: Basis = .law) -> Field {
        Field("day", .date, need, basis, "Dag", "The day.")
    }

    fileprivate static func added(_ need: Need = .optional) -> Field {
        Field("added", .string, need, .law, "Tillagt", "What is new.")
    }

    fileprivate static func state(
        _ name: String = "state", _ need: Need = .optional, also more: String? = nil, without less: String? = nil
    ) -> Field {
        let codes = (["planned", "done"] + [more].compactMap(\.self)).filter { $0 != less }
        return Field(
            name, .closedCode(CodeList("VisitState", codes.map { .init($0, $0) })), need, .law, "Läge", "How far.")
    }

    fileprivate static func state(_ need: Need) -> Field { .state("state", need) }

    fileprivate static func kind(also more: String? = nil) -> Field {
        let codes = ["a", "b"] + [more].compactMap(\.self)
        return Field(
            "kind", .openCode(CodeList("VisitKind", codes.map { .init($0, $0) })), .optional, .law, "Slag", "The kind.")
    }

    fileprivate static func persons(
        name: FieldType = .string, item: String = "person", minimum: Int = 0, oneOf: [String] = []
    ) -> Field {
        let part = Part(
            "Visitor", "Besökare", atLeastOneOf: oneOf,
            [Field("name", name, .optional, .law, "Namn", "The name.")])
        return Field(
            "persons", .list(item: item, of: .part(part), minimum: minimum), .optional, .law, "Personer", "Who came.")
    }
}

extension Rule {
    /// A rule that every message breaks.
    fileprivate static func anything(_ code: RejectionCode) -> Rule {
        Rule(code, source: "a test") { _ in [FieldPath("content", "day")] }
    }
}
