extension Message {
    /// The message in an older version of its type; nil when that version cannot tell all of it.
    ///
    /// Nothing is ever left out: a message that holds a field, a code or a length which the older version has not, or lacks
    /// what that one demands, is not written down. Whether the two versions are compatible is asked of the types.
    package func writtenDown(to older: MessageType) -> Message? {
        obstacles(to: older).isEmpty ? relabelled(older) : nil
    }

    /// The places that keep the message from being one of an older version, in the order of the declaration; each place once.
    package func obstacles(to older: MessageType) -> [FieldPath] {
        var reading = OlderReading()
        reading.visit(content, older.content.fields)
        var places = headObstacles(to: older) + reading.found
        guard places.isEmpty, let relabelled = relabelled(older) else { return places }
        for rule in Rule.ofHead + older.rules where !rule.code.isWarning {
            places += rule.violations(in: relabelled).filter { !places.contains($0) }
        }
        return places
    }

    /// The members of the head that a type asks for and the message lacks, or that must not be there.
    func headObstacles(to type: MessageType) -> [FieldPath] {
        let needs: [(FieldPath, MessageType.HeadNeed, Bool)] = [
            (FieldPath("refersTo"), type.refersTo, refersTo != nil),
            (FieldPath("patient"), type.patient, patient != nil),
            (FieldPath("caseId"), type.caseID, caseID != nil),
            (FieldPath("sender", "person"), type.senderPerson, record.record("sender")?["person"] != nil),
        ]
        return needs.filter { $0.1 == ($0.2 ? .absent : .required) }.map(\.0)
    }

    private func relabelled(_ other: MessageType) -> Message? {
        Message(type: other, record: record.setting("version", to: .integer(other.version)))
    }
}

/// A walk through the content along the declaration of an older version, which finds what that one cannot tell.
private struct OlderReading {
    private(set) var found: [FieldPath] = []
    private var steps: [FieldPath.Step] = [.member("content")]

    mutating func visit(_ record: Record, _ fields: [Field]) {
        for member in record.members where !fields.contains(where: { $0.name == member.name }) {
            inside(.member(member.name)) { $0.refuse() }
        }
        for field in fields {
            inside(.member(field.name)) { reading in
                guard let value = record[field.name] else { return field.isRequired ? reading.refuse() : () }
                reading.visit(value, field.type)
            }
        }
    }

    private mutating func visit(_ value: Value, _ type: FieldType) {
        switch (type, value) {
        case (.scalar(let scalar), _):
            if !scalar.takes(value) { refuse() }
        case (.closedCode(let list), .text(let code)):
            if !list.contains(code) { refuse() }
        case (.openCode(let list), .record(let record)):
            // An unknown code of an open list is understood by its text.
            if record["text"] == nil, !list.contains(record.text("code") ?? "") { refuse() }
        case (.part(let part), .record(let record)):
            visit(record, part.fields)
        case (.list(_, let itemType, _), .list(let items)):
            for (index, item) in items.enumerated() { inside(.item(index)) { $0.visit(item, itemType) } }
        case (.closedCode, _), (.openCode, _), (.part, _), (.list, _):
            refuse()
        }
    }

    private mutating func inside(_ step: FieldPath.Step, _ body: (inout OlderReading) -> Void) {
        steps.append(step)
        body(&self)
        steps.removeLast()
    }

    private mutating func refuse() { found.append(FieldPath(steps: steps)) }
}

extension ScalarType {
    /// Whether a decoded value is one of this type.
    fileprivate func takes(_ value: Value) -> Bool {
        switch (kind, value) {
        case (.text, .text(let text)): length.contains(text.unicodeScalars.count) && accepts(text)
        case (.integer(let range), .integer(let integer)): range.contains(integer)
        case (.boolean, .boolean): true
        case (.text, _), (.integer, _), (.boolean, _): false
        }
    }
}
