import Messages

/// The schemas that follow from the catalogue, as the files of `schemas/`.
package enum SchemaExport {
    /// Every file with its path below `schemas/`: `message.xsd`, `parts.xsd`, `TYPE.xsd`, and the same as `.schema.json`.
    package static func files() -> [(path: String, bytes: [UInt8])] {
        let inventory = SchemaInventory.standard
        return xmlSchemas(inventory) + jsonSchemas(inventory)
    }

    /// The JSON Schemas as the definitions of an OpenAPI document, which is to stand alone.
    ///
    /// They refer to each other by `#/components/schemas/NAME`; the envelope is `Message`.
    package static func openAPIComponents() -> [(name: String, schema: APIValue)] {
        JSONSchemaComponents.components(.standard)
    }

    private static func xmlSchemas(_ inventory: SchemaInventory) -> [(path: String, bytes: [UInt8])] {
        let types = inventory.types.map { type, section in
            (
                path: "\(type.name).xsd",
                text: XSDComponents.file(
                    includes: ["parts.xsd"], title: type.title, body: XSDComponents.section(section))
            )
        }
        let envelope = XSDComponents.file(
            includes: ["parts.xsd"] + types.map(\.path), title: "Meddelanden, namnrymd \(MessageNamespace.uri)",
            body: XSDComponents.envelopeBody)
        let parts = XSDComponents.file(title: "Gemensamma delar", body: XSDComponents.sharedBody(inventory))
        return ([(path: "message.xsd", text: envelope), (path: "parts.xsd", text: parts)] + types)
            .map { (path: $0.path, bytes: Array($0.text.utf8)) }
    }

    private static func jsonSchemas(_ inventory: SchemaInventory) -> [(path: String, bytes: [UInt8])] {
        let types = inventory.types.map { type, section in
            (path: "\(type.name).schema.json", value: JSONSchemaComponents.content(type, section))
        }
        let envelope = (path: "message.schema.json", value: JSONSchemaComponents.envelope())
        let parts = (path: "parts.schema.json", value: JSONSchemaComponents.parts(inventory))
        return ([envelope, parts] + types).map { file in
            (path: file.path, bytes: APIDocument(root: "schema", file.value).bytes(as: .json, layout: .indented))
        }
    }
}
