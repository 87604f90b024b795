import Messages
import XMLDocuments

@testable import MessageFormats

/// The XSD of all messages as one compiled schema, made of the same components as the exported files: libxml2 as the referee.
enum EnvelopeSchema {
    private static let compiled = XMLSchema.compile(Array(XSDComponents.wholeSchema(.standard).utf8))

    /// Names that may be printed: those that the schema declares.
    private static let knownNames: Set<String> = {
        var names: Set<String> = ["message", "content"]
        names.formUnion(MessageCatalogue.standard.types.map(\.elementName))
        for part in SchemaInventory.standard.parts {
            for field in part.fields {
                names.insert(field.name)
                if case .list(let item, _, _) = field.type { names.insert(item) }
            }
        }
        names.formUnion(Head.fields.map(\.name))
        names.insert("receiver")
        return names
    }()

    /// Whether the catalogue makes a schema that libxml2 compiles.
    static var isCompiled: Bool { compiled != nil }

    /// What libxml2 says against a document, without its texts, which hold values.
    static func problems(of document: XMLDocument) -> [Problem] {
        guard let compiled else {
            return [Problem(.internalError, detail: "The schema of the catalogue does not compile.")]
        }
        return compiled.validate(document).map { finding in
            let path = finding.path.map { step in
                let name = knownNames.contains(step.name) ? step.name : "*"
                return step.number.map { "/\(name)[\($0)]" } ?? "/\(name)"
            }
            return Problem(.schemaViolation, path: path.joined(), line: finding.line)
        }
    }
}
