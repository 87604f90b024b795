internal import MessageFormats

extension Shape {
    /// The JSON Schema of a value, with what OpenAPI needs to write it as XML.
    var schema: APIValue { .object(keywords) }

    /// The keywords of the schema, in the order in which they are written.
    var keywords: [(String, APIValue)] {
        switch self {
        case .defined(let name): [("$ref", .text(Self.place(of: name)))]
        case .text(let length):
            [
                ("type", .text("string")), ("minLength", .integer(length.lowerBound)),
                ("maxLength", .integer(length.upperBound)), ("pattern", .text(Self.notBlank)),
            ]
        case .anyText: [("type", .text("string"))]
        case .pattern(let pattern): [("type", .text("string")), ("pattern", .text("^(\(pattern))$"))]
        case .word(let words):
            [("type", .text("string")), ("enum", .list(item: "item", words.map(APIValue.text)))]
        case .number(let range):
            [
                ("type", .text("integer")), ("minimum", .integer(range.lowerBound)),
                ("maximum", .integer(range.upperBound)),
            ]
        case .count: [("type", .text("integer")), ("minimum", .integer(0))]
        case .boolean: [("type", .text("boolean"))]
        case .list(let item, let shape, let count): Self.list(of: shape, item, count)
        case .object(let object): [("$ref", .text(Self.place(of: object.name)))]
        case .members: [("type", .text("object"))]
        case .either(let shapes): [("anyOf", .list(item: "choice", shapes.map(\.schema)))]
        case .message: [("$ref", .text(Self.place(of: "Message")))]
        }
    }

    /// The same, where `null` says that there is no value.
    fileprivate var keywordsOrNull: [(String, APIValue)] {
        switch self {
        case .text, .anyText, .pattern, .number, .count, .boolean, .list, .members:
            return keywords.map { name, value in
                guard name == "type" else { return (name, value) }
                return (name, .list(item: "type", [value, .text("null")]))
            }
        case .defined, .word, .object, .either, .message:
            return [("anyOf", .list(item: "choice", [schema, .object([("type", .text("null"))])]))]
        }
    }

    /// A text that XML can hold as well as JSON, with at least one character that is no white space.
    ///
    /// Source: XML 1.0 §2.2; Unicode, property White_Space, written out since dialects differ about `\\s`.
    private static let notBlank: String = {
        let forbidden = "\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\uFFFE\\uFFFF"
        let white = "\\u0009\\u000A\\u000D \\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000"
        return "^[^\(forbidden)]*[^\(forbidden)\(white)][^\(forbidden)]*$"
    }()

    /// Where a definition stands in the document.
    static func place(of name: String) -> String { "#/components/schemas/\(name)" }

    /// The objects that this value is made of, each before those that stand in it.
    var objects: [ObjectShape] {
        switch self {
        case .object(let object): [object] + object.members.flatMap(\.shape.objects)
        case .list(_, let shape, _): shape.objects
        case .either(let shapes): shapes.flatMap(\.objects)
        case .defined, .text, .anyText, .pattern, .word, .number, .count, .boolean, .members, .message: []
        }
    }

    private static func list(of shape: Shape, _ item: String, _ count: ClosedRange<Int>?) -> [(String, APIValue)] {
        let name: [(String, APIValue)] = [("xml", .object([("name", .text(item))]))]
        let bounds: [(String, APIValue)] =
            count.map { [("minItems", .integer($0.lowerBound)), ("maxItems", .integer($0.upperBound))] } ?? []
        return [("type", .text("array")), ("items", .object(shape.keywords + name))] + bounds
            + [("xml", .object([("wrapped", .boolean(true))]))]
    }
}

extension ObjectShape {
    /// The JSON Schema of the object.
    var schema: APIValue {
        var keywords: [(String, APIValue)] = [
            ("type", .text("object")), ("properties", .object(members.map { ($0.name, property($0)) })),
        ]
        let required = members.filter(\.isRequired)
        if !required.isEmpty {
            keywords.append(("required", .list(item: "item", required.map { .text($0.name) })))
        }
        if author == .caller { keywords.append(("additionalProperties", .boolean(false))) }
        if let root {
            keywords.append(
                ("xml", .object([("name", .text(root)), ("namespace", .text(namespace.rawValue))])))
        }
        return .object(keywords)
    }

    private func property(_ member: Member) -> APIValue {
        let words: [(String, APIValue)] = member.words.isEmpty ? [] : [("description", .text(member.words))]
        guard author == .caller, !member.isRequired else { return .object(words + member.shape.keywords) }
        return .object(words + member.shape.keywordsOrNull)
    }
}
