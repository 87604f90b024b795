import MessageFormats
import Testing
import XMLDocuments

/// libxml2's own validation against the XSD that the catalogue exports: it shares the declarations with us, not the reading.
enum SchemaReferee {
    private static let schema: XMLSchema? = {
        let files = Dictionary(
            SchemaExport.files().map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
        return files["message.xsd"].flatMap { XMLSchema.compile($0, parts: files) }
    }()

    /// Whether the catalogue makes a schema that libxml2 compiles.
    static var isCompiled: Bool { schema != nil }

    /// Whether the XSD refuses a document that is well-formed.
    static func refuses(_ xml: String) throws -> Bool {
        !(try #require(schema).validate(try XMLDocument.parse(Array(xml.utf8))).isEmpty)
    }
}
