extension Message {
    /// The places of all fields, in head and content, that a test picks.
    ///
    /// An item of a list is tested too, as the list's field with the item's type.
    ///
    /// - Parameters:
    ///   - traits: What a field must hold to be tested; nil tests all.
    ///   - descendingIntoMatches: Whether fields inside a picked one are tested too.
    ///   - picks: The test, given a field, the type of the value and the value.
    /// - Returns: The places, in the order of the declaration.
    func fields(
        holding traits: FieldTraits? = nil, descendingIntoMatches: Bool = true,
        where picks: (Field, FieldType, Value) -> Bool
    ) -> [FieldPath] {
        var walk = FieldWalk(traits: traits, descendsIntoMatches: descendingIntoMatches)
        walk.visit(record, Head.fields, picks)
        walk.visit(content, type.content.fields, inside: .member("content"), picks)
        return walk.found
    }
}

/// A walk through a record along its declaration.
private struct FieldWalk {
    private let traits: FieldTraits?
    private let descendsIntoMatches: Bool
    private(set) var found: [FieldPath] = []
    /// The way to where the walk is.
    private var steps: [FieldPath.Step] = []

    init(traits: FieldTraits?, descendsIntoMatches: Bool) {
        self.traits = traits
        self.descendsIntoMatches = descendsIntoMatches
    }

    mutating func visit(
        _ record: Record, _ fields: [Field], inside step: FieldPath.Step, _ picks: (Field, FieldType, Value) -> Bool
    ) {
        steps.append(step)
        visit(record, fields, picks)
        steps.removeLast()
    }

    mutating func visit(_ record: Record, _ fields: [Field], _ picks: (Field, FieldType, Value) -> Bool) {
        var next = 0
        for member in record.members {
            // The members stand in the order of the declaration, so one pass over the fields finds them all.
            while next < fields.count, fields[next].name != member.name { next += 1 }
            guard next < fields.count else { return }
            let field = fields[next]
            if let traits, field.holds.isDisjoint(with: traits) { continue }
            steps.append(.member(field.name))
            visit(member.value, field, field.type, picks)
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
            visit(record, part.fields, picks)
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
