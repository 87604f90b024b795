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
        return Self.text(fromSiblings: first)
    }

    /// Whether the element has no text of its own but white space.
    package var hasOnlySpace: Bool {
        text.utf8.allSatisfy(\.isXMLSpace)
    }

    /// The elements directly below, in order.
    package var children: [XMLElement] {
        var found: [XMLElement] = []
        var next = node.pointee.children
        while let child = next {
            if child.pointee.type == XML_ELEMENT_NODE { found.append(XMLElement(node: child, document: document)) }
            next = child.pointee.next
        }
        return found
    }

    /// The first element directly below with a name, in whatever namespace; nil when there is none.
    package func child(_ localName: String) -> XMLElement? {
        children.first { $0.localName == localName }
    }

    /// The attributes in order; namespace declarations are none.
    package var attributes: [XMLAttribute] {
        var found: [XMLAttribute] = []
        var next = node.pointee.properties
        while let attribute = next {
            found.append(
                XMLAttribute(
                    localName: String(cString: attribute.pointee.name),
                    namespace: attribute.pointee.ns?.pointee.href.map { String(cString: $0) },
                    value: Self.text(fromSiblings: attribute.pointee.children)))
            next = attribute.pointee.next
        }
        return found
    }

    /// Whether there are attributes.
    package var hasAttributes: Bool { node.pointee.properties != nil }

    private static func text(fromSiblings first: UnsafeMutablePointer<xmlNode>?) -> String {
        var joined = ""
        var next = first
        while let node = next {
            if let text = text(of: node) { joined += text }
            next = node.pointee.next
        }
        return joined
    }

    private static func text(of node: UnsafeMutablePointer<xmlNode>) -> String? {
        guard node.pointee.type == XML_TEXT_NODE || node.pointee.type == XML_CDATA_SECTION_NODE,
            let content = node.pointee.content
        else { return nil }
        return String(cString: content)
    }
}
