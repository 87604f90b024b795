import Messages

/// What the pages of a catalogue tell, gathered once for HTML and Markdown.
struct CatalogueBook {
    /// One type with what it has for itself.
    struct Chapter {
        let type: MessageType
        /// Its older versions, the newest first.
        let older: [MessageType]
        let rows: [FieldRow]
        /// The code lists that no other type uses.
        let lists: [CodeList]
        /// The same message in both forms; nil when none was found that keeps the rules.
        let example: (xml: String, json: String)?
    }

    /// The types of one process, in the order of the catalogue.
    struct Process {
        let process: MessageType.Process
        let chapters: [Chapter]
    }

    let processes: [Process]
    /// The members before `content`.
    let head: [FieldRow]
    /// What the head or several types use.
    let parts: [(part: Part, rows: [FieldRow])]
    let lists: [CodeList]
    let scalars: [ScalarType]
    /// Every code of the gateway, warnings last.
    let codes = RejectionCode.all

    init(_ catalogue: MessageCatalogue) {
        let inventory = SchemaInventory(catalogue)
        let shared = Set(inventory.shared.parts.map(\.name))
        let all = inventory.types.map { $0.section.codeLists + Self.openLists(of: $0.type.content, besides: shared) }
        let ofParts = inventory.shared.parts.flatMap { Self.openLists(of: $0, besides: shared.subtracting([$0.name])) }
        // Open lists are no named types of the schemas, so the inventory does not say which of them several types use.
        let uses = Dictionary(grouping: all.flatMap { $0 } + ofParts, by: \.name).mapValues(\.count)
        let several = all.flatMap { $0 }.filter { uses[$0.name, default: 0] > 1 }
        lists = Self.unique(inventory.shared.codeLists + ofParts + several)
        let isShared = Set(lists.map(\.name))
        let chapters = zip(inventory.types, all).map { entry, lists in
            Chapter(
                type: entry.type, older: Array(catalogue.versions(named: entry.type.name).dropFirst()),
                rows: FieldRow.rows(entry.type.content.fields, inside: "", linking: shared),
                lists: lists.filter { !isShared.contains($0.name) }, example: Self.example(of: entry.type))
        }
        processes = MessageType.Process.allCases.map { process in
            Process(process: process, chapters: chapters.filter { $0.type.process == process })
        }.filter { !$0.chapters.isEmpty }
        head = FieldRow.rows(inventory.head, inside: "", linking: shared)
        parts = inventory.shared.parts.map { ($0, FieldRow.rows($0.fields, inside: "", linking: shared)) }
        scalars = inventory.scalars
    }

    /// The open lists of a part and of those that are told with it, each once.
    private static func openLists(of part: Part, besides linked: Set<String>) -> [CodeList] {
        unique(part.fields.flatMap { openLists(of: $0.type, besides: linked) })
    }

    private static func openLists(of type: FieldType, besides linked: Set<String>) -> [CodeList] {
        switch type {
        case .openCode(let list): [list]
        case .part(let part): linked.contains(part.name) ? [] : openLists(of: part, besides: linked)
        case .list(_, let itemType, _): openLists(of: itemType, besides: linked)
        case .scalar, .closedCode: []
        }
    }

    private static func unique(_ lists: [CodeList]) -> [CodeList] {
        var found: [CodeList] = []
        for list in lists where !found.contains(where: { $0.name == list.name }) { found.append(list) }
        return found
    }

    private static func example(of type: MessageType) -> (xml: String, json: String)? {
        type.example().map { message in
            let forms = [WireForm.xml, .json].map { form in
                String(decoding: MessageWriter().write(message, as: form, layout: .indented), as: UTF8.self)
            }
            return (xml: forms[0], json: forms[1])
        }
    }
}

extension CatalogueBook {
    /// Every chapter, process by process.
    var chapters: [Chapter] { processes.flatMap(\.chapters) }
}
