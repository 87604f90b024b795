/// Plausible values for the fields of a type, by their names and types; no person, unit or place is a real one.
struct ExampleValues {
    private let type: MessageType

    init(of type: MessageType) {
        self.type = type
    }

    /// A whole message: of the head what messages mostly have, of the content everything but the extension list.
    func message() -> Record {
        let head = Head.fields.filter { field in field.isRequired || Self.usualHead.contains(field.name) }
        var record = Record()
        for field in head where need(of: field.name) != .absent { record.append(field.name, value(of: field, in: [])) }
        let content = type.content.fields.filter { $0.name != Field.extensionList.name }
        record.append("content", .record(self.record(content, in: ["content"])))
        return record
    }

    private static let usualHead: Set<String> = ["refersTo", "caseId", "receivers", "patient"]

    private func need(of name: String) -> MessageType.HeadNeed {
        switch name {
        case "refersTo": type.refersTo == .optional && type.refersToTypes.isEmpty ? .absent : type.refersTo
        case "caseId": type.caseID
        case "patient": type.patient
        default: .optional
        }
    }

    /// Other values that a field may have, its own among them.
    func alternatives(to value: Value?, _ field: Field) -> [Value] {
        guard let value else { return [self.value(of: field, in: ["content"])] }
        switch field.type {
        case .closedCode(let list): return list.codes.map { .text($0.value) }
        case .openCode(let list): return list.codes.map { .record(Record([.init("code", .text($0.value))])) }
        case .scalar(let scalar): return ExampleTexts.alternatives(of: scalar)
        case .list(_, .closedCode(let list), _): return list.codes.map { .list([.text($0.value)]) }
        case .part, .list: return [value]
        }
    }

    private func record(_ fields: [Field], in parents: [String]) -> Record {
        var record = Record()
        for field in fields where !Self.leftOut.contains(field.name) {
            record.append(field.name, value(of: field, in: parents))
        }
        return record
    }

    /// Second ids of the same thing, and what only some kinds of id have.
    private static let leftOut: Set<String> = ["localId", "idOid"]

    private func value(of field: Field, in parents: [String]) -> Value {
        switch field.name {
        case "type" where parents.isEmpty: .text(type.name)
        case "version" where parents.isEmpty: .integer(type.version)
        case "legalBasis" where parents.isEmpty: .text(legalBasis)
        default: value(of: field.type, field, in: parents + [field.name])
        }
    }

    private func value(of fieldType: FieldType, _ field: Field, in path: [String]) -> Value {
        switch fieldType {
        case .scalar(let scalar): ExampleTexts.value(of: scalar, field, at: path, in: type)
        case .closedCode(let list): .text(list.codes.first?.value ?? "")
        case .openCode(let list): .record(Record([.init("code", .text(list.codes.first?.value ?? ""))]))
        case .part(let part) where part.name == Part.receiver.name:
            .record(Record([.init("unit", .text(ExampleTexts.receiver))]))
        case .part(let part): .record(record(part.fields, in: path))
        case .list(_, let itemType, _): .list([value(of: itemType, field, in: path)])
        }
    }

    /// The basis on which such a message is mostly sent; on the law's alone no health or social data are told.
    private var legalBasis: String {
        switch type.process {
        case .compulsoryCare: "lag-1991-1128"
        case .openCare, .general: "consent"
        case .discharge, .receipts: type.sensitivity == 1 ? "lag-2017-612" : "consent"
        }
    }
}
