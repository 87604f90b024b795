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

    /// Runs a part of the reading one step further in.
    mutating func push(_ step: Step) { steps.append(step) }

    /// Goes back out.
    mutating func pop() { steps.removeLast() }

    /// The path as text: `/content/relatives/1/name`, or `/message/content/admissionNotice/relatives/relative[2]/name`.
    func text(in form: WireForm) -> String {
        switch form {
        case .json: steps.map(Self.pointer).joined()
        case .xml: "/message" + steps.map(Self.element).joined()
        }
    }

    private static func pointer(_ step: Step) -> String {
        switch step {
        case .member(let name): "/\(name)"
        case .item(let index, _): "/\(index)"
        case .typed: ""
        case .unknown: "/*"
        }
    }

    private static func element(_ step: Step) -> String {
        switch step {
        case .member(let name), .typed(let name): "/\(name)"
        case .item(let index, let name): "/\(name)[\(index + 1)]"
        case .unknown: "/*"
        }
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

    /// The line of the place, or of the innermost thing around it that is there.
    func line(below root: WireNode) -> Int {
        var node = root
        for step in steps {
            let next: WireNode? =
                switch step {
                case .member(let name): node[name]
                case .typed(let name): node[name] ?? node
                case .item(let index, _): node.items.flatMap { index < $0.count ? $0[index] : nil }
                case .unknown: nil
                }
            guard let next else { return node.line }
            node = next
        }
        return node.line
    }
}
