import Messages

/// A value in a tree that stands where a declaration wants one, with what is declared of it.
struct DeclaredSite {
    /// The numbers of the children on the way to the value.
    let path: [Int]
    /// The name of the field, or of an item of a list.
    let name: String
    let type: FieldType
    /// Whether the value is a member of an object, and not an item of a list.
    let isMember: Bool
    /// Whether the schemas demand it.
    let isRequired: Bool
    /// What stands there.
    let value: TestTree

    /// Every value of a tree that is declared and has its declared shape, the outermost first.
    static func all(in tree: TestTree, of type: MessageType) -> [DeclaredSite] {
        let root = Part("Message", "", Head.fields + [content(of: type)])
        return DeclaredSite(
            path: [], name: "message", type: .part(root), isMember: false, isRequired: true, value: tree
        ).withInner
    }

    /// The fields that the value may have as members; none when it is no object.
    var fields: [Field] {
        switch type {
        case .part(let part): part.fields
        case .openCode: Part.openCode.fields
        case .scalar, .closedCode, .list: []
        }
    }

    /// Whether the value is a string in JSON.
    var isText: Bool {
        switch type {
        case .closedCode: true
        case .scalar(let scalar): if case .text = scalar.kind { true } else { false }
        case .openCode, .part, .list: false
        }
    }

    private static func content(of type: MessageType) -> Field {
        Field("content", .part(type.content), .required, .technical, "", "")
    }

    private var withInner: [DeclaredSite] {
        switch (type, value) {
        case (.part, .object(let members)), (.openCode, .object(let members)):
            [self] + members.enumerated().flatMap { index, member in inner(index, member) }
        case (.list(let item, let itemType, _), .list(_, let items)):
            [self]
                + items.enumerated().flatMap { index, value in
                    DeclaredSite(
                        path: path + [index], name: item, type: itemType, isMember: false, isRequired: false,
                        value: value
                    ).withInner
                }
        case (.scalar, .text), (.scalar, .bare), (.closedCode, .text): [self]
        default: []
        }
    }

    private func inner(_ index: Int, _ member: TestTree.Member) -> [DeclaredSite] {
        guard let field = fields.first(where: { $0.name == member.name }) else { return [] }
        return DeclaredSite(
            path: path + [index], name: field.name, type: field.type, isMember: true, isRequired: field.isRequired,
            value: member.value
        ).withInner
    }
}
