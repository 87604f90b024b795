import Messages

/// The JSON Schemas (2020-12) of the catalogue.
///
/// Two things cannot be said in JSON Schema: that a member may not come twice, and that `1.0` is not a whole number here.
enum JSONSchemaComponents {
    private static let dialect = "https://json-schema.org/draft/2020-12/schema"
    private static let base = "https://schemas.vaxel.example/1/"
    private static let partsFile = "parts.schema.json"
    private static let envelopeTitle = "Meddelande: huvud och innehåll"
    /// A string without the control characters that XML 1.0 forbids.
    private static let writableInXML = "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\uFFFE\\uFFFF]*$"

    /// `parts.schema.json`: definitions only.
    static func parts(_ inventory: SchemaInventory) -> APIValue {
        .object(
            header("parts.schema.json", "Gemensamma delar")
                + [
                    (
                        "$defs",
                        .object(
                            inventory.scalars.map { ($0.name, scalar($0)) }
                                + definitions(inventory.shared, Names(local: [])))
                    )
                ])
    }

    /// `TYPE.schema.json`: the content of a type.
    static func content(_ type: MessageType, _ section: SchemaInventory.Section) -> APIValue {
        let names = Names(local: Set(section.parts.map(\.name) + section.codeLists.map(\.name)))
        var own = section
        own.parts.removeAll { $0.name == type.content.name }
        return .object(
            header("\(type.name).schema.json", type.title) + [("description", .text(type.summary))]
                + body(of: type.content.fields, names) + [("$defs", .object(definitions(own, names)))])
    }

    /// Every definition of all files under its name, for the `components.schemas` of an OpenAPI document; the envelope is
    /// `Message`.
    static func components(_ inventory: SchemaInventory) -> [(name: String, schema: APIValue)] {
        let names = Names.components
        let envelope = [("title", APIValue.text(envelopeTitle))] + envelopeMembers(names)
        let contents = inventory.types.map { type, _ in
            let words: [(String, APIValue)] = [("title", .text(type.title)), ("description", .text(type.summary))]
            return (name: type.name, schema: APIValue.object(words + body(of: type.content.fields, names)))
        }
        let parts = inventory.types.flatMap { type, section in
            definitions(section, names).filter { $0.0 != type.content.name }
        }
        let shared = inventory.scalars.map { ($0.name, scalar($0)) } + definitions(inventory.shared, names)
        return [(name: "Message", schema: .object(envelope))] + contents
            + (parts + shared).map { (name: $0.0, schema: $0.1) }
    }

    /// `message.schema.json`: the envelope, which chooses the content by `type`.
    static func envelope() -> APIValue {
        .object(
            header("message.schema.json", envelopeTitle)
                + envelopeMembers(Names(local: [], elsewhere: partsFile)))
    }

    private static func envelopeMembers(_ names: Names) -> [(String, APIValue)] {
        let members = body(of: Head.fields, names).map { name, value -> (String, APIValue) in
            switch (name, value) {
            case ("properties", .object(let properties)):
                (name, .object(properties + [("content", .object([("type", .text("object"))]))]))
            case ("required", .list(let item, let required)): (name, .list(item: item, required + [.text("content")]))
            case (_, let value): (name, value)
            }
        }
        let choices = MessageCatalogue.standard.types.map { type in
            APIValue.object([
                (
                    "if",
                    .object([
                        ("properties", .object([("type", .object([("const", .text(type.name))]))])),
                        ("required", texts(["type"])),
                    ])
                ),
                ("then", .object(needs(of: type, names))),
            ])
        }
        return members + [("allOf", .list(item: "choice", choices))]
    }

    /// What a type asks of the head and of the content.
    private static func needs(of type: MessageType, _ names: Names) -> [(String, APIValue)] {
        let needs: [(String, MessageType.HeadNeed)] = [
            ("refersTo", type.refersTo), ("caseId", type.caseID), ("patient", type.patient),
        ]
        var properties: [(String, APIValue)] = [
            ("version", .object([("const", .integer(type.version))])),
            ("content", .object([("$ref", names.content(of: type))])),
        ]
        for (name, need) in needs {
            switch need {
            case .required: properties.append((name, .object([("not", .object([("type", .text("null"))]))])))
            case .absent: properties.append((name, .object([("type", .text("null"))])))
            case .optional: break
            }
        }
        if case .required = type.senderPerson {
            properties.append(
                (
                    "sender",
                    .object([
                        ("properties", .object([("person", .object([("not", .object([("type", .text("null"))]))]))])),
                        ("required", texts(["person"])),
                    ])
                ))
        }
        let required = needs.filter { if case .required = $0.1 { true } else { false } }.map(\.0)
        return [("properties", .object(properties)), ("required", texts(required))]
    }

