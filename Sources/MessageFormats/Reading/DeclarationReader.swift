import Messages

/// Reads the nodes of a tape by their declaration into a record, and gathers everything that does not fit.
///
/// Values become strings when they are kept, and places become paths when they are told; until then all are numbers.
struct DeclarationReader: ~Copyable {
    let plan: ReadingPlan
    private(set) var tape: WireTape
    let form: WireForm
    private(set) var problems: [Problem] = []
    private(set) var warnings: [Problem] = []
    private var path = TapeArray<Step>()
    /// Of the open records, the innermost last: where their members stand, by the order of their declaration; or, of those
    /// that have no fault, which of the plan's members their values are, by the order of the values.
    private var found = TapeArray<Int32>()

    /// What `found` says of a member that is not there, and of one that is null.
    private static let (missing, null): (Int32, Int32) = (-1, -2)

    /// Takes a tape to read, which `giveBack` brings back.
    init(plan: ReadingPlan, taking tape: inout WireTape, form: WireForm) {
        self.plan = plan
        self.tape = WireTape()
        self.form = form
        swap(&self.tape, &tape)
    }

    /// A step down to where the reader is.
    enum Step: BitwiseCopyable, Sendable {
        case member(Int32)
        case item(Int, name: Int32)
        case typed(Int32)
        case unknown
    }

    /// Puts the tape back where it came from.
    mutating func giveBack(_ tape: inout WireTape) {
        swap(&self.tape, &tape)
    }

    // MARK: Problems

    /// Tells a problem here, or one step further in.
    mutating func report(_ code: RejectionCode, at step: Step? = nil, node: Int, detail: String? = nil) {
        guard (code.isWarning ? warnings : problems).count < Limits.problems else { return }
        var place = WirePath(room: path.count + 1)
        for depth in 0..<path.count { place.push(wireStep(path[depth])) }
        if let step { place.push(wireStep(step)) }
        let line = Int(tape.nodes[node].line)
        let problem = Problem(code, path: place.text(in: form), line: line, detail: detail)
        if code.isWarning { warnings.append(problem) } else { problems.append(problem) }
    }

    private func wireStep(_ step: Step) -> WirePath.Step {
        switch step {
        case .member(let name): .member(plan.names.names[Int(name)])
        case .item(let index, let name): .item(index, name: plan.names.names[Int(name)])
        case .typed(let name): .typed(plan.names.names[Int(name)])
        case .unknown: .unknown
        }
    }

    /// Reads one step further in.
    mutating func inside<Result>(_ step: Step, _ body: (inout DeclarationReader) -> Result) -> Result {
        path.append(step)
        defer { path.removeAll(from: path.count - 1) }
        return body(&self)
    }

    // MARK: Records

    /// The members of an object or element that are declared; those that do not fit are left out and told.
    mutating func record(_ node: Int, _ part: ReadingPlan.Part) -> Record {
        guard isContainer(node) else { return Record() }
        return record(ofContainer: node, part)
    }

    /// The same of a node that is known to be an object or an element with elements.
    ///
    /// - Parameters:
    ///   - node: The place of the node.
    ///   - part: The declared members.
    ///   - name: The number of a name whose own members are left to the caller; -1 for none.
    /// - Returns: The members that fit, in the order of the declaration.
    mutating func record(ofContainer node: Int, _ part: ReadingPlan.Part, passingOver name: Int32 = -1) -> Record {
        let base = found.count
        let isUsual = matchInOrder(node, part, passingOver: name)
        let record = isUsual ? membersInOrder(of: node, base, passingOver: name) : anyMembers(of: node, part, name)
        found.removeAll(from: base)
        return record
    }

