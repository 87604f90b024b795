internal import Digests
internal import Foundation
package import MessageFormats
internal import Messages

/// The catalogue's pages and schemas as they are served: made once, the same for everybody.
package struct DocumentationPages: Sendable {
    /// One file with what a browser needs to know of it.
    struct Page: Sendable {
        let bytes: [UInt8]
        let mediaType: String
        /// The validator of its bytes, with the quotation marks.
        ///
        /// Source: RFC 9110 §8.8.3.
        let etag: String
    }

    /// Those of the catalogue that the gateway knows.
    package static let standard = DocumentationPages(
        pages: SchemaExport.pages(of: .standard, schemas: "schemas/"), schemas: SchemaExport.schemas(of: .standard))

    /// By their names: `catalogue.html`.
    let pages: [String: Page]
    /// By their names: `message.xsd`.
    let schemas: [String: Page]
    /// What a browser may load with the page: its own style, known by its hash, and nothing else.
    ///
    /// Source: Content Security Policy Level 3 §2.3.1, hash-source.
    let policy: String

    /// Takes files by their paths.
    package init(pages: [SchemaExport.File], schemas: [SchemaExport.File]) {
        self.pages = Self.pages(pages)
        self.schemas = Self.pages(schemas)
        let style = Data(SHA256.hash(Array(CatalogueStyle.css.utf8))).base64EncodedString()
        policy =
            "default-src 'none'; style-src 'sha256-\(style)'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }

    private static func pages(_ files: [SchemaExport.File]) -> [String: Page] {
        Dictionary(
            files.map { path, bytes in
                let digest = HexText.of(SHA256.hash(bytes).prefix(Limits.etagBytes))
                return (path, Page(bytes: bytes, mediaType: mediaType(of: path), etag: "\"\(digest)\""))
            }, uniquingKeysWith: { first, _ in first })
    }

    private static func mediaType(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "md": "text/markdown; charset=utf-8"
        case "xsd": "application/xml"
        default: "application/schema+json"
        }
    }
}
