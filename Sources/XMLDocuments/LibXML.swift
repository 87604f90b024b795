import CLibXML2

/// What every parsing with libxml2 shares: the start of the library, the options, and how its errors are told.
enum LibXML {
    /// Initialises the library before any thread parses, and closes its one way to files and network:
    /// what it asks for is taken from the parts of the schema that is being compiled, or is not there.
    static let start: Void = {
        xmlInitParser()
        xmlSetExternalEntityLoader { address, _, context in
            guard let address else { return nil }
            return SchemaParts.input(for: String(cString: address), context)
        }
    }()

    /// No network, no texts of errors, and UTF-8 whatever the document says.
    static let options = Int32(
        XML_PARSE_NONET.rawValue | XML_PARSE_NOCDATA.rawValue | XML_PARSE_NOERROR.rawValue
            | XML_PARSE_NOWARNING.rawValue | XML_PARSE_IGNORE_ENC.rawValue | XML_PARSE_BIG_LINES.rawValue)

    /// Ends the parsing at the first fatal error.
    ///
    /// libxml2 would else go on looking for more errors, in markup where the scan and libxml2 no longer agree on what a start
    /// tag is; 40,000 attributes could hide behind a broken comment. It hands its context over as the user data.
    static let stopAtFatalError: xmlStructuredErrorFunc = { context, error in
        guard let context, let error, error.pointee.level == XML_ERR_FATAL else { return }
        xmlStopParser(context.assumingMemoryBound(to: xmlParserCtxt.self))
    }

    /// What the last error of a parsing was.
    static func failure(of context: xmlParserCtxtPtr) -> XMLFailure {
        guard let error = xmlCtxtGetLastError(context) else { return .malformed(line: 1) }
        let line = max(1, Int(error.pointee.line))
        return switch xmlParserErrors(rawValue: UInt32(bitPattern: error.pointee.code)) {
        case XML_ERR_UNDECLARED_ENTITY: .undeclaredEntity(line: line)
        case XML_ERR_INVALID_CHAR: .forbiddenCharacter(line: line)
        default: .malformed(line: line)
        }
    }

    /// Holds bytes to the limits before libxml2 sees them.
    static func check(_ bytes: Span<UInt8>, limits: XMLLimits) throws(XMLFailure) {
        var place = 0
        while place < bytes.count, bytes[place].isXMLSpace { place += 1 }
        guard place < bytes.count else { throw .empty }
        try StartTagScan.run(bytes, limits: limits)
        // A NUL behind the root element is the end of the document to libxml2, which would lose what follows.
        let nul = StartTagScan.index(of: 0, from: 0, bytes)
        guard nul == bytes.count else { throw .forbiddenCharacter(line: StartTagScan.line(at: nul, bytes)) }
    }
}

extension UInt8 {
    /// Whether the byte is white space by XML 1.0 §2.3.
    var isXMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
