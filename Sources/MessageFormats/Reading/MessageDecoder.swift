import Messages
import WireTapes

/// Decodes a tape that should hold a message: the head, the content of its type, and what the type asks of the head.
struct MessageDecoder {
    /// The message is the first node.
    private static let root = 0

    private var reader: DeclarationReader
    private let plan: ReadingPlan
    private let tape: WireTape

    init(plan: ReadingPlan, tape: WireTape, form: WireForm) {
        self.plan = plan
        self.tape = tape
        reader = DeclarationReader(plan: plan, tape: tape, form: form)
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
        var last = Self.root
        tape.forEachChild(of: Self.root) { place in
            last = place
            guard tape.nodes[place].name == ReadingPlan.content, reader.isOwn(place) else { return }
            if first == nil { first = place } else { duplicates.append(place) }
        }
        guard let first else {
            reader.report(.missingMember, at: .member(ReadingPlan.content), node: Self.root)
            return nil
        }
        if tape.nodes[first].kind == .null {
            reader.report(.missingMember, at: .member(ReadingPlan.content), node: Self.root)
        }
        for duplicate in duplicates {
            reader.report(.duplicateMember, at: .member(ReadingPlan.content), node: duplicate)
        }
        if reader.form == .xml, duplicates.isEmpty, tape.nodes[last].name != ReadingPlan.content {
            reader.report(.wrongOrder, at: .member(ReadingPlan.content), node: first)
        }
        return first
    }

    /// The type that the head names; nil when there is none or its version is unknown, which is told.
    private mutating func kind(_ record: Record) -> ReadingPlan.Kind? {
        guard let name = record.text("type"), let versions = plan.kinds[name] else { return nil }
        guard let version = record["version"]?.integer else { return versions.first }
        guard let kind = versions.first(where: { $0.type.version == version }) else {
            let node = tape.child(of: Self.root, named: ReadingPlan.version) ?? Self.root
            reader.report(.unknownVersion, at: .member(ReadingPlan.version), node: node)
            return nil
        }
        return kind
    }

    private mutating func content(_ node: Int, _ kind: ReadingPlan.Kind) -> Record? {
        if tape.nodes[node].kind == .null { return nil }
        let (plan, tape) = (plan, tape)
        return reader.inside(.member(ReadingPlan.content)) { reader in
            guard reader.form == .xml else { return reader.record(node, kind.content) }
            guard reader.isContainer(node) else { return nil }
            let count = tape.nodes[node].children
            guard count > 0 else {
                reader.report(.missingMember, at: .typed(kind.elementName), node: node)
                return nil
            }
            let element = node + 1
            let isRight = tape.nodes[element].name == kind.elementName && reader.isOwn(element)
            guard count == 1, isRight else {
                let wrong = isRight ? Int(tape.nodes[element].next) : element
                let isOther = plan.contentNames.contains(tape.nodes[wrong].name) && count == 1
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
        guard let sender = tape.child(of: Self.root, named: ReadingPlan.sender) else { return }
        let tape = tape
        reader.inside(.member(ReadingPlan.sender)) { reader in
            Self.check(type.senderPerson, ReadingPlan.person, in: sender, on: tape, &reader)
        }
    }

    private mutating func check(_ need: MessageType.HeadNeed, _ name: Int32, in node: Int) {
        Self.check(need, name, in: node, on: tape, &reader)
    }

    private static func check(
        _ need: MessageType.HeadNeed, _ name: Int32, in node: Int, on tape: WireTape, _ reader: inout DeclarationReader
    ) {
        switch (need, tape.child(of: node, named: name)) {
        case (.required, nil): reader.report(.missingMember, at: .member(name), node: node)
        case (.absent, let found?): reader.report(.memberNotOfType, at: .member(name), node: found)
        case (.required, _?), (.absent, nil), (.optional, _): break
        }
    }
}

extension WireTape {
    /// Goes through the values directly in a node, in their order.
    func forEachChild(of node: Int, _ body: (Int) -> Void) {
        var place = node + 1
        for _ in 0..<nodes[node].children {
            body(place)
            place = Int(nodes[place].next)
        }
    }

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
