/// One walk through a message for the field tests of many rules: which of them pick anything at all.
///
/// Most messages break nothing, so nothing but that is noted; a rule that picks goes through the message again by itself.
struct FieldLook {
    private let tests: [(rule: Int, test: FieldTest)]
    private let traits: FieldTraits
    /// The rules whose test has picked a field, by their places in the list of all.
    private(set) var picked: Set<Int> = []

    /// Takes the tests of those rules that have one and ask it of the message.
    init(_ rules: [Rule], of message: Message) {
        var tests: [(rule: Int, test: FieldTest)] = []
        var traits: FieldTraits = []
        for (place, rule) in rules.enumerated() {
            guard let test = rule.test, test.concerns(message) else { continue }
            tests.append((place, test))
            traits.formUnion(FieldTraits(test.trait))
        }
        self.tests = tests
        self.traits = traits
    }

    /// Walks through a message.
    mutating func visit(_ message: Message) {
        visit(message.record, Head.fields)
        visit(message.content, message.type.content.fields)
    }

    private mutating func visit(_ record: Record, _ fields: [Field]) {
        // Members come in the order of their declaration; so the search begins where the last one ended.
        var next = 0
        for member in record.members {
            guard let place = Self.place(of: member.name, in: fields, from: next) else { continue }
            next = place + 1
            guard !fields[place].traits.isDisjoint(with: traits) else { continue }
            visit(member.value, fields[place], fields[place].type)
        }
    }

    private static func place(of name: String, in fields: [Field], from start: Int) -> Int? {
        // Most names differ in length, which costs less to see than that they differ.
        let length = name.utf8.count
        for place in start..<fields.count where fields[place].name.utf8.count == length && fields[place].name == name {
            return place
        }
        for place in 0..<start where fields[place].name == name { return place }
        return nil
    }

    private mutating func visit(_ value: Value, _ field: Field, _ type: FieldType) {
        for (rule, test) in tests
        where field.traits.contains(FieldTraits(test.trait)) && test.picks(field, type, value) {
            picked.insert(rule)
        }
        switch (type, value) {
        case (.part(let part), .record(let record)):
            visit(record, part.fields)
        case (.list(_, let itemType, _), .list(let items)):
            for item in items { visit(item, field, itemType) }
        case (.scalar, _), (.closedCode, _), (.openCode, _), (.part, _), (.list, _):
            break
        }
    }
}
