import CLibXML2

/// Reads documents in one pass of libxml2's events, with all the limits of `XMLDocument.parse`, and builds no tree.
///
/// It keeps libxml2's context with its dictionary of names from document to document. Not for two tasks at once.
package final class XMLOutliner {
    /// Names that libxml2's dictionary may hold before it is made anew; the names of all declarations are some hundreds.
    private static let dictionaryNames = 4096

    private let builder: UnsafeMutablePointer<XMLOutlineBuilder>
    private let limits: XMLLimits
    private var context: xmlParserCtxtPtr?
    /// The document as libxml2 gets it: with a zero behind it.
    private var source: [UInt8] = []

    /// Makes an outliner.
    ///
    /// - Parameters:
    ///   - namespaces: The namespaces whose places the elements have, at most 255.
    ///   - limits: What is refused before libxml2 sees it.
    package init(namespaces: [String], limits: XMLLimits = XMLLimits()) {
        LibXML.start
        self.limits = limits
        builder = .allocate(capacity: 1)
        builder.initialize(to: XMLOutlineBuilder(namespaces: namespaces, limits: limits))
    }

    deinit {
        xmlFreeParserCtxt(context)
        builder.deinitialize(count: 1)
        builder.deallocate()
    }

    /// The document that was read last; of one that could not be read, as far as it went.
    package var outline: XMLOutline { builder.pointee.outline }

    /// Reads a document that is in UTF-8 already; an encoding that its declaration names is passed over.
    ///
    /// - Parameter bytes: The document in UTF-8 without BOM.
    /// - Throws: Why it cannot be read; the same as `XMLDocument.parse` says.
    package func read(_ bytes: [UInt8]) throws(XMLFailure) {
        builder.pointee.begin()
        try LibXML.check(bytes.span, limits: limits)
        guard let context = freshContext(), let encoding = xmlStrdup("UTF-8") else { throw .tooLarge }
        xmlCtxtUseOptions(context, LibXML.options)
        // libxml2 would else guess from the first bytes; it frees the name when the context is reset.
        context.pointee.encoding = UnsafePointer(encoding)
        source.removeAll(keepingCapacity: true)
        source += bytes
        source.append(0)
        source.withUnsafeBufferPointer { Self.parse($0, context) }
        // Also the input goes, which points into memory that changes with the next document.
        defer { xmlCtxtReset(context) }
        if let line = builder.pointee.refusedLine { throw .malformed(line: line) }
        guard !builder.pointee.hasDocumentType else { throw .doctype(line: 1) }
        // libxml2 forgives a prefix that nothing declares; Namespaces in XML 1.0 §5 does not.
        guard context.pointee.wellFormed == 1, context.pointee.nsWellFormed == 1, builder.pointee.isWhole else {
            throw LibXML.failure(of: context)
        }
    }

    /// Parses a document where it is; by the zero behind it libxml2 knows the end.
    private static func parse(_ source: UnsafeBufferPointer<UInt8>, _ context: xmlParserCtxtPtr) {
        guard let stream = xmlNewInputStream(context), let start = source.baseAddress else { return }
        stream.pointee.base = start
        stream.pointee.cur = start
        stream.pointee.end = start + source.count - 1
        stream.pointee.length = Int32(truncatingIfNeeded: source.count - 1)
        inputPush(context, stream)
        // The events build no document, so none comes back.
        xmlParseDocument(context)
    }

    /// The context for the next document: the old one, unless strange names have filled its dictionary.
    private func freshContext() -> xmlParserCtxtPtr? {
        if let context, Int(xmlDictSize(context.pointee.dict)) <= Self.dictionaryNames { return context }
        xmlFreeParserCtxt(context)
        builder.pointee.forgetNamespace()
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
            let isPlain = count == 0 || XMLOutlineBuilder.areHints(attributes, count: Int(count))
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
        guard !builder.pointee.add(UnsafeBufferPointer(start: characters, count: Int(count))) else { return }
        builder.pointee.refusedLine = context.line
        xmlStopParser(context)
    }
}

extension xmlParserCtxtPtr {
    /// The context that an event came from.
    fileprivate init?(_ userData: UnsafeMutableRawPointer?) {
        guard let userData else { return nil }
        self = userData.assumingMemoryBound(to: xmlParserCtxt.self)
    }

    /// Where the events of the context go.
    fileprivate var builder: UnsafeMutablePointer<XMLOutlineBuilder>? {
        pointee._private?.assumingMemoryBound(to: XMLOutlineBuilder.self)
    }

    /// The line where the parsing is, counted from 1.
    fileprivate var line: Int { Int(pointee.input?.pointee.line ?? 1) }
}
