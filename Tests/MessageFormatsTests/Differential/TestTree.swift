import MessageFormats
import Messages

/// A message as the differential tests change it, apart from XML and JSON and from the program's own writers.
indirect enum TestTree: Sendable {
    /// A named value inside an object.
    struct Member: Sendable {
        var name: String
        var value: TestTree

        init(_ name: String, _ value: TestTree) {
            self.name = name
            self.value = value
        }
    }

    /// What a value looks like in one of the forms; the other form passes over it.
    enum Mark: Sendable {
        case attribute, strayText, foreignNamespace, noNamespace
        /// The element under `content` has another name, or comes twice.
        case named(String)
        case twice
        /// What changes nothing: a prefix, a comment, an instruction, a CDATA section; escapes in JSON.
        case prefix, comment, instruction, cdata, escapes
    }

    case text(String)
    /// A number or truth value; what does not look like one is written as a string in JSON.
    case bare(String)
    case object([Member])
    case list(item: String, [TestTree])
    /// JSON's null; in XML the member is not there.
    case null
    case marked(Mark, TestTree)

    /// The tree of a valid message; `content` holds the members of the type.
    init(_ message: Message) {
        let head = Self.members(message.record, Head.fields)
        let content = Self.members(message.content, message.type.content.fields)
        self = .object(head + [Member("content", .object(content))])
    }

    private static func members(_ record: Record, _ fields: [Field]) -> [Member] {
        fields.compactMap { field in record[field.name].map { Member(field.name, tree($0, field.type)) } }
    }

    private static func tree(_ value: Value, _ type: FieldType) -> TestTree {
        switch (value, type) {
        case (.text(let text), _): .text(text)
        case (.integer(let integer), _): .bare(String(integer))
        case (.boolean(let boolean), _): .bare(String(boolean))
        case (.record(let record), .part(let part)): .object(members(record, part.fields))
        case (.record(let record), _): .object(members(record, Part.openCode.fields))
        case (.list(let items), .list(let item, let itemType, _)): .list(item: item, items.map { tree($0, itemType) })
        case (.list, _): .null
        }
    }
}

extension TestTree {
    /// The members of an object; nil for other values.
    var members: [Member]? {
        switch self {
        case .object(let members): members
        case .marked(_, let inner): inner.members
        case .text, .bare, .list, .null: nil
        }
    }

    /// The values in an object or a list.
    var children: [TestTree] {
        switch self {
        case .object(let members): members.map(\.value)
        case .list(_, let items): items
        case .marked(_, let inner): inner.children
        case .text, .bare, .null: []
        }
    }

    /// The text of a value; nil for an object, a list and null.
    var leaf: String? {
        switch self {
        case .text(let text), .bare(let text): text
        case .marked(_, let inner): inner.leaf
        case .object, .list, .null: nil
        }
    }

    /// The value at a place, which is given by the numbers of the children on the way to it.
    subscript(path: ArraySlice<Int>) -> TestTree {
        get {
            guard let first = path.first else { return self }
            return children[first][path.dropFirst()]
        }
        set {
            guard let first = path.first else {
                self = newValue
                return
            }
            switch self {
            case .object(var members):
                members[first].value[path.dropFirst()] = newValue
                self = .object(members)
            case .list(let item, var items):
                items[first][path.dropFirst()] = newValue
                self = .list(item: item, items)
            case .marked(let mark, var inner):
                inner[path] = newValue
                self = .marked(mark, inner)
            case .text, .bare, .null: break
            }
        }
    }

    /// The same tree without the value at a place.
    func removing(_ path: ArraySlice<Int>) -> TestTree {
        guard let last = path.last else { return self }
        var changed = self
        switch changed[path.dropLast()] {
        case .object(var members):
            members.remove(at: last)
            changed[path.dropLast()] = .object(members)
        case .list(let item, var items):
            items.remove(at: last)
            changed[path.dropLast()] = .list(item: item, items)
        case .marked(let mark, let inner):
            changed[path.dropLast()] = .marked(mark, inner.removing([last]))
        case .text, .bare, .null: break
        }
        return changed
    }
}
