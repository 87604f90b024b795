import CLibXML2

/// An element of a document.
///
/// It keeps the document alive.
package struct XMLElement {
    let node: UnsafeMutablePointer<xmlNode>
    private let document: XMLDocument

    init(node: UnsafeMutablePointer<xmlNode>, document: XMLDocument) {
        self.node = node
        self.document = document
    }

    /// The name without prefix.
    package var localName: String { String(cString: node.pointee.name) }

    /// The namespace; nil when the element is in none.
    package var namespace: String? {
        node.pointee.ns?.pointee.href.map { String(cString: $0) }
    }

    /// The line of the start tag, counted from 1.
    package var line: Int { xmlGetLineNo(node) }

    /// The text that stands directly in the element, comments and processing instructions left out.
    package var text: String {
        guard let first = node.pointee.children else { return "" }
        if first.pointee.next == nil { return Self.text(of: first) ?? "" }
        return sequence(first: first, next: \.pointee.next).compactMap(Self.text).joined()
    }

    /// Whether the element has no text of its own but white space.
    package var hasOnlySpace: Bool {
        text.utf8.allSatisfy(\.isXMLSpace)
    }

    /// The elements directly below, in order.
    package var children: [XMLElement] {
        guard let first = node.pointee.children else { return [] }
        return sequence(first: first, next: \.pointee.next)
            .filter { $0.pointee.type == XML_ELEMENT_NODE }
            .map { XMLElement(node: $0, document: document) }
    }

    /// The first element directly below with a name, in whatever namespace; nil when there is none.
    package func child(_ localName: String) -> XMLElement? {
        children.first { $0.localName == localName }
    }

    /// The attributes in order; namespace declarations are none.
    package var attributes: [XMLAttribute] {
        guard let first = node.pointee.properties else { return [] }
        return sequence(first: first, next: \.pointee.next).map { attribute in
            let parts = attribute.pointee.children.map { sequence(first: $0, next: \.pointee.next) }
            return XMLAttribute(
                localName: String(cString: attribute.pointee.name),
                namespace: attribute.pointee.ns?.pointee.href.map { String(cString: $0) },
                value: parts.map { $0.compactMap(Self.text).joined() } ?? "")
        }
    }

    /// Whether there are attributes.
    package var hasAttributes: Bool { node.pointee.properties != nil }

    private static func text(of node: UnsafeMutablePointer<xmlNode>) -> String? {
        guard node.pointee.type == XML_TEXT_NODE || node.pointee.type == XML_CDATA_SECTION_NODE,
            let content = node.pointee.content
        else { return nil }
        return String(cString: content)
    }
}
