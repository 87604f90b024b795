import CLibXML2

/// A compiled XML Schema 1.0, to be shared.
///
/// `@unchecked Sendable`: libxml2 only reads a compiled schema while it validates, with a context made for each call; the one
/// thing that would write to it, following `xsi:schemaLocation`, cannot happen, for the parser drops those attributes. The
/// pointer is set once and freed when nobody holds the schema.
/// Source: https://gnome.pages.gitlab.gnome.org/libxml2/html/xmlschemas_8h.html
package final class XMLSchema: @unchecked Sendable {
    private let pointer: xmlSchemaPtr

    private init(owning pointer: xmlSchemaPtr) {
        self.pointer = pointer
    }

    deinit {
        xmlSchemaFree(pointer)
    }

    /// Compiles a schema.
    ///
    /// Nothing is fetched: what the schema includes or imports must be among the parts.
    ///
    /// - Parameters:
    ///   - xsd: The schema.
    ///   - parts: What it includes and imports, by file name: the last part of each `schemaLocation`.
    /// - Returns: The schema; nil when it is none, or when a part is missing.
    package static func compile(_ xsd: [UInt8], parts: [String: [UInt8]] = [:]) -> XMLSchema? {
        LibXML.start
        return SchemaParts.withParts(parts) {
            xsd.withUnsafeBytes { buffer in
                guard let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                    let context = xmlSchemaNewMemParserCtxt(base, Int32(buffer.count))
                else { return nil }
                defer { xmlSchemaFreeParserCtxt(context) }
                xmlSchemaSetParserStructuredErrors(context, { _, _ in }, nil)
                return xmlSchemaParse(context).map { XMLSchema(owning: $0) }
            }
        }
    }

    /// Holds a document to the schema; empty when it is valid.
    ///
    /// At most 100 findings are told, in the order of the document. May be called from several threads at once.
    package func validate(_ document: XMLDocument) -> [XMLSchemaFinding] {
        guard let context = xmlSchemaNewValidCtxt(pointer) else { return [.unplaced] }
        defer { xmlSchemaFreeValidCtxt(context) }
        let collector = FindingCollector()
        let verdict = withExtendedLifetime(collector) {
            xmlSchemaSetValidStructuredErrors(
                context,
                { collector, error in
                    guard let collector, let error else { return }
                    Unmanaged<FindingCollector>.fromOpaque(collector).takeUnretainedValue()
                        .add(code: error.pointee.code, node: error.pointee.node, line: Int(error.pointee.line))
                }, Unmanaged.passUnretained(collector).toOpaque())
            return xmlSchemaValidateDoc(context, document.pointer)
        }
        return verdict != 0 && collector.findings.isEmpty ? [.unplaced] : collector.findings
    }
}

/// Takes libxml2's errors while one document is validated, without their texts, which hold values.
private final class FindingCollector {
    private static let maximum = 100
    private(set) var findings: [XMLSchemaFinding] = []

    func add(code: Int32, node: UnsafeMutableRawPointer?, line: Int) {
        guard findings.count < Self.maximum else { return }
        let node = node?.assumingMemoryBound(to: xmlNode.self)
        findings.append(
            XMLSchemaFinding(
                line: max(1, node.map { xmlGetLineNo($0) } ?? line), path: node.map(XMLSchemaFinding.path) ?? [],
                kind: XMLSchemaFinding.Kind(code: xmlParserErrors(rawValue: UInt32(bitPattern: code)))))
    }
}
