/// One walk through a message for the field tests of many rules: which of them pick anything at all.
///
/// Most messages break nothing, so nothing but that is noted; a rule that picks goes through the message again by itself.
struct FieldLook {
    private let all: FieldTests
    /// A bit for each test that asks anything of the message and has picked no field yet, the first lowest.
    private var asked: UInt64 = 0
    /// A bit for each test that has picked a field.
    private(set) var picked: UInt64 = 0

    /// Takes the tests of the message's type, of which it keeps those that ask anything of the message.
    init(of message: Message) {
        all = message.type.fieldTests
        for place in all.tests.indices where all.tests[place].concerns(message) { asked |= 1 << UInt64(place) }
    }

    /// Walks through a message.
    mutating func visit(_ message: Message) {
        visit(message.record, Head.fields, Head.traits)
        visit(message.content, message.type.content.fields, message.type.content.traits)
    }

    private mutating func visit(_ record: Record, _ fields: [Field], _ traits: [FieldTraits]) {
        var members = MemberWalk(record)
        for place in fields.indices {
            let asking = all.asking(about: traits[place]) & asked
            guard asking != 0 else { continue }
            let field = fields[place]
            if let value = members.next(field.name) { visit(value, field, field.type, asking) }
        }
    }

    private mutating func visit(_ value: Value, _ field: Field, _ type: FieldType, _ asking: UInt64) {
        var rest = asking
        while rest != 0 {
            let lowest = rest & ~(rest - 1)
            rest &= ~lowest
            guard all.tests[lowest.trailingZeroBitCount].picks(field, type, value) else { continue }
            picked |= lowest
            asked &= ~lowest
        }
        switch (type, value) {
        case (.part(let part), .record(let record)):
            visit(record, part.fields, part.traits)
        case (.list(_, let itemType, _), .list(let items)):
            for item in items { visit(item, field, itemType, asking & asked) }
        case (.scalar, _), (.closedCode, _), (.openCode, _), (.part, _), (.list, _):
            break
        }
    }
}