    private static func header(_ file: String, _ title: String) -> [(String, APIValue)] {
        [("$schema", .text(dialect)), ("$id", .text(base + file)), ("title", .text(title))]
    }

    private static func definitions(_ section: SchemaInventory.Section, _ names: Names) -> [(String, APIValue)] {
        let lists = section.codeLists.map { list in
            (
                list.name,
                APIValue.object([
                    ("description", .text(list.codes.map { "\($0.value) = \($0.label)" }.joined(separator: "; "))),
                    ("enum", texts(list.codes.map(\.value))),
                ])
            )
        }
        let parts = section.parts.map { part in
            (part.name, APIValue.object([("title", .text(part.label))] + body(of: part.fields, names)))
        }
        return lists + parts
    }

    private static func scalar(_ scalar: ScalarType) -> APIValue {
        let words: [(String, APIValue)] = [
            ("title", .text(scalar.label)), ("description", .text(scalar.documentation)),
        ]
        return switch scalar.kind {
        case .boolean: .object(words + [("type", .text("boolean"))])
        case .integer(let range):
            .object(
                words + [
                    ("type", .text("integer")), ("minimum", .integer(range.lowerBound)),
                    ("maximum", .integer(range.upperBound)),
                ])
        case .text:
            .object(
                words + [
                    ("type", .text("string")), ("minLength", .integer(scalar.length.lowerBound)),
                    ("maxLength", .integer(scalar.length.upperBound)),
                    ("pattern", .text(scalar.pattern.map { "^(\($0))$" } ?? writableInXML)),
                ])
        }
    }

    /// The keywords of an object with fields; what is optional may also be null.
    private static func body(of fields: [Field], _ names: Names) -> [(String, APIValue)] {
        let properties = fields.map { field in (field.name, property(field, names)) }
        return [
            ("type", .text("object")), ("properties", .object(properties)),
            ("required", texts(fields.filter(\.isRequired).map(\.name))), ("additionalProperties", .boolean(false)),
        ]
    }

    private static func property(_ field: Field, _ names: Names) -> APIValue {
        let words: [(String, APIValue)] = [
            ("title", .text(field.label)), ("description", .text(SchemaText.documentation(of: field))),
        ]
        let type = type(field.type, names)
        guard !field.isRequired else { return .object(words + type) }
        return .object(words + [("anyOf", .list(item: "choice", [.object(type), .object([("type", .text("null"))])]))])
    }

    private static func type(_ type: FieldType, _ names: Names) -> [(String, APIValue)] {
        switch type {
        case .scalar(let scalar): [("$ref", names.reference(to: scalar.name))]
        case .closedCode(let list): [("$ref", names.reference(to: list.name))]
        case .openCode: [("$ref", names.reference(to: Part.openCode.name))]
        case .part(let part): [("$ref", names.reference(to: part.name))]
        case .list(_, let itemType, let minimum):
            [("type", .text("array")), ("items", .object(self.type(itemType, names))), ("minItems", .integer(minimum))]
        }
    }

    private static func texts(_ texts: [String]) -> APIValue {
        .list(item: "item", texts.map(APIValue.text))
    }

    /// Where a name is defined, seen from one file.
    private struct Names {
        /// Everything in one OpenAPI document.
        static let components = Names(local: nil, elsewhere: "")

        /// What the file itself defines; nil in a document that holds everything.
        private let local: Set<String>?
        /// The file of all other names; empty in that file itself.
        private let elsewhere: String

        init(local: Set<String>) {
            self.init(local: local, elsewhere: local.isEmpty ? "" : JSONSchemaComponents.partsFile)
        }

        init(local: Set<String>?, elsewhere: String) {
            self.local = local
            self.elsewhere = elsewhere
        }

        func reference(to name: String) -> APIValue {
            guard let local else { return .text("#/components/schemas/\(name)") }
            return .text((local.contains(name) ? "" : elsewhere) + "#/$defs/\(name)")
        }

        func content(of type: MessageType) -> APIValue {
            local == nil ? reference(to: type.name) : .text("\(type.name).schema.json")
        }
    }
}
