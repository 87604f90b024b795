/// What a rule asks of fields one by one, so that many rules can be held to a message in one walk through it.
///
/// A class, though it never changes: it is asked about every field of every message.
final class FieldTest: Sendable {
    /// What a field must be or hold to be tested at all.
    let trait: FieldTrait
    /// Whether fields inside a picked one are tested too.
    let descendsIntoMatches: Bool
    /// Whether the rule has anything to ask of a message.
    let concerns: @Sendable (Message) -> Bool
    /// The test, given a field, the type of the value and the value.
    let picks: @Sendable (Field, FieldType, Value) -> Bool

    /// Takes a test; of every message, and of all fields down to the innermost, unless told otherwise.
    init(
        _ trait: FieldTrait, descendingIntoMatches: Bool = true,
        in concerns: @escaping @Sendable (Message) -> Bool = { _ in true },
        where picks: @escaping @Sendable (Field, FieldType, Value) -> Bool
    ) {
        self.trait = trait
        descendsIntoMatches = descendingIntoMatches
        self.concerns = concerns
        self.picks = picks
    }

    /// The places of all fields of a message, in head and content, that the test picks, in the order of the declaration.
    ///
    /// An item of a list is tested too, as the list's field with the item's type.
    func places(in message: Message) -> [FieldPath] {
        guard concerns(message) else { return [] }
        var walk = FieldWalk(self)
        walk.visit(message)
        return walk.found
    }
}

/// A walk through a message that notes where a test picks fields.
private struct FieldWalk {
    private let test: FieldTest
    private(set) var found: [FieldPath] = []
    /// The way to where the walk is.
    private var steps: [FieldPath.Step] = []

    init(_ test: FieldTest) {
        self.test = test
    }

    mutating func visit(_ message: Message) {
        visit(message.record, Head.fields)
        steps.append(.member("content"))
        visit(message.content, message.type.content.fields)
        steps.removeLast()
    }

    private mutating func visit(_ record: Record, _ fields: [Field]) {
        for field in fields where field.traits.contains(FieldTraits(test.trait)) {
            guard let value = record[field.name] else { continue }
            steps.append(.member(field.name))
            visit(value, field, field.type)
            steps.removeLast()
        }
    }

    private mutating func visit(_ value: Value, _ field: Field, _ type: FieldType) {
        let isPicked = test.picks(field, type, value)
        if isPicked { found.append(FieldPath(steps: steps)) }
        guard !isPicked || test.descendsIntoMatches else { return }
        switch (type, value) {
        case (.part(let part), .record(let record)):
            visit(record, part.fields)
        case (.list(_, let itemType, _), .list(let items)):
            for (index, item) in items.enumerated() {
                steps.append(.item(index))
                visit(item, field, itemType)
                steps.removeLast()
            }
        case (.scalar, _), (.closedCode, _), (.openCode, _), (.part, _), (.list, _):
            break
        }
    }
}
