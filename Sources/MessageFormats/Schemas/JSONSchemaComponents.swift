import Messages

/// The JSON Schemas (2020-12) of the catalogue.
///
/// Two things cannot be said in JSON Schema: that a member may not come twice, and that `1.0` is not a whole number here.
enum JSONSchemaComponents {
    private static let dialect = "https://json-schema.org/draft/2020-12/schema"
    private static let base = "https://schemas.vaxel.example/1/"
    private static let partsFile = "parts.schema.json"
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
        return content(type, file: "\(type.name).schema.json", names, definitions(own(section, type), names))
    }

    /// `TYPE.v1.schema.json`: the content of an older version, which needs no other file, for what others share may be newer.
    static func olderContent(_ type: MessageType) -> APIValue {
        let inventory = SchemaInventory(types: [type], head: [])
        let section = inventory.types[0].section
        let scalars = inventory.scalars.map { ($0.name, scalar($0)) }
        let names = Names(
            local: Set(section.parts.map(\.name) + section.codeLists.map(\.name) + inventory.scalars.map(\.name)))
        return content(type, file: olderFile(type), names, scalars + definitions(own(section, type), names))
    }

    /// The name of the file of an older version.
    static func olderFile(_ type: MessageType) -> String { "\(type.name).v\(type.version).schema.json" }

    private static func own(_ section: SchemaInventory.Section, _ type: MessageType) -> SchemaInventory.Section {
        var own = section
        own.parts.removeAll { $0.name == type.content.name }
        return own
    }

    private static func content(
        _ type: MessageType, file: String, _ names: Names, _ definitions: [(String, APIValue)]
    ) -> APIValue {
        .object(
            header(file, type.title) + [("description", .text("\(type.englishTitle). \(type.summary)"))]
                + body(of: type.content.fields, names) + [("$defs", .object(definitions))])
    }

    /// `message.schema.json`: the envelope, which chooses the content by `type`, and by `version` where there are several.
    static func envelope(_ catalogue: MessageCatalogue) -> APIValue {
        let names = Names(local: [], elsewhere: partsFile)
        var members = body(of: Head.fields(of: catalogue), names)
        members = members.map { name, value in
            switch (name, value) {
            case ("properties", .object(let properties)):
                (name, .object(properties + [("content", .object([("type", .text("object"))]))]))
            case ("required", .list(let item, let required)): (name, .list(item: item, required + [.text("content")]))
            case (_, let value): (name, value)
            }
        }
        let chosen = catalogue.newestTypes.flatMap { choices(among: catalogue.versions(named: $0.name)) }
        return .object(
            header("message.schema.json", "Meddelande: huvud och innehåll")
                + [("description", .text("A message: head and content."))] + members
                + [("allOf", .list(item: "choice", chosen))])
    }

    /// What follows from the name of a type, and, where it has several versions, from the version too.
    private static func choices(among versions: [MessageType]) -> [APIValue] {
        guard let newest = versions.first else { return [] }
        let isThisType = ("type", APIValue.object([("const", .text(newest.name))]))
        let isKnown = (
            "version", APIValue.object([("enum", .list(item: "item", versions.map { .integer($0.version) }))])
        )
        guard versions.count > 1 else {
            return [choice(when: [isThisType], [isKnown], needs(of: newest, in: "\(newest.name).schema.json"))]
        }
        let each = versions.map { type in
            let isThisVersion = ("version", APIValue.object([("const", .integer(type.version))]))
            let file = type == newest ? "\(type.name).schema.json" : olderFile(type)
            return choice(when: [isThisType, isThisVersion], [], needs(of: type, in: file))
        }
        return [choice(when: [isThisType], [isKnown], ([], []))] + each
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

    /// What a type asks of the head and of the content.
    private static func needs(
        of type: MessageType, in file: String
    ) -> (properties: [(String, APIValue)], required: [String]) {
        let needs: [(String, MessageType.HeadNeed)] = [
            ("refersTo", type.refersTo), ("caseId", type.caseID), ("patient", type.patient),
        ]
        var properties: [(String, APIValue)] = [("content", .object([("$ref", .text(file))]))]
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
        let local: Set<String>
        /// The file of all other names; empty in that file itself.
        let elsewhere: String

        init(local: Set<String>) {
            self.local = local
            elsewhere = local.isEmpty ? "" : JSONSchemaComponents.partsFile
        }

        init(local: Set<String>, elsewhere: String) {
            self.local = local
            self.elsewhere = elsewhere
        }

        func reference(to name: String) -> APIValue {
            .text((local.contains(name) ? "" : elsewhere) + "#/$defs/\(name)")
        }
    }
}
