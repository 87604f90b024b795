/// One walk through a message for the field tests of many rules: which of them pick anything at all.
///
/// Most messages break nothing, so nothing but that is noted; a rule that picks goes through the message again by itself.
struct FieldLook {
    /// Tests that one look can hold to a message: as many as a word has bits.
    static let mostTests = 64

    private let tests: [FieldTest]
    private var traits: FieldTraits = []
    /// A bit for each test that asks anything of the message, the first lowest.
    private var asked: UInt64 = 0
    /// A bit for each test that has picked a field.
    private(set) var picked: UInt64 = 0

    /// Takes the tests of the message's type, of which it keeps those that ask anything of the message.
    init(of message: Message) {
        tests = message.type.fieldTests
        for place in tests.indices where tests[place].concerns(message) {
            asked |= 1 << UInt64(place)
            traits.formUnion(FieldTraits(tests[place].trait))
        }
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
        for place in tests.indices where asked >> UInt64(place) & 1 == 1 {
            let test = tests[place]
            guard field.traits.contains(FieldTraits(test.trait)), test.picks(field, type, value) else { continue }
            picked |= 1 << UInt64(place)
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
