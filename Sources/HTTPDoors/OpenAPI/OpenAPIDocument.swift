internal import MessageFormats
internal import Messages

/// The description of the API, made of the signs on the doors.
///
/// It stands alone: the schemas of the messages are in it. Source: OpenAPI 3.1.1.
package struct OpenAPIDocument: Sendable {
    private let signs: [DoorSign]
    private let version: String

    /// Takes the signs of all doors, and the version of the product.
    package init(_ signs: [DoorSign], version: String) {
        self.signs = signs
        self.version = version
    }

    /// The document as JSON, indented, with a line feed at the end.
    package var bytes: [UInt8] {
        APIDocument(root: "openapi", value).bytes(as: .json, layout: .indented)
    }

    private var value: APIValue {
        .object([
            ("openapi", .text("3.1.1")), ("info", info), ("paths", .object(paths)),
            (
                "components",
                .object([
                    ("schemas", .object(schemas)), ("responses", .object(OpenAPIRefusals.shared)),
                    ("parameters", .object(OpenAPIOperation.shared)),
                    ("securitySchemes", .object([("bearer", Self.bearer), ("certificate", Self.certificate)])),
                ])
            ),
        ])
    }

    private var info: APIValue {
        .object([
            ("title", .text("Växel")), ("version", .text(version)),
            (
                "description",
                .text(
                    """
                    A message gateway between hospitals, municipalities and 1177. Answers are JSON or XML, as `Accept` asks; \
                    in XML the names are the same, in `urn:vaxel:api:1`, with messages in `urn:vaxel:message:1` by the XSDs \
                    of the product. Any path answers another method with 405 and `Allow`; `HEAD` is answered where `GET` \
                    is. What a caller sends is refused when it holds more than is described here; answers may grow. The rights \
                    that a call needs stand as the roles of its security requirement, one of several being enough.
                    """)
            ),
            ("license", .object([("name", .text("Apache-2.0")), ("identifier", .text("Apache-2.0"))])),
        ])
    }

    private static let bearer = APIValue.object([
        ("type", .text("http")), ("scheme", .text("bearer")),
        (
            "description",
            .text(
                """
                A token of a system, of 16 to 512 characters. Beside a client certificate it is refused.
                """)
        ),
    ])

    private static let certificate = APIValue.object([
        ("type", .text("mutualTLS")),
        (
            "description",
            .text(
                """
                Behind a TLS proxy, a client certificate whose serialNumber is the HSA-id of the system takes the place of the \
                token. A client sends no header for it, since the proxy alone names the certificate to the gateway.
                """)
        ),
    ])

    /// The paths in the order of their first door.
    private var paths: [(String, APIValue)] {
        var paths: [(path: String, operations: [(String, APIValue)])] = []
        for sign in signs {
            let operation = (sign.method.lowercased(), OpenAPIOperation(sign).value)
            if let index = paths.firstIndex(where: { $0.path == sign.pattern.description }) {
                paths[index].operations.append(operation)
            } else {
                paths.append((path: sign.pattern.description, operations: [operation]))
            }
        }
        return paths.map { ($0.path, .object($0.operations)) }
    }

    /// The objects of the API by their names, then the definitions of the messages.
    var schemas: [(String, APIValue)] {
        var known: Set<String> = []
        let objects = ([ObjectShape.problem] + signs.flatMap(\.objects)).flatMap { Shape.object($0).objects }
            .filter { known.insert($0.name).inserted }
            .map { ($0.name, $0.schema) }
        let codes = [
            ("ProblemCode", Self.codes(RejectionCode.all.filter { !$0.isWarning })),
            ("WarningCode", Self.codes(RejectionCode.all.filter(\.isWarning))),
        ]
        return objects + codes + SchemaExport.openAPIComponents().map { ($0.name, $0.schema) }
    }

    private static func codes(_ codes: [RejectionCode]) -> APIValue {
        .object([
            ("description", .text(codes.map { "\($0.text): \($0.english)" }.joined(separator: "\n"))),
            ("type", .text("string")), ("enum", .list(item: "item", codes.map { .text($0.text) })),
        ])
    }
}

extension DoorSign {
    /// The objects that its bodies are made of.
    fileprivate var objects: [ObjectShape] {
        let sent: [ObjectShape] = if case .object(let shape) = body { [shape] } else { [] }
        return answers.reduce(sent) { $0 + $1.content.objects }
    }
}

extension DoorAnswer.Content {
    fileprivate var objects: [ObjectShape] {
        switch self {
        case .object(let shape): [shape]
        case .oneOf(let shapes): shapes
        case .none, .text, .file, .description, .payload: []
        }
    }
}
