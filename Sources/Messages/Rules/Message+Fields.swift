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
        var walk = FieldWalk(trait: trait, descendsIntoMatches: descendingIntoMatches)
        walk.visit(record, Head.index, picks)
        walk.visit(content, type.content.index, inside: .member("content"), picks)
        return walk.found
    }
}

/// A walk through a record along those fields of its declaration that lead to what is looked for.
private struct FieldWalk {
    private let trait: FieldTrait
    private let descendsIntoMatches: Bool
    private(set) var found: [FieldPath] = []
    /// The way to where the walk is.
    private var steps: [FieldPath.Step] = []

    init(trait: FieldTrait, descendsIntoMatches: Bool) {
        self.trait = trait
        self.descendsIntoMatches = descendsIntoMatches
    }

    mutating func visit(
        _ record: Record, _ index: FieldIndex, inside step: FieldPath.Step,
        _ picks: (Field, FieldType, Value) -> Bool
    ) {
        steps.append(step)
        visit(record, index, picks)
        steps.removeLast()
    }

    mutating func visit(_ record: Record, _ index: FieldIndex, _ picks: (Field, FieldType, Value) -> Bool) {
        for field in index.fields(holding: trait) {
            guard let value = record[field.name] else { continue }
            steps.append(.member(field.name))
            visit(value, field, field.type, picks)
            steps.removeLast()
        }
    }

    private mutating func visit(
        _ value: Value, _ field: Field, _ type: FieldType, _ picks: (Field, FieldType, Value) -> Bool
    ) {
        let isPicked = picks(field, type, value)
        if isPicked { found.append(FieldPath(steps: steps)) }
        guard !isPicked || descendsIntoMatches else { return }
        switch (type, value) {
        case (.part(let part), .record(let record)):
            visit(record, part.index, picks)
        case (.list(_, let itemType, _), .list(let items)):
            for (index, item) in items.enumerated() {
                steps.append(.item(index))
                visit(item, field, itemType, picks)
                steps.removeLast()
            }
        case (.scalar, _), (.closedCode, _), (.openCode, _), (.part, _), (.list, _):
            break
        }
    }
}
