import MessageFormats
import Messages

/// A message as the differential test changes it, apart from XML and JSON and from the program's own writers.
indirect enum TestTree: Sendable {
    case text(String)
    /// A number or truth value; what does not look like one is written as a string in JSON.
    case bare(String)
    case object([(name: String, value: TestTree)])
    case list(item: String, [TestTree])
    case null

    /// The tree of a valid message; `content` holds the members of the type.
    init(_ message: Message) {
        let head = Self.members(message.record, Head.fields)
        let content = Self.members(message.content, message.type.content.fields)
        self = .object(head + [(name: "content", value: .object(content))])
    }

    private static func members(_ record: Record, _ fields: [Field]) -> [(name: String, value: TestTree)] {
        fields.compactMap { field in record[field.name].map { (name: field.name, value: tree($0, field.type)) } }
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

    /// The message in JSON.
    var json: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .bare(let text): Self.isJSONWord(text) ? text : Self.quoted(text)
        case .null: "null"
        case .list(_, let items): "[\(items.map(\.json).joined(separator: ", "))]"
        case .object(let members):
            "{\(members.map { "\(Self.quoted($0.name)): \($0.value.json)" }.joined(separator: ", "))}"
        }
    }

    /// The message in XML, its content inside an element of a name.
    func xml(contentName: String) -> String {
        guard case .object(let members) = self else { return "" }
        let body = members.map { member in
            member.name == "content"
                ? "<content>\(member.value.element(contentName))</content>" : member.value.element(member.name)
        }
        return "<message xmlns=\"urn:vaxel:message:1\">\(body.joined(separator: "\n"))</message>"
    }

    private func element(_ name: String) -> String {
        switch self {
        case .text(let text), .bare(let text): "<\(name)>\(Self.escaped(text))</\(name)>"
        case .null: ""
        case .list(let item, let items): "<\(name)>\(items.map { $0.element(item) }.joined())</\(name)>"
        case .object(let members):
            "<\(name)>\(members.map { $0.value.element($0.name) }.joined(separator: "\n"))</\(name)>"
        }
    }

    private static func isJSONWord(_ text: String) -> Bool {
        text == "true" || text == "false" || text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][0-9]+)?/) != nil
    }

    private static func quoted(_ text: String) -> String {
        let characters = text.unicodeScalars.map { scalar in
            scalar == "\"" || scalar == "\\"
                ? "\\\(scalar)"
                : scalar.value < 0x20
                    ? "\\u00\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))" : "\(scalar)"
        }
        return "\"\(characters.joined())\""
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            scalar == "<" || scalar == "&" || scalar == ">" || scalar.value < 0x20 ? "&#\(scalar.value);" : "\(scalar)"
        }.joined()
    }
}
