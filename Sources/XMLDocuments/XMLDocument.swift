import CLibXML2

/// A parsed XML document: the one entrance of XML into the program.
///
/// Nothing outside the bytes is ever read: no network, no files, no document type, no entities but the five. A class and not a
/// `~Copyable` owner, because elements that borrow from such an owner cannot be kept in arrays or enums without
/// lifetime annotations that Swift 6.3 has only as an experiment; each element holds the document instead. Not `Sendable`:
/// a document is read by the task that parsed it.
package final class XMLDocument {
    let pointer: UnsafeMutablePointer<xmlDoc>
    private let rootPointer: UnsafeMutablePointer<xmlNode>

    private init(owning pointer: UnsafeMutablePointer<xmlDoc>, root: UnsafeMutablePointer<xmlNode>) {
        self.pointer = pointer
        rootPointer = root
    }

    deinit {
        xmlFreeDoc(pointer)
    }

    /// The outermost element.
    package var root: XMLElement { XMLElement(node: rootPointer, document: self) }

    /// Parses a document that is in UTF-8 already; an encoding that its declaration names is passed over.
    ///
    /// Hints where a schema lies (`xsi:schemaLocation`) are dropped, so that no validator can follow them.
    ///
    /// - Parameters:
    ///   - bytes: The document in UTF-8 without BOM.
    ///   - limits: What is refused before libxml2 sees it.
    /// - Returns: The document.
    /// - Throws: Why it cannot be read; nothing is left behind.
    package static func parse(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws(XMLFailure) -> XMLDocument {
        LibXML.start
        try LibXML.check(bytes.span, limits: limits)
        guard let context = xmlNewParserCtxt() else { throw .tooLarge }
        defer { xmlFreeParserCtxt(context) }
        context.pointee.sax.pointee.serror = LibXML.stopAtFatalError
        let document = bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                xmlCtxtReadMemory(
                    context, characters.baseAddress, Int32(characters.count), nil, "UTF-8", LibXML.options)
            }
        }
        // libxml2 forgives a prefix that nothing declares; Namespaces in XML 1.0 §5 does not.
        guard let document, context.pointee.nsWellFormed == 1 else {
            xmlFreeDoc(document)
            throw LibXML.failure(of: context)
        }
        guard document.pointee.intSubset == nil, let root = xmlDocGetRootElement(document) else {
            xmlFreeDoc(document)
            throw .doctype(line: 1)
        }
        let parsed = XMLDocument(owning: document, root: root)
        SchemaHints.remove(below: root)
        return parsed
    }
}
