import CLibXML2
package import WireTapes

/// Reads documents onto a tape in one pass of libxml2's events, with all the limits of `XMLDocument.parse`.
///
/// It keeps libxml2's context with its dictionary of names from document to document. Not for two tasks at once.
package final class XMLTapeReader {
    /// Names that libxml2's dictionary may hold before it is made anew; the names of all declarations are some hundreds.
    private static let dictionaryNames = 4096

    private let builder: UnsafeMutablePointer<XMLTapeBuilder>
    private let limits: XMLLimits
    private var context: xmlParserCtxtPtr?

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - names: The names whose numbers the nodes have.
    ///   - namespaces: The namespaces whose places the nodes have, at most 255.
    ///   - limits: What is refused before libxml2 sees it.
    package init(names: NameTable, namespaces: [String], limits: XMLLimits = XMLLimits()) {
        LibXML.start
        self.limits = limits
        builder = .allocate(capacity: 1)
        builder.initialize(to: XMLTapeBuilder(names: names, namespaces: namespaces))
    }

    deinit {
        xmlFreeParserCtxt(context)
        builder.deinitialize(count: 1)
        builder.deallocate()
    }

    /// Reads a document that is in UTF-8 already; an encoding that its declaration names is passed over.
    ///
    /// - Parameters:
    ///   - bytes: The document in UTF-8 without BOM.
    ///   - tape: Takes the elements; what was on it is gone, also when the document cannot be read.
    /// - Throws: Why it cannot be read; the same as `XMLDocument.parse` says.
    package func read(_ bytes: [UInt8], onto tape: inout WireTape) throws(XMLFailure) {
        tape.removeAll()
        try LibXML.check(bytes.span, limits: limits)
        guard let context = try freshContext() else { throw .tooLarge }
        swap(&builder.pointee.tape, &tape)
        defer { swap(&builder.pointee.tape, &tape) }
        builder.pointee.begin()
        bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                // The events build no document, so none comes back.
                _ = xmlCtxtReadMemory(
                    context, characters.baseAddress, Int32(characters.count), nil, "UTF-8", LibXML.options)
            }
        }
        if let line = builder.pointee.refusedLine { throw .malformed(line: line) }
        guard !builder.pointee.hasDocumentType else { throw .doctype(line: 1) }
        // libxml2 forgives a prefix that nothing declares; Namespaces in XML 1.0 §5 does not.
        guard context.pointee.wellFormed == 1, context.pointee.nsWellFormed == 1, builder.pointee.isWhole else {
            throw LibXML.failure(of: context)
        }
    }

    /// The context for the next document: the old one, unless strange names have filled its dictionary.
    private func freshContext() throws(XMLFailure) -> xmlParserCtxtPtr? {
        if let context, Int(xmlDictSize(context.pointee.dict)) <= Self.dictionaryNames { return context }
        xmlFreeParserCtxt(context)
        builder.pointee.forgetNames()
        context = xmlNewParserCtxt()
        guard let context else { return nil }
        context.pointee.sax.pointee = Self.handler
        // libxml2 does not touch this member; its events find the builder by it.
        context.pointee._private = UnsafeMutableRawPointer(builder)
        return context
    }

    /// The events that are heard; the context comes with each as the user data.
    private static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { parser, name, _, namespace, _, _, count, _, attributes in
            guard let context = xmlParserCtxtPtr(parser), let name else { return }
            let isPlain = count == 0 || XMLTapeBuilder.areHints(attributes, count: Int(count))
            context.builder?.pointee.start(name, namespace, hasAttributes: !isPlain, line: context.line)
        }
        handler.endElementNs = { parser, _, _, _ in
            xmlParserCtxtPtr(parser)?.builder?.pointee.end()
        }
        handler.characters = text
        // The same function, so that libxml2 does not guess which white space means nothing.
        handler.ignorableWhitespace = text
        handler.internalSubset = { parser, _, _, _ in
            guard let context = xmlParserCtxtPtr(parser) else { return }
            context.builder?.pointee.hasDocumentType = true
            xmlStopParser(context)
        }
        handler.serror = LibXML.stopAtFatalError
        return handler
    }

    private static let text: charactersSAXFunc = { parser, characters, count in
        guard let context = xmlParserCtxtPtr(parser), let builder = context.builder, let characters, count > 0 else {
            return
        }
        // libxml2 says how many bytes stand at the pointer, which is good until the event ends.
        builder.pointee.add(UnsafeBufferPointer(start: characters, count: Int(count)))
        if builder.pointee.isTextTooLong {
            builder.pointee.refusedLine = context.line
            xmlStopParser(context)
        }
    }
}

extension xmlParserCtxtPtr {
    /// The context that an event came from.
    fileprivate init?(_ userData: UnsafeMutableRawPointer?) {
        guard let userData else { return nil }
        self = userData.assumingMemoryBound(to: xmlParserCtxt.self)
    }

    /// Where the events of the context go.
    fileprivate var builder: UnsafeMutablePointer<XMLTapeBuilder>? {
        pointee._private?.assumingMemoryBound(to: XMLTapeBuilder.self)
    }

    /// The line where the parsing is, counted from 1.
    fileprivate var line: Int { Int(pointee.input?.pointee.line ?? 1) }
}
