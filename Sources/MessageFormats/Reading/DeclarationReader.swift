import Messages

/// Reads wire nodes by their declaration into a record, and gathers everything that does not fit.
struct DeclarationReader {
    let form: WireForm
    private(set) var problems: [Problem] = []
    private(set) var warnings: [Problem] = []
    private var path = WirePath()

    init(form: WireForm) {
        self.form = form
    }

    /// The members of an object or element that fields declare; those that do not fit are left out and told.
    mutating func record(_ node: WireNode, _ fields: [Field]) -> Record {
        guard let found = members(of: node, fields) else { return Record() }
        var record = Record()
        for (index, field) in fields.enumerated() {
            guard let value = found[index] else {
                if field.isRequired { report(.missingMember, at: .member(field.name), line: node.line) }
                continue
            }
            if let value = inside(.member(field.name), { $0.value(value, field.type) }) {
                record.append(field.name, value)
            }
        }
        return record
    }

    /// Tells a problem here, or one step further in.
    mutating func report(_ code: RejectionCode, at step: WirePath.Step? = nil, line: Int, detail: String? = nil) {
        var place = path
        if let step { place.push(step) }
        let problem = Problem(code, path: place.text(in: form), line: line, detail: detail)
        if code.isWarning {
            if warnings.count < Limits.problems { warnings.append(problem) }
        } else if problems.count < Limits.problems {
            problems.append(problem)
        }
    }

    /// Reads one step further in.
    mutating func inside<Result>(_ step: WirePath.Step, _ body: (inout DeclarationReader) -> Result) -> Result {
        path.push(step)
        defer { path.pop() }
        return body(&self)
    }

    /// The nodes of the fields by their place; nil where a member is missing or null.
    ///
    /// Nil, and told, for no object.
    private mutating func members(of node: WireNode, _ fields: [Field]) -> [WireNode?]? {
        guard let members = container(node) else { return nil }
        var found = [WireNode?](repeating: nil, count: fields.count)
        var seen = [Bool](repeating: false, count: fields.count)
        var last = -1
        for member in members {
            guard let index = fields.firstIndex(where: { $0.name == member.name }), isOwn(member.node) else {
                report(.unknownMember, at: .unknown, line: member.node.line)
                continue
            }
            let step = WirePath.Step.member(fields[index].name)
            guard !seen[index] else {
                report(.duplicateMember, at: step, line: member.node.line)
                continue
            }
            seen[index] = true
            if form == .xml, index < last { report(.wrongOrder, at: step, line: member.node.line) }
            last = max(last, index)
            if case .null = member.node.content { continue }
            found[index] = member.node
        }
        return found
    }

    /// What is in an object, or in an element that holds nothing else than elements; nil, and told, for other nodes.
    mutating func container(_ node: WireNode) -> [WireNode.Member]? {
        switch node.content {
        case .object(let members):
            return members
        case .element(let element):
            refuseAttributes(of: element, line: node.line)
            let isText =
                element.children.isEmpty
                && !element.text.utf8.allSatisfy { $0 == 32 || (9...10).contains($0) || $0 == 13 }
            guard !isText else {
                report(.wrongKind, line: node.line, detail: "Elements are expected, not text.")
                return nil
            }
            if element.hasStrayText { report(.strayText, line: node.line) }
            return element.children
        case .text, .number, .boolean, .null, .list:
            report(.wrongKind, line: node.line, detail: "An object is expected.")
            return nil
        }
    }

    private mutating func refuseAttributes(of element: WireNode.Element, line: Int) {
        if element.hasAttributes { report(.unknownAttribute, line: line) }
    }

    /// Whether a node belongs to the message: in XML by its namespace.
    func isOwn(_ node: WireNode) -> Bool {
        guard case .element(let element) = node.content else { return true }
        return element.namespace == MessageNamespace.uri
    }

    private mutating func value(_ node: WireNode, _ type: FieldType) -> Value? {
        switch type {
        case .scalar(let scalar): self.scalar(node, scalar)
        case .closedCode(let list): closedCode(node, list)
        case .openCode(let list): openCode(node, list)
        case .part(let part): .record(record(node, part.fields))
        case .list(let item, let itemType, let minimum): self.list(node, item, itemType, minimum: minimum)
        }
    }

    private mutating func list(_ node: WireNode, _ item: String, _ type: FieldType, minimum: Int) -> Value? {
        guard let nodes = items(of: node, named: item) else { return nil }
        guard nodes.count >= minimum else {
            report(.tooFewItems, line: node.line)
            return nil
        }
        var values: [Value] = []
        for (index, node) in nodes.enumerated() {
            if let value = inside(.item(index, name: item), { $0.value(node, type) }) { values.append(value) }
        }
        return values.isEmpty ? nil : .list(values)
    }

    private mutating func items(of node: WireNode, named item: String) -> [WireNode]? {
        if case .list(let items) = node.content { return items }
        guard form == .xml else {
            report(.wrongKind, line: node.line, detail: "A list is expected.")
            return nil
        }
        return container(node)?.compactMap { member in
            guard member.name == item, isOwn(member.node) else {
                report(.unknownMember, at: .unknown, line: member.node.line)
                return nil
            }
            return member.node
        }
    }

    /// The text of a leaf: a string of JSON, or an element without elements.
    ///
    /// Nil, and told, for other nodes.
    mutating func leafText(_ node: WireNode) -> String? {
        switch node.content {
        case .text(let text):
            return text
        case .element(let element):
            refuseAttributes(of: element, line: node.line)
            guard element.children.isEmpty else {
                report(.wrongKind, line: node.line, detail: "A value is expected, not elements.")
                return nil
            }
            return element.text
        case .number, .boolean, .null, .object, .list:
            report(.wrongKind, line: node.line, detail: "A string is expected.")
            return nil
        }
    }
}
