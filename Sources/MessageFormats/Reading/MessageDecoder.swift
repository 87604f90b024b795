import Messages

/// Decodes a tape that should hold a message: the head, the content of its type, and what the type asks of the head.
struct MessageDecoder: ~Copyable {
    /// The message is the first node.
    private static let root = 0

    private var reader: DeclarationReader
    private let plan: ReadingPlan

    /// Takes a tape to decode, which `giveBack` brings back.
    init(plan: ReadingPlan, taking tape: inout WireTape, form: WireForm) {
        self.plan = plan
        reader = DeclarationReader(plan: plan, taking: &tape, form: form)
    }

    /// Puts the tape back where it came from.
    mutating func giveBack(_ tape: inout WireTape) {
        reader.giveBack(&tape)
    }

    var problems: [Problem] { reader.problems }
    var warnings: [Problem] { reader.warnings }

    /// The message; nil, with the problems told, when the tape holds none.
    mutating func message() -> Message? {
        guard reader.isContainer(Self.root), problems.isEmpty else { return nil }
        var record = reader.record(ofContainer: Self.root, plan.head, passingOver: ReadingPlan.content)
        let content = checkedContent()
        guard let kind = kind(record) else { return nil }
        if let content, let content = self.content(content, kind) { record.append("content", .record(content)) }
        checkNeeds(of: kind.type)
        guard problems.isEmpty else { return nil }
        return Message(type: kind.type, record: record)
    }

    /// The place of `content`, which is there, once and, in XML, last; nil when it is missing.
    private mutating func checkedContent() -> Int? {
        var first: Int?
        var duplicates: [Int] = []
        var (place, last) = (Self.root + 1, Self.root)
        for _ in 0..<reader.tape.nodes[Self.root].children {
            last = place
            place = Int(reader.tape.nodes[last].next)
            guard reader.tape.nodes[last].name == ReadingPlan.content, reader.isOwn(last) else { continue }
            if first == nil { first = last } else { duplicates.append(last) }
        }
        guard let first else {
            reader.report(.missingMember, at: .member(ReadingPlan.content), node: Self.root)
            return nil
        }
        if reader.tape.nodes[first].kind == .null {
            reader.report(.missingMember, at: .member(ReadingPlan.content), node: Self.root)
        }
        for duplicate in duplicates {
            reader.report(.duplicateMember, at: .member(ReadingPlan.content), node: duplicate)
        }
        if reader.form == .xml, duplicates.isEmpty, reader.tape.nodes[last].name != ReadingPlan.content {
            reader.report(.wrongOrder, at: .member(ReadingPlan.content), node: first)
        }
        return first
    }

    /// The type that the head names; nil when there is none or its version is unknown, which is told.
    private mutating func kind(_ record: Record) -> ReadingPlan.Kind? {
        guard let name = record.text("type"), let versions = plan.kinds(named: name) else { return nil }
        guard let version = record["version"]?.integer else { return versions.first }
        guard let kind = versions.first(where: { $0.type.version == version }) else {
            let node = reader.tape.child(of: Self.root, named: ReadingPlan.version) ?? Self.root
            reader.report(.unknownVersion, at: .member(ReadingPlan.version), node: node)
            return nil
        }
        return kind
    }

    private mutating func content(_ node: Int, _ kind: ReadingPlan.Kind) -> Record? {
        if reader.tape.nodes[node].kind == .null { return nil }
        let plan = plan
        return reader.inside(.member(ReadingPlan.content)) { reader in
            guard reader.form == .xml else { return reader.record(node, kind.content) }
            guard reader.isContainer(node) else { return nil }
            let count = reader.tape.nodes[node].children
            guard count > 0 else {
                reader.report(.missingMember, at: .typed(kind.elementName), node: node)
                return nil
            }
            let element = node + 1
            let isRight = reader.tape.nodes[element].name == kind.elementName && reader.isOwn(element)
            guard count == 1, isRight else {
                let wrong = isRight ? Int(reader.tape.nodes[element].next) : element
                let isOther =
                    count == 1 && reader.isOwn(wrong) && plan.contentNames.contains(reader.tape.nodes[wrong].name)
                reader.report(isOther ? .contentOfOtherType : .unknownMember, at: .unknown, node: wrong)
                return nil
            }
            return reader.inside(.typed(kind.elementName)) { $0.record(element, kind.content) }
        }
    }

    /// What the envelope leaves open and the type decides.
    ///
    /// A member that is there but wrong is told already.
    private mutating func checkNeeds(of type: MessageType) {
        check(type.refersTo, ReadingPlan.refersTo, in: Self.root)
        check(type.caseID, ReadingPlan.caseID, in: Self.root)
        check(type.patient, ReadingPlan.patient, in: Self.root)
        guard let sender = reader.tape.child(of: Self.root, named: ReadingPlan.sender) else { return }
        reader.inside(.member(ReadingPlan.sender)) { reader in
            Self.check(type.senderPerson, ReadingPlan.person, in: sender, &reader)
        }
    }

    private mutating func check(_ need: MessageType.HeadNeed, _ name: Int32, in node: Int) {
        Self.check(need, name, in: node, &reader)
    }

    private static func check(
        _ need: MessageType.HeadNeed, _ name: Int32, in node: Int, _ reader: inout DeclarationReader
    ) {
        switch (need, reader.tape.child(of: node, named: name)) {
        case (.required, nil): reader.report(.missingMember, at: .member(name), node: node)
        case (.absent, let found?): reader.report(.memberNotOfType, at: .member(name), node: found)
        case (.required, _?), (.absent, nil), (.optional, _): break
        }
    }
}

extension WireTape {
    /// The first value of a name directly in an object or element; nil when there is none or when it is null.
    func child(of node: Int, named name: Int32) -> Int? {
        guard nodes[node].kind == .object || nodes[node].kind == .element else { return nil }
        var place = node + 1
        for _ in 0..<nodes[node].children {
            if nodes[place].name == name { return nodes[place].kind == .null ? nil : place }
            place = Int(nodes[place].next)
        }
        return nil
    }
}
