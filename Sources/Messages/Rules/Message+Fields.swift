extension Message {
    /// The places of all fields, in head and content, that a test picks.
    ///
    /// An item of a list is tested too, as the list's field with the item's type.
    ///
    /// - Parameters:
    ///   - trait: What a field must be or hold to be tested at all.
    ///   - descendingIntoMatches: Whether fields inside a picked one are tested too.
    ///   - picks: The test, given a field, the type of the value and the value.
    /// - Returns: The places, in the order of the declaration.
    func fields(
        holding trait: FieldTrait, descendingIntoMatches: Bool = true, where picks: (Field, FieldType, Value) -> Bool
    ) -> [FieldPath] {
        // Most messages break nothing, so the first walk only looks, and does not note where it is.
        var look = FieldWalk(trait: trait, descendsIntoMatches: descendingIntoMatches, notesPlaces: false)
        look.visit(self, picks)
        guard look.count > 0 else { return [] }
        var walk = FieldWalk(trait: trait, descendsIntoMatches: descendingIntoMatches, notesPlaces: true)
        walk.visit(self, picks)
        return walk.found
    }
}

/// A walk through a record along those fields of its declaration that lead to what is looked for.
private struct FieldWalk {
    private let trait: FieldTrait
    private let descendsIntoMatches: Bool
    private let notesPlaces: Bool
    /// How many fields were picked.
    private(set) var count = 0
    /// Where they stand, when places are noted.
    private(set) var found: [FieldPath] = []
    /// The way to where the walk is, when places are noted.
    private var steps: [FieldPath.Step] = []

    init(trait: FieldTrait, descendsIntoMatches: Bool, notesPlaces: Bool) {
        self.trait = trait
        self.descendsIntoMatches = descendsIntoMatches
        self.notesPlaces = notesPlaces
    }

    mutating func visit(_ message: Message, _ picks: (Field, FieldType, Value) -> Bool) {
        visit(message.record, Head.index, picks)
        push(.member("content"))
        visit(message.content, message.type.content.index, picks)
        pop()
    }

    private mutating func visit(_ record: Record, _ index: FieldIndex, _ picks: (Field, FieldType, Value) -> Bool) {
        for field in index.fields(holding: trait) {
            guard let value = record[field.name] else { continue }
            push(.member(field.name))
            visit(value, field, field.type, picks)
            pop()
        }
    }

    private mutating func push(_ step: @autoclosure () -> FieldPath.Step) {
        if notesPlaces { steps.append(step()) }
    }

    private mutating func pop() {
        if notesPlaces { steps.removeLast() }
    }

    private mutating func visit(
        _ value: Value, _ field: Field, _ type: FieldType, _ picks: (Field, FieldType, Value) -> Bool
    ) {
        let isPicked = picks(field, type, value)
        if isPicked {
            count += 1
            if notesPlaces { found.append(FieldPath(steps: steps)) }
        }
        guard !isPicked || descendsIntoMatches else { return }
        switch (type, value) {
        case (.part(let part), .record(let record)):
            visit(record, part.index, picks)
        case (.list(_, let itemType, _), .list(let items)):
            for (index, item) in items.enumerated() {
                push(.item(index))
                visit(item, field, itemType, picks)
                pop()
            }
        case (.scalar, _), (.closedCode, _), (.openCode, _), (.part, _), (.list, _):
            break
        }
    }
}
