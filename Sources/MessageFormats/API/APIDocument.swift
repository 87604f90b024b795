import XMLDocuments

/// A body of the API: a value under a root name.
package struct APIDocument: Sendable {
    /// The XML namespace of a body.
    package enum Namespace: String, Sendable {
        /// The gateway's own.
        case api = "urn:vaxel:api:1"
        /// Problem details. Source: RFC 9457 appendix B.
        case problem = "urn:ietf:rfc:7807"
    }

    /// The root element in XML; JSON has no such name.
    package let root: String
    /// The namespace of all elements but those of messages inside.
    package let namespace: Namespace
    /// What is under the root.
    package let value: APIValue

    /// Puts a value under a root name.
    package init(root: String, namespace: Namespace = .api, _ value: APIValue) {
        self.root = root
        self.namespace = namespace
        self.value = value
    }

    /// The body in UTF-8 without BOM.
    package func bytes(as form: WireForm, layout: Layout = .compact) -> [UInt8] {
        switch form {
        case .json:
            var writer = JSONWriter(layout: layout, reserving: Limits.answerAtFirst)
            Self.write(value, into: &writer)
            writer.finish()
            return writer.bytes
        case .xml:
            var writer = XMLWriter(isIndented: layout == .indented)
            Self.write(value, named: root, namespace: namespace.rawValue, into: &writer)
            return writer.bytes
        }
    }

    private static func write(_ value: APIValue, into writer: inout JSONWriter) {
        switch value {
        case .object(let members), .elements(let members):
            writer.beginObject()
            for (name, value) in members {
                writer.name(name)
                write(value, into: &writer)
            }
            writer.endObject()
        case .list(_, let items):
            writer.beginList()
            for item in items { write(item, into: &writer) }
            writer.endList()
        case .text(let text), .untyped(let text): writer.text(text)
        case .integer(let integer): writer.integer(integer)
        case .boolean(let boolean): writer.boolean(boolean)
        case .null: writer.null()
        case .message(let message): MessageBody.write(message, into: &writer)
        }
    }

    /// Writes an element; a message names itself, whatever the member that holds it is called.
    private static func write(
        _ value: APIValue, named name: String, namespace: String? = nil, into writer: inout XMLWriter
    ) {
        switch value {
        case .object(let members), .elements(let members):
            writer.open(name, namespace: namespace)
            for (name, value) in members { write(value, named: name, into: &writer) }
            writer.close(name)
        case .list(let item, let items):
            writer.open(name, namespace: namespace)
            for value in items { write(value, named: item, into: &writer) }
            writer.close(name)
        case .text(let text), .untyped(let text): writer.leaf(name, text)
        case .integer(let integer): writer.leaf(name, String(integer))
        case .boolean(let boolean): writer.leaf(name, boolean ? "true" : "false")
        case .null: break
        case .message(let message): MessageBody.write(message, into: &writer)
        }
    }
}
