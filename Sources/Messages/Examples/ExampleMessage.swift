/// Makes an example of a type from its declaration alone, so that every type has one and none can go out of date.
///
/// It begins with every field of the content and plausible values. Where a rule is broken, the place that the rule names is
/// changed, one step at a time, to whatever breaks the least: another code, another time, a field more or less.
struct ExampleMessage {
    private let type: MessageType
    private let values: ExampleValues
    private var record: Record
    private var cost: Int

    /// The example of a type; nil when no message was found that keeps all its rules.
    static func make(of type: MessageType) -> Message? {
        var example = ExampleMessage(type)
        while example.cost > 0, example.improve() {}
        guard example.cost < Cost.refusal else { return nil }
        return Message(type: type, record: example.record)
    }

    private init(_ type: MessageType) {
        self.type = type
        values = ExampleValues(of: type)
        record = values.message()
        cost = Self.findings(in: record, of: type).cost
    }

    /// What findings weigh: a warning is better than a refusal, and both are worse than none.
    private enum Cost {
        static let warning = 1
        static let refusal = 1000
    }

    private static func findings(in record: Record, of type: MessageType) -> (places: [FieldPath], cost: Int) {
        guard let message = Message(type: type, record: record) else { return ([], Int.max) }
        var places = message.headObstacles(to: type)
        var cost = places.count * Cost.refusal
        for rule in Rule.ofHead + type.rules {
            let found = rule.violations(in: message)
            places += found
            cost += found.count * (rule.code.isWarning ? Cost.warning : Cost.refusal)
        }
        return (places, cost)
    }

    /// Takes the best of the changes that make the example better; false when there is none.
    private mutating func improve() -> Bool {
        let places = Self.findings(in: record, of: type).places
        let near = places.flatMap { place in steps(at: place) }
        guard let best = best(of: near) ?? best(of: elsewhere()) else { return false }
        (record, cost) = best
        return true
    }

    private func best(of candidates: [Record]) -> (Record, Int)? {
        let costs = candidates.map { ($0, Self.findings(in: $0, of: type).cost) }
        return costs.filter { $0.1 < cost }.min { $0.1 < $1.1 }
    }

    /// What can be changed at a place that a rule names, and in the parts around it.
    private func steps(at place: FieldPath) -> [Record] {
        (1...max(place.steps.count, 1)).flatMap { count in
            changes(at: Array(place.steps.prefix(count)), in: record, Head.fields + [contentField])
        }
    }

    /// What can be changed in the content and in the legal basis, when the place that a rule names does not help.
    private func elsewhere() -> [Record] {
        let basis = changes(at: [.member("legalBasis")], in: record, Head.fields)
        return basis
            + type.content.fields.flatMap { field -> [Record] in
                let path: [FieldPath.Step] = [.member("content"), .member(field.name)]
                let inside: [Record] =
                    if case .part(let part) = field.type {
                        part.fields.flatMap {
                            changes(at: path + [.member($0.name)], in: record, Head.fields + [contentField])
                        }
                    } else { [] }
                return changes(at: path, in: record, Head.fields + [contentField]) + inside
            }
    }

    private var contentField: Field {
        Field("content", .part(type.content), .required, .technical, type.title, type.summary)
    }

    /// The record with each other value that the place may have, and without it where it may be missing.
    private func changes(at steps: [FieldPath.Step], in record: Record, _ fields: [Field]) -> [Record] {
        guard case .member(let name)? = steps.first, let field = fields.first(where: { $0.name == name }) else {
            return []
        }
        let rest = Array(steps.dropFirst())
        let values: [Value?] =
            rest.isEmpty
            ? self.values.alternatives(to: record[name], field) + (field.isRequired ? [] : [nil])
            : record[name].map { changes(at: rest, in: $0, field.type) } ?? []
        return values.filter { $0 != record[name] }.map { record.inserting(name, $0, among: fields) }
    }

    private func changes(at steps: [FieldPath.Step], in value: Value, _ type: FieldType) -> [Value] {
        switch (type, value, steps.first) {
        case (.part(let part), .record(let record), _):
            return changes(at: steps, in: record, part.fields).map(Value.record)
        case (.openCode, .record(let record), _):
            return changes(at: steps, in: record, Part.openCode.fields).map(Value.record)
        case (.list(_, let itemType, _), .list(let items), .item(let index)?) where items.indices.contains(index):
            let rest = Array(steps.dropFirst())
            let others = rest.isEmpty ? [] : changes(at: rest, in: items[index], itemType)
            return others.map { other in
                var changed = items
                changed[index] = other
                return .list(changed)
            }
        default: return []
        }
    }
}

extension Record {
    /// The record with another value for a field, in the place that the declaration gives it.
    fileprivate func inserting(_ name: String, _ value: Value?, among fields: [Field]) -> Record {
        let changed = setting(name, to: value)
        return Record(fields.compactMap { field in changed[field.name].map { Member(field.name, $0) } })
    }
}

extension MessageType {
    /// An example with plausible values in every field that its rules leave room for; nil when none was found.
    ///
    /// The same every time. Made anew at each call, which takes some milliseconds.
    package func example() -> Message? { ExampleMessage.make(of: self) }
}