    /// Notes which member each value is when nothing else need be looked at: all that is required is there, nothing comes
    /// twice or before its turn, and nothing is null or not declared.
    ///
    /// Most records are of that kind; for any other nothing is noted and nothing told.
    private mutating func matchInOrder(_ node: Int, _ part: ReadingPlan.Part, passingOver passed: Int32) -> Bool {
        let base = found.count
        var (index, required) = (part.members.lowerBound, 0)
        var child = node + 1
        for _ in 0..<tape.nodes[node].children {
            let value = tape.nodes[child]
            child = Int(value.next)
            let isUsual = value.isOwn && value.kind != .null
            if isUsual, value.name == passed { continue }
            while index < part.members.upperBound, plan.members[index].name != value.name { index += 1 }
            guard isUsual, index < part.members.upperBound else {
                found.removeAll(from: base)
                return false
            }
            if plan.members[index].isRequired { required += 1 }
            found.append(Int32(truncatingIfNeeded: index))
            index += 1
        }
        if required != part.required { found.removeAll(from: base) }
        return required == part.required
    }

    /// The members of a record whose values `matchInOrder` has noted from a place of `found` on.
    private mutating func membersInOrder(of node: Int, _ base: Int, passingOver passed: Int32) -> Record {
        var record = Record(room: found.count - base)
        var (child, next) = (node + 1, base)
        for _ in 0..<tape.nodes[node].children {
            let place = child
            child = Int(tape.nodes[place].next)
            if tape.nodes[place].name == passed { continue }
            let member = plan.members[Int(found[next])]
            next += 1
            read(place, member, into: &record)
        }
        return record
    }

    /// The members of any record, with all that is to be told of it.
    private mutating func anyMembers(of node: Int, _ part: ReadingPlan.Part, _ passed: Int32) -> Record {
        let base = found.count
        let count = match(node, part.members, passingOver: passed)
        var record = Record(room: count)
        for index in part.members {
            let member = plan.members[index]
            let place = found[base + index - part.members.lowerBound]
            guard place >= 0 else {
                if member.isRequired { report(.missingMember, at: .member(member.name), node: node) }
                continue
            }
            read(Int(place), member, into: &record)
        }
        return record
    }

    @inline(__always)
    private mutating func read(_ place: Int, _ member: ReadingPlan.Member, into record: inout Record) {
        path.append(.member(member.name))
        if let value = value(place, member.shape) { record.append(plan.names.names[Int(member.name)], value) }
        path.removeAll(from: path.count - 1)
    }

    /// Notes where each declared member stands, and says how many were found; what is not declared is told.
    private mutating func match(_ node: Int, _ members: Range<Int>, passingOver passed: Int32) -> Int {
        let base = found.count
        for _ in members { found.append(Self.missing) }
        // Most members come in the order of their declaration; so the search begins where the last one ended.
        var (next, last, count) = (0, -1, 0)
        var child = node + 1
        for _ in 0..<tape.nodes[node].children {
            let place = child
            child = Int(tape.nodes[place].next)
            let name = tape.nodes[place].name
            if name == passed, isOwn(place) { continue }
            let isNext = next < members.count && plan.members[members.lowerBound + next].name == name
            guard let index = isNext ? next : index(of: name, in: members, from: next), isOwn(place) else {
                report(.unknownMember, at: .unknown, node: place)
                continue
            }
            next = index + 1
            guard found[base + index] == Self.missing else {
                report(.duplicateMember, at: .member(name), node: place)
                continue
            }
            if form == .xml, index < last { report(.wrongOrder, at: .member(name), node: place) }
            last = max(last, index)
            let isNull = tape.nodes[place].kind == .null
            found[base + index] = isNull ? Self.null : Int32(truncatingIfNeeded: place)
            if !isNull { count += 1 }
        }
        return count
    }

    /// The place of a declared member among those of its part, looked for from one place on and then from the first.
    private func index(of name: Int32, in members: Range<Int>, from start: Int) -> Int? {
        for index in start..<max(start, members.count) where plan.members[members.lowerBound + index].name == name {
            return index
        }
        for index in 0..<min(start, members.count) where plan.members[members.lowerBound + index].name == name {
            return index
        }
        return nil
    }

