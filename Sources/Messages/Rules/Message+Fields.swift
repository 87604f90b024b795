extension Message {
    /// The places of all fields, in head and content, that a test picks; an item of a list is tested as the list's field.
    ///
    /// - Parameters:
    ///   - descendingIntoMatches: Whether fields inside a picked one are tested too.
    ///   - picks: The test, given a field and its value.
    /// - Returns: The places, in the order of the declaration.
    func fields(
        descendingIntoMatches: Bool = true, where picks: (Field, Value) -> Bool
    ) -> [FieldPath] {
        var found: [FieldPath] = []
        let walk = FieldWalk(descendsIntoMatches: descendingIntoMatches)
        walk.visit(record, Head.fields, FieldPath(), picks, &found)
        walk.visit(content, type.content.fields, FieldPath("content"), picks, &found)
        return found
    }
}

/// A walk through a record along its declaration.
private struct FieldWalk {
    let descendsIntoMatches: Bool

    func visit(
        _ record: Record, _ fields: [Field], _ path: FieldPath, _ picks: (Field, Value) -> Bool,
        _ found: inout [FieldPath]
    ) {
        for field in fields {
            guard let value = record[field.name] else { continue }
            visit(value, field, field.type, path.appending(field.name), picks, &found)
        }
    }

    private func visit(
        _ value: Value, _ field: Field, _ type: FieldType, _ path: FieldPath, _ picks: (Field, Value) -> Bool,
        _ found: inout [FieldPath]
    ) {
        let isPicked = picks(field, value)
        if isPicked { found.append(path) }
        guard !isPicked || descendsIntoMatches else { return }
        switch (type, value) {
        case (.part(let part), .record(let record)):
            visit(record, part.fields, path, picks, &found)
        case (.list(_, let itemType, _), .list(let items)):
            let itemField = Field(
                field.name, itemType, field.need, field.basis, field.label, field.documentation,
                tellsPlace: field.tellsPlace)
            for (index, item) in items.enumerated() {
                visit(item, itemField, itemType, path.appending(item: index), picks, &found)
            }
        case (.scalar, _), (.closedCode, _), (.openCode, _), (.part, _), (.list, _):
            break
        }
    }
}
