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
        guard bytes.contains(where: { !$0.isXMLSpace }) else { throw .empty }
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<XMLDocument, XMLFailure> in
            do throws(XMLFailure) {
                var scan = StartTagScan(buffer, limits: limits)
                try scan.run()
                return .success(try parse(scanned: buffer))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func parse(scanned buffer: UnsafeBufferPointer<UInt8>) throws(XMLFailure) -> XMLDocument {
        guard let context = xmlNewParserCtxt() else { throw .tooLarge }
        defer { xmlFreeParserCtxt(context) }
        context.pointee.sax.pointee.serror = stopAtFatalError
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_NOCDATA.rawValue | XML_PARSE_NOERROR.rawValue
            | XML_PARSE_NOWARNING.rawValue | XML_PARSE_IGNORE_ENC.rawValue | XML_PARSE_BIG_LINES.rawValue
        let document = buffer.withMemoryRebound(to: CChar.self) { characters in
            xmlCtxtReadMemory(context, characters.baseAddress, Int32(characters.count), nil, "UTF-8", Int32(options))
        }
        // libxml2 forgives a prefix that nothing declares; Namespaces in XML 1.0 §5 does not.
        guard let document, context.pointee.nsWellFormed == 1 else {
            xmlFreeDoc(document)
            throw failure(of: context)
        }
        guard document.pointee.intSubset == nil, let root = xmlDocGetRootElement(document) else {
            xmlFreeDoc(document)
            throw .doctype(line: 1)
        }
        let parsed = XMLDocument(owning: document, root: root)
        SchemaHints.remove(below: root)
        return parsed
    }

    /// Ends the parsing at the first fatal error.
    ///
    /// libxml2 would else go on looking for more errors, in markup where the scan and libxml2 no longer agree on what a start
    /// tag is; 40,000 attributes could hide behind a broken comment. It hands its context over as the user data.
    private static let stopAtFatalError: xmlStructuredErrorFunc = { context, error in
        guard let context, let error, error.pointee.level == XML_ERR_FATAL else { return }
        xmlStopParser(context.assumingMemoryBound(to: xmlParserCtxt.self))
    }

    private static func failure(of context: xmlParserCtxtPtr) -> XMLFailure {
        guard let error = xmlCtxtGetLastError(context) else { return .malformed(line: 1) }
        let line = max(1, Int(error.pointee.line))
        return switch xmlParserErrors(rawValue: UInt32(bitPattern: error.pointee.code)) {
        case XML_ERR_UNDECLARED_ENTITY: .undeclaredEntity(line: line)
        case XML_ERR_INVALID_CHAR: .forbiddenCharacter(line: line)
        default: .malformed(line: line)
        }
    }
}

extension UInt8 {
    /// Whether the byte is white space by XML 1.0 §2.3.
    var isXMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
