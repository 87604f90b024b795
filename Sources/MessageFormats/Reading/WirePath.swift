import Messages

/// Where the reader is, to be printed as a JSON Pointer or as a path in XML.
struct WirePath: Sendable {
    /// One step down.
    enum Step: Sendable {
        case member(String)
        /// An item, counted from 0, with its name in XML.
        case item(Int, name: String)
        /// The element that in XML stands between `content` and its members; JSON has no such step.
        case typed(String)
        /// A name that no declaration has: printed as `*`, for it may be anything.
        case unknown
    }

    private(set) var steps: [Step] = []

    /// Makes the path of the message itself, with room for steps.
    init(room: Int = 0) {
        steps.reserveCapacity(room)
    }

    /// Runs a part of the reading one step further in.
    mutating func push(_ step: Step) { steps.append(step) }

    /// Goes back out.
    mutating func pop() { steps.removeLast() }

    /// The path as text: `/content/relatives/1/name`, or `/message/content/admissionNotice/relatives/relative[2]/name`.
    func text(in form: WireForm) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(128)
        if form == .xml { text += "/message".utf8 }
        for step in steps {
            switch (step, form) {
            case (.member(let name), _), (.typed(let name), .xml):
                text.append(UInt8(ascii: "/"))
                text += name.utf8
            case (.item(let index, _), .json):
                text += "/\(index)".utf8
            case (.item(let index, let name), .xml):
                text += "/\(name)[\(index + 1)]".utf8
            case (.typed, .json): break
            case (.unknown, _): text += "/*".utf8
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension WirePath {
    /// The place that a rule names, found along the declaration.
    init(_ path: FieldPath, in type: MessageType) {
        var fields = Head.fields
        var current: FieldType?
        for step in path.steps {
            switch step {
            case .member("content") where current == nil:
                steps += [.member("content"), .typed(type.elementName)]
                fields = type.content.fields
            case .member(let name):
                steps.append(.member(name))
                current = fields.first { $0.name == name }?.type
                if case .part(let part) = current { fields = part.fields }
            case .item(let index):
                guard case .list(let name, let itemType, _) = current else { continue }
                steps.append(.item(index, name: name))
                current = itemType
                if case .part(let part) = itemType { fields = part.fields }
            }
        }
    }

    /// The line of the place on a tape, or of the innermost thing around it that is there.
    func line(on tape: borrowing WireTape, names: NameTable) -> Int {
        var node = 0
        for step in steps {
            let next: Int? =
                switch step {
                case .member(let name): names.number(of: name).flatMap { tape.child(of: node, named: $0) }
                case .typed(let name): names.number(of: name).flatMap { tape.child(of: node, named: $0) } ?? node
                case .item(let index, _): tape.child(of: node, at: index)
                case .unknown: nil
                }
            guard let next else { break }
            node = next
        }
        return Int(tape.nodes[node].line)
    }
}

extension WireTape {
    /// The value at a place, counted from 0, directly in a list or an element; nil when there are not so many.
    fileprivate func child(of node: Int, at index: Int) -> Int? {
        guard nodes[node].kind == .list || nodes[node].kind == .element, index < nodes[node].children else {
            return nil
        }
        var place = node + 1
        for _ in 0..<index { place = Int(nodes[place].next) }
        return place
    }
}
