internal import AccessControl
internal import MessageFormats

/// One door as an operation of the description.
struct OpenAPIOperation {
    private let sign: DoorSign

    init(_ sign: DoorSign) {
        self.sign = sign
    }

    var value: APIValue {
        var members: [(String, APIValue)] = [
            ("operationId", .text(sign.name)), ("summary", .text(sign.summary)),
        ]
        if !parameters.isEmpty { members.append(("parameters", .list(item: "parameter", parameters))) }
        if let requestBody { members.append(("requestBody", requestBody)) }
        members += [
            ("responses", .object(responses)), ("security", .list(item: "choice", security)),
        ]
        return .object(members)
    }

    // MARK: What a call brings

    private var parameters: [APIValue] {
        let places = sign.pattern.places.map { name in
            Self.parameter(name, in: "path", isRequired: true, sign.places[name] ?? .anyText)
        }
        let query = sign.query.map { query in
            Self.parameter(query.name, in: "query", query.words, query.shape, default: query.fallback)
        }
        let headers = sign.headers.map { Self.parameter($0.name, in: "header", $0.words, $0.shape) }
        return places + query + headers + Self.headersOfAll.map { Self.reference(to: "parameters", $0.name) }
    }

    /// The header lines that any door heeds, for the components of the document.
    static var shared: [(String, APIValue)] {
        headersOfAll.map { ($0.name, parameter($0.name, in: "header", $0.words, $0.shape)) }
    }

    private static let headersOfAll: [HeaderSign] = [.givenRequestID, .language]

    private static func reference(to kind: String, _ name: String) -> APIValue {
        .object([("$ref", .text("#/components/\(kind)/\(name)"))])
    }

    private static func parameter(
        _ name: String, in place: String, _ words: String = "", isRequired: Bool = false, _ shape: Shape,
        default fallback: Int? = nil
    ) -> APIValue {
        let known: [(String, APIValue)] = fallback.map { [("default", .integer($0))] } ?? []
        return .object(
            [("name", .text(name)), ("in", .text(place))]
                + (words.isEmpty ? [] : [("description", .text(words))])
                + (isRequired ? [("required", .boolean(true))] : [])
                + [("schema", .object(shape.keywords + known))])
    }

    private var requestBody: APIValue? {
        switch sign.body {
        case .none: return nil
        case .messages(let maximum):
            let several = Shape.list(item: "message", .message, 1...maximum)
            return Self.body(
                isRequired: true, json: Shape.either([.message, several]).schema,
                xml: Self.inXML(
                    """
                    The element `message` of `urn:vaxel:message:1`, by `message.xsd`, or `messages` with up to \
                    \(maximum) of them.
                    """))
        case .object(let shape):
            let schema = Shape.object(shape).schema
            return Self.body(isRequired: shape.members.contains(where: \.isRequired), json: schema, xml: schema)
        }
    }

    private static func body(isRequired: Bool, json: APIValue, xml: APIValue) -> APIValue {
        .object([("required", .boolean(isRequired)), ("content", .object(bothForms(json, xml)))])
    }

    /// OpenAPI cannot say how a message looks in XML; the XSDs can.
    private static func inXML(_ words: String) -> APIValue { .object([("description", .text(words))]) }

    private static func bothForms(_ json: APIValue, _ xml: APIValue) -> [(String, APIValue)] {
        let xml = APIValue.object([("schema", xml)])
        return [("application/json", .object([("schema", json)])), ("application/xml", xml), ("text/xml", xml)]
    }

    // MARK: What is answered

    private var responses: [(String, APIValue)] {
        let answers = sign.answers.map { (String($0.status), answer($0)) }
        return answers + OpenAPIRefusals(sign).responses.map { (String($0.status), $0.value) }
    }

    private func answer(_ answer: DoorAnswer) -> APIValue {
        var members: [(String, APIValue)] = [("description", .text(answer.words))]
        let headers = (sign.isOpen ? [] : [HeaderSign.requestID]) + answer.headers
        if !headers.isEmpty { members.append(("headers", .object(headers.map { ($0.name, $0.value) }))) }
        let content = content(of: answer)
        if !content.isEmpty { members.append(("content", .object(content))) }
        return .object(members)
    }

    private func content(of answer: DoorAnswer) -> [(String, APIValue)] {
        switch answer.content {
        case .none: []
        case .object(let shape):
            Self.bothForms(Shape.object(shape).schema, Shape.object(shape).schema)
        case .oneOf(let shapes):
            Self.bothForms(
                Shape.either(shapes.map(Shape.object)).schema, Shape.either(shapes.map(Shape.object)).schema)
        case .text: [("text/plain", .object([("schema", Shape.anyText.schema)]))]
        case .file(let types):
            types.map { type in
                let shape = type.hasSuffix("json") ? Shape.members : .anyText
                return (type, .object([("schema", shape.schema)]))
            }
        case .description: [("application/json", .object([("schema", Shape.members.schema)]))]
        case .payload:
            Self.bothForms(
                Shape.message.schema, Self.inXML("The element `message` of `urn:vaxel:message:1`, as it was sent."))
        }
    }

    /// The rights as roles of the token, or of the certificate, one of several being enough; none at an open door.
    private var security: [APIValue] {
        let rights: [Right] =
            switch sign.access {
            case .open, .local: []
            case .right(let right): [right]
            case .anyRight(let rights): rights
            }
        return ["bearer", "certificate"].flatMap { scheme in
            rights.map { .object([(scheme, .list(item: "right", [.text($0.rawValue)]))]) }
        }
    }
}
