import Messages
import XMLDocuments

/// Writes the members of a message into a JSON or XML text that someone else has begun.
enum MessageBody {
    /// Writes a message as a JSON object, without the member of its head that is named.
    static func write(_ message: Message, without left: String? = nil, into writer: inout JSONWriter) {
        writer.beginObject()
        for member in message.record.members where member.name != left { write(member, into: &writer) }
        writer.endObject()
    }

    /// Writes a message as the element `message`.
    static func write(_ message: Message, into writer: inout XMLWriter) {
        writer.open("message", namespace: MessageNamespace.uri)
        write(message.record, Head.fields, into: &writer)
        writer.open("content")
        writer.open(message.type.elementName)
        write(message.content, message.type.content.fields, into: &writer)
        writer.close(message.type.elementName)
        writer.close("content")
        writer.close("message")
    }

    private static func write(_ record: Record, into writer: inout JSONWriter) {
        writer.beginObject()
        // A span lends its members; an array would have each retained and released.
        let list = record.members
        let members = list.span
        for index in members.indices { write(members[index], into: &writer) }
        writer.endObject()
    }

    private static func write(_ member: Record.Member, into writer: inout JSONWriter) {
        writer.name(member.name)
        write(member.value, into: &writer)
    }

    private static func write(_ value: Value, into writer: inout JSONWriter) {
        switch value {
        case .text(let text): writer.text(text)
        case .integer(let integer): writer.integer(integer)
        case .boolean(let boolean): writer.boolean(boolean)
        case .record(let record): write(record, into: &writer)
        case .list(let items):
            writer.beginList()
            for item in items { write(item, into: &writer) }
            writer.endList()
        }
    }

    private static func write(_ record: Record, _ fields: [Field], into writer: inout XMLWriter) {
        for field in fields {
            if let value = record[field.name] { write(value, named: field.name, field.type, into: &writer) }
        }
    }

    private static func write(_ value: Value, named name: String, _ type: FieldType, into writer: inout XMLWriter) {
        switch value {
        case .text(let text): writer.leaf(name, text)
        case .integer(let integer): writer.leaf(name, String(integer))
        case .boolean(let boolean): writer.leaf(name, boolean ? "true" : "false")
        case .record(let record):
            writer.open(name)
            write(record, fields(of: type), into: &writer)
            writer.close(name)
        case .list(let items):
            guard case .list(let item, let itemType, _) = type else { return }
            writer.open(name)
            for value in items { write(value, named: item, itemType, into: &writer) }
            writer.close(name)
        }
    }

    private static func fields(of type: FieldType) -> [Field] {
        switch type {
        case .part(let part): part.fields
        case .openCode: Part.openCode.fields
        case .scalar, .closedCode, .list: []
        }
    }
}
