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
        let definitions = definitions(section, names).filter { $0.0 != type.content.name }
        return .object(
            header("\(type.name).schema.json", type.title) + contentMembers(type, names)
                + [("$defs", .object(definitions))])
    }

    /// `TYPE.v1.schema.json`: the content of an older version, which needs no other file, for what others share may be newer.
    static func olderContent(_ type: MessageType) -> APIValue {
        .object(
            header("\(olderName(type)).schema.json", type.title)
                + olderMembers(type, Names(definitions: "#/$defs/")))
    }

    /// The name of an older version in the schemas.
    static func olderName(_ type: MessageType) -> String { "\(type.name).v\(type.version)" }

    /// Every definition of all files under its name, for the `components.schemas` of an OpenAPI document; the envelope is
    /// `Message`.
    static func components(_ catalogue: MessageCatalogue) -> [(name: String, schema: APIValue)] {
        let inventory = SchemaInventory(catalogue)
        let names = Names.components
        let envelope = [("title", APIValue.text(envelopeTitle))] + envelopeMembers(catalogue, names)
        let contents = inventory.types.map { type, _ in
            (
                name: type.name,
                schema: APIValue.object([("title", .text(type.title))] + contentMembers(type, names))
            )
        }
        let older = catalogue.olderTypes.map { type in
            let names = Names(definitions: "#/components/schemas/\(olderName(type))/$defs/")
            return (
                name: olderName(type),
                schema: APIValue.object([("title", .text(type.title))] + olderMembers(type, names))
            )
        }
        let parts = inventory.types.flatMap { type, section in
            definitions(section, names).filter { $0.0 != type.content.name }
        }
        let shared = inventory.scalars.map { ($0.name, scalar($0)) } + definitions(inventory.shared, names)
        return [(name: "Message", schema: .object(envelope))] + contents + older
            + (parts + shared).map { (name: $0.0, schema: $0.1) }
    }

    private static func contentMembers(_ type: MessageType, _ names: Names) -> [(String, APIValue)] {
        [("description", .text("\(type.englishTitle). \(type.summary)"))] + body(of: type.content.fields, names)
    }

    /// The content of an older version with everything that it refers to.
    private static func olderMembers(_ type: MessageType, _ names: Names) -> [(String, APIValue)] {
        let inventory = SchemaInventory(types: [type], head: [])
        let own = definitions(inventory.types[0].section, names).filter { $0.0 != type.content.name }
        let scalars = inventory.scalars.map { ($0.name, scalar($0)) }
        return contentMembers(type, names) + [("$defs", .object(scalars + own))]
    }

    /// `message.schema.json`: the envelope, which chooses the content by `type`, and by `version` where there are several.
    static func envelope(_ catalogue: MessageCatalogue) -> APIValue {
        .object(
            header("message.schema.json", envelopeTitle)
                + envelopeMembers(catalogue, Names(local: [], elsewhere: partsFile)))
    }

    private static func envelopeMembers(_ catalogue: MessageCatalogue, _ names: Names) -> [(String, APIValue)] {
        let members = body(of: Head.fields(of: catalogue), names).map { name, value -> (String, APIValue) in
            switch (name, value) {
            case ("properties", .object(let properties)):
                (name, .object(properties + [("content", .object([("type", .text("object"))]))]))
            case ("required", .list(let item, let required)): (name, .list(item: item, required + [.text("content")]))
            case (_, let value): (name, value)
            }
        }
        let chosen = catalogue.newestTypes.flatMap { choices(among: catalogue.versions(named: $0.name), names) }
        return [("description", .text("A message: head and content."))] + members
            + [("allOf", .list(item: "choice", chosen))]
    }

    /// What follows from the name of a type, and, where it has several versions, from the version too.
    private static func choices(among versions: [MessageType], _ names: Names) -> [APIValue] {
        guard let newest = versions.first else { return [] }
        let isThisType = ("type", APIValue.object([("const", .text(newest.name))]))
        guard versions.count > 1 else {
            let isThisVersion = ("version", APIValue.object([("const", .integer(newest.version))]))
            return [choice(when: [isThisType], [isThisVersion], needs(of: newest, named: newest.name, names))]
        }
        let each = versions.map { type in
            let isThisVersion = ("version", APIValue.object([("const", .integer(type.version))]))
            let name = type == newest ? type.name : olderName(type)
            return choice(when: [isThisType, isThisVersion], [], needs(of: type, named: name, names))
        }
        let known = APIValue.list(item: "item", versions.map { .integer($0.version) })
        return [choice(when: [isThisType], [("version", .object([("enum", known)]))], ([], []))] + each
    }

    private static func choice(
        when condition: [(String, APIValue)], _ properties: [(String, APIValue)],
        _ asked: (properties: [(String, APIValue)], required: [String])
    ) -> APIValue {
        .object([
            ("if", .object([("properties", .object(condition)), ("required", texts(condition.map(\.0)))])),
            (
                "then",
                .object([("properties", .object(properties + asked.properties)), ("required", texts(asked.required))])
            ),
        ])
    }

    /// What a type asks of the head and of the content, which is described under a name.
    private static func needs(
        of type: MessageType, named name: String, _ names: Names
    ) -> (properties: [(String, APIValue)], required: [String]) {
        let needs: [(String, MessageType.HeadNeed)] = [
            ("refersTo", type.refersTo), ("caseId", type.caseID), ("patient", type.patient),
        ]
        var properties: [(String, APIValue)] = [("content", .object([("$ref", names.content(named: name))]))]
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
        return (properties, required)
    }

    private static func header(_ file: String, _ title: String) -> [(String, APIValue)] {
        [("$schema", .text(dialect)), ("$id", .text(base + file)), ("title", .text(title))]
    }

    private static func definitions(_ section: SchemaInventory.Section, _ names: Names) -> [(String, APIValue)] {
        let lists = section.codeLists.map { list in
            (
                list.name,
                APIValue.object([
                    ("description", .text(SchemaText.meanings(of: list))),
                    ("enum", texts(list.codes.map(\.value))),
                ])
            )
        }
        let parts = section.parts.map { part in
            let words: [(String, APIValue)] = [
                ("title", .text(part.label)), ("description", .text("\(EnglishName.title(part.name)).")),
            ]
            return (part.name, APIValue.object(words + body(of: part.fields, names)))
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
            ("title", .text(field.label)), ("description", .text(SchemaText.english(of: field))),
        ]
        let type = type(field.type, names)
        guard !field.isRequired else { return .object(words + type) }
        return .object(words + [("anyOf", .list(item: "choice", [.object(type), .object([("type", .text("null"))])]))])
    }

    private static func type(_ type: FieldType, _ names: Names) -> [(String, APIValue)] {
        switch type {
        case .scalar(let scalar): [("$ref", names.reference(to: scalar.name))]
        case .closedCode(let list): [("$ref", names.reference(to: list.name))]
        case .openCode(let list): [("$ref", names.reference(to: Part.openCode.name)), ("anyOf", known(list))]
        case .part(let part): [("$ref", names.reference(to: part.name))]
        case .list(_, let itemType, let minimum):
            [("type", .text("array")), ("items", .object(self.type(itemType, names))), ("minItems", .integer(minimum))]
        }
    }

    /// A code of an open list, or another one with a text.
    private static func known(_ list: CodeList) -> APIValue {
        let code = APIValue.object([("enum", texts(list.codes.map(\.value)))])
        let text = APIValue.object([("type", .text("string"))])
        return .list(
            item: "choice",
            [
                .object([("properties", .object([("code", code)]))]),
                .object([("properties", .object([("text", text)])), ("required", texts(["text"]))]),
            ])
    }

    private static func texts(_ texts: [String]) -> APIValue {
        .list(item: "item", texts.map(APIValue.text))
    }

    /// Where a name is defined, seen from one file.
    private struct Names {
        /// Everything in one OpenAPI document.
        static let components = Names(definitions: "#/components/schemas/", isWhole: true)

        /// What is defined elsewhere than in the file itself is defined there.
        private let elsewhere: String
        /// What the file itself defines; nil when that is everything.
        private let local: Set<String>?
        /// The way to what the file itself defines.
        private let definitions: String
        /// Whether the contents of messages are definitions too.
        private let isWhole: Bool

        /// A file that defines some names, and has all others from the file of shared ones.
        init(local: Set<String>) {
            self.init(local: local, elsewhere: local.isEmpty ? "" : JSONSchemaComponents.partsFile)
        }

        init(local: Set<String>, elsewhere: String) {
            (self.local, self.elsewhere, definitions, isWhole) = (local, elsewhere, "#/$defs/", false)
        }

        /// A file that defines everything it needs.
        init(definitions: String, isWhole: Bool = false) {
            (local, elsewhere, self.definitions, self.isWhole) = (nil, "", definitions, isWhole)
        }

        func reference(to name: String) -> APIValue {
            .text((local?.contains(name) ?? true ? "" : elsewhere) + definitions + name)
        }

        func content(named name: String) -> APIValue {
            isWhole ? reference(to: name) : .text("\(name).schema.json")
        }
    }
}
