package import Messages

/// What follows from a catalogue for its readers, as the files of `schemas/`.
package enum SchemaExport {
    /// A file with its path below `schemas/`.
    package typealias File = (path: String, bytes: [UInt8])

    /// The schemas and the pages of the catalogue that the gateway knows.
    package static func files() -> [File] {
        schemas(of: .standard) + pages(of: .standard)
    }

    /// The schemas of a catalogue: `message.xsd`, `parts.xsd`, `TYPE.xsd`, and the same as `.schema.json`.
    ///
    /// They tell the newest version of each type. An older one has `TYPE.v1.xsd`, the schema of a whole message, for XML Schema
    /// cannot choose by a number in the message; and `TYPE.v1.schema.json`, which `message.schema.json` chooses by `version`.
    package static func schemas(of catalogue: MessageCatalogue) -> [File] {
        let inventory = SchemaInventory(catalogue)
        let older = catalogue.olderTypes
        return xmlSchemas(inventory) + older.map(olderXMLSchema) + jsonSchemas(inventory, catalogue)
            + older.map {
                file("\(JSONSchemaComponents.olderName($0)).schema.json", JSONSchemaComponents.olderContent($0))
            }
    }

    /// The catalogue for people: `catalogue.html` and `catalogue.md`.
    ///
    /// - Parameters:
    ///   - catalogue: whose types are told.
    ///   - schemas: the way from the pages to the schema files: empty, or a folder with its slash.
    /// - Returns: both files.
    package static func pages(of catalogue: MessageCatalogue, schemas: String = "") -> [File] {
        let book = CatalogueBook(catalogue)
        return [
            ("catalogue.html", Array(CataloguePage.html(book, schemas: schemas).utf8)),
            ("catalogue.md", Array(CatalogueMarkdown.text(book, schemas: schemas).utf8)),
        ]
    }

    /// The JSON Schemas as the definitions of an OpenAPI document, which is to stand alone.
    ///
    /// They refer to each other by `#/components/schemas/NAME`; the envelope is `Message`.
    package static func openAPIComponents() -> [(name: String, schema: APIValue)] {
        JSONSchemaComponents.components(.standard)
    }

    private static func xmlSchemas(_ inventory: SchemaInventory) -> [File] {
        let types = inventory.types.map { type, section in
            (
                path: "\(type.name).xsd",
                text: XSDComponents.file(
                    includes: ["parts.xsd"], title: words(of: type), body: XSDComponents.section(section))
            )
        }
        let envelope = XSDComponents.file(
            includes: ["parts.xsd"] + types.map(\.path),
            title: ("Meddelanden, namnrymd \(MessageNamespace.uri)", "Messages, namespace \(MessageNamespace.uri)."),
            body: XSDComponents.envelopeBody(inventory))
        let parts = XSDComponents.file(
            title: ("Gemensamma delar", "What several types share."), body: XSDComponents.sharedBody(inventory))
        return ([(path: "message.xsd", text: envelope), (path: "parts.xsd", text: parts)] + types)
            .map { (path: $0.path, bytes: Array($0.text.utf8)) }
    }

    private static func olderXMLSchema(_ type: MessageType) -> File {
        let inventory = SchemaInventory(MessageCatalogue([type]))
        let words: XSDComponents.Words = (
            "\(type.title), version \(type.version): hela meddelandet",
            "\(type.englishTitle), version \(type.version): the whole message."
        )
        return (
            "\(JSONSchemaComponents.olderName(type)).xsd",
            Array(XSDComponents.wholeSchema(inventory, title: words).utf8)
        )
    }

    private static func jsonSchemas(_ inventory: SchemaInventory, _ catalogue: MessageCatalogue) -> [File] {
        [
            file("message.schema.json", JSONSchemaComponents.envelope(catalogue)),
            file("parts.schema.json", JSONSchemaComponents.parts(inventory)),
        ]
            + inventory.types.map { type, section in
                file("\(type.name).schema.json", JSONSchemaComponents.content(type, section))
            }
    }

    private static func file(_ path: String, _ schema: APIValue) -> File {
        (path, APIDocument(root: "schema", schema).bytes(as: .json, layout: .indented))
    }

    private static func words(of type: MessageType) -> XSDComponents.Words {
        (type.title, "\(type.englishTitle), version \(type.version). \(type.summary)")
    }
}
