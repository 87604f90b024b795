import Messages

/// Which named types the catalogue needs in its schemas, and in which file each stands.
struct SchemaInventory: Sendable {
    /// The named types of one file, each after those that it uses.
    struct Section: Sendable {
        var codeLists: [CodeList] = []
        var parts: [Part] = []
    }

    /// What the head or more than one type uses: `parts.xsd`.
    let shared: Section
    /// What one type alone uses, with its content last: `TYPE.xsd`.
    let types: [(type: MessageType, section: Section)]
    /// Every kind of single value, all shared.
    let scalars: [ScalarType]

    /// The members before `content`, whose `type` names the types of the catalogue.
    let head: [Field]

    /// That of the catalogue that the gateway knows.
    static let standard = SchemaInventory(.standard)

    /// Takes the newest version of each type; older ones have files of their own.
    init(_ catalogue: MessageCatalogue) {
        self.init(types: catalogue.newestTypes, head: Head.fields(of: catalogue))
    }

    init(types catalogue: [MessageType], head fields: [Field]) {
        self.head = fields
        var head = Gathering()
        head.visit(fields)
        let contents = catalogue.map { type in
            var gathering = Gathering()
            gathering.visit(type.content)
            return gathering
        }
        var uses: [String: Int] = [:]
        for name in contents.flatMap({ $0.names }) { uses[name, default: 0] += 1 }
        let headNames = head.names
        let isShared = { (name: String) in headNames.contains(name) || uses[name, default: 0] > 1 }

        var all = head
        for content in contents { all.merge(content) }
        scalars = all.scalars
        shared = Section(
            codeLists: all.section.codeLists.filter { isShared($0.name) },
            parts: all.section.parts.filter { isShared($0.name) })
        types = zip(catalogue, contents).map { type, gathering in
            let own = Section(
                codeLists: gathering.section.codeLists.filter { !isShared($0.name) },
                parts: gathering.section.parts.filter { !isShared($0.name) })
            return (type: type, section: own)
        }
    }

    /// Every part, shared or not.
    var parts: [Part] { shared.parts + types.flatMap(\.section.parts) }
}

/// The named types that fields reach, each once and after those that it uses.
private struct Gathering {
    private(set) var section = SchemaInventory.Section()
    private(set) var scalars: [ScalarType] = []
    private(set) var names: Set<String> = []

    mutating func visit(_ fields: [Field]) {
        for field in fields { visit(field.type) }
    }

    mutating func visit(_ part: Part) {
        guard !names.contains(part.name) else { return }
        visit(part.fields)
        names.insert(part.name)
        section.parts.append(part)
    }

    mutating func merge(_ other: Gathering) {
        scalars += other.scalars.filter { scalar in !scalars.contains { $0.name == scalar.name } }
        section.codeLists += other.section.codeLists.filter { !names.contains($0.name) }
        section.parts += other.section.parts.filter { !names.contains($0.name) }
        names.formUnion(other.names)
    }

    private mutating func visit(_ type: FieldType) {
        switch type {
        case .scalar(let scalar):
            if !scalars.contains(where: { $0.name == scalar.name }) { scalars.append(scalar) }
        case .closedCode(let list):
            if names.insert(list.name).inserted { section.codeLists.append(list) }
        case .openCode:
            visit(Part.openCode)
        case .part(let part):
            visit(part)
        case .list(_, let itemType, _):
            visit(itemType)
        }
    }
}