    /// Whether a node is an object, or an element that holds nothing else than elements; if not, it is told.
    mutating func isContainer(_ place: Int) -> Bool {
        let node = tape.nodes[place]
        switch node.kind {
        case .object:
            return true
        case .element:
            refuseAttributes(place)
            guard node.children > 0 || tape.text[node.range].allSatisfy(\.isWhiteSpace) else {
                report(.wrongKind, node: place, detail: "Elements are expected, not text.")
                return false
            }
            if node.hasStrayText { report(.strayText, node: place) }
            return true
        case .string, .number, .true, .false, .null, .list:
            report(.wrongKind, node: place, detail: "An object is expected.")
            return false
        }
    }

    private mutating func refuseAttributes(_ place: Int) {
        if tape.nodes[place].hasAttributes { report(.unknownAttribute, node: place) }
    }

    /// Whether a node belongs to the message: in XML by its namespace.
    func isOwn(_ place: Int) -> Bool { tape.nodes[place].isOwn }

    // MARK: Values

    private mutating func value(_ node: Int, _ shape: ReadingPlan.Shape) -> Value? {
        switch shape {
        case .freeText(let most): freeText(node, atMost: most)
        case .scalar(let scalar): self.scalar(node, plan.scalars[scalar])
        case .closedCode(let codes): closedCode(node, plan.codes[codes])
        case .openCode(let codes): openCode(node, plan.codes[codes])
        case .part(let part): .record(record(node, plan.parts[part]))
        case .list(let list): self.list(node, plan.lists[list])
        }
    }

    private mutating func list(_ node: Int, _ list: ReadingPlan.List) -> Value? {
        guard let count = items(of: node, list) else { return nil }
        guard count >= list.minimum else {
            report(.tooFewItems, node: node)
            return nil
        }
        var values: [Value] = []
        values.reserveCapacity(count)
        var child = node + 1
        var index = 0
        for _ in 0..<tape.nodes[node].children {
            let place = child
            child = Int(tape.nodes[place].next)
            guard isItem(place, of: list) else { continue }
            path.append(.item(index, name: list.itemName))
            if let value = value(place, list.item) { values.append(value) }
            path.removeAll(from: path.count - 1)
            index += 1
        }
        return values.isEmpty ? nil : .list(values)
    }

    /// How many items a list has; what stands among them and is none is told.
    ///
    /// Nil, and told, for no list.
    private mutating func items(of node: Int, _ list: ReadingPlan.List) -> Int? {
        guard form == .xml else {
            guard tape.nodes[node].kind == .list else {
                report(.wrongKind, node: node, detail: "A list is expected.")
                return nil
            }
            return Int(tape.nodes[node].children)
        }
        guard isContainer(node) else { return nil }
        var count = 0
        var child = node + 1
        for _ in 0..<tape.nodes[node].children {
            if isItem(child, of: list) { count += 1 } else { report(.unknownMember, at: .unknown, node: child) }
            child = Int(tape.nodes[child].next)
        }
        return count
    }

    private func isItem(_ place: Int, of list: ReadingPlan.List) -> Bool {
        form == .json || (tape.nodes[place].name == list.itemName && isOwn(place))
    }

    /// The bytes of a leaf: a string of JSON, or an element without elements.
    ///
    /// Nil, and told, for other nodes and for no bytes.
    @inline(__always)
    mutating func filledLeaf(_ place: Int) -> Range<Int>? {
        let node = tape.nodes[place]
        let isPlain = node.kind == .string || (node.kind == .element && !node.hasAttributes && node.children == 0)
        guard isPlain, node.length > 0 else { return unusualLeaf(place) }
        return node.range
    }

    private mutating func unusualLeaf(_ place: Int) -> Range<Int>? {
        let node = tape.nodes[place]
        switch node.kind {
        case .string:
            break
        case .element:
            refuseAttributes(place)
            guard node.children == 0 else {
                report(.wrongKind, node: place, detail: "A value is expected, not elements.")
                return nil
            }
        case .number, .true, .false, .null, .object, .list:
            report(.wrongKind, node: place, detail: "A string is expected.")
            return nil
        }
        guard node.length > 0 else {
            report(.emptyValue, node: place)
            return nil
        }
        return node.range
    }
}

extension WireTape.Node {
    /// Whether it belongs to the message: in XML by its namespace.
    fileprivate var isOwn: Bool { kind != .element || namespace == WireReader.messageNamespace }
}
