import Messages
import XMLDocuments

/// XML from outside: the charset step, then the one entrance of XML.
enum XMLSource {
    /// Parses a document in any of the character sets that are read.
    static func parse(_ bytes: [UInt8], charset: String?) throws(Rejection) -> XMLDocument {
        let utf8 = try Charset.utf8(ofXML: bytes, httpCharset: charset)
        do {
            return try XMLDocument.parse(utf8)
        } catch {
            throw rejection(of: error)
        }
    }

    /// The root element with all in it.
    static func node(of bytes: [UInt8], charset: String?) throws(Rejection) -> WireNode {
        WireNode(try parse(bytes, charset: charset).root)
    }

    private static func rejection(of failure: XMLFailure) -> Rejection {
        switch failure {
        case .empty: Rejection(.emptyBody)
        case .malformed(let line): Rejection(Problem(.xmlNotWellFormed, line: line))
        case .forbiddenCharacter(let line): Rejection(Problem(.forbiddenCharacter, line: line))
        case .doctype(let line): Rejection(Problem(.xmlDoctype, line: line))
        case .undeclaredEntity(let line): Rejection(Problem(.xmlReferenceForbidden, line: line))
        case .tooDeep(let line): Rejection(Problem(.xmlTooDeep, line: line))
        case .startTagTooLarge(let line): Rejection(Problem(.xmlTooManyAttributes, line: line))
        case .tooLarge: Rejection(.xmlTooLarge)
        }
    }
}

extension WireNode {
    /// Takes an element with all in it.
    ///
    /// The depth is bounded by the parser's limit.
    init(_ element: XMLElement) {
        let children = element.children
        line = element.line
        content = .element(
            Element(
                text: children.isEmpty ? element.text : "",
                children: children.map { Member(name: $0.localName, node: WireNode($0)) },
                hasStrayText: !children.isEmpty && !element.hasOnlySpace,
                hasAttributes: element.hasAttributes, namespace: element.namespace))
    }
}
