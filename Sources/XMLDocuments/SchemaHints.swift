import CLibXML2

/// The attributes by which a document tells a validator where to find schemas.
///
/// libxml2 follows them while validating and would change the shared schema; so they go before anyone validates.
enum SchemaHints {
    /// What the attributes are called.
    static let names = ["schemaLocation", "noNamespaceSchemaLocation"]
    static let instanceNamespace = "http://www.w3.org/2001/XMLSchema-instance"

    /// Takes the hints off an element and all below it.
    static func remove(below root: UnsafeMutablePointer<xmlNode>) {
        var next: UnsafeMutablePointer<xmlNode>? = root
        while let node = next {
            if node.pointee.type == XML_ELEMENT_NODE, node.pointee.properties != nil { removeHints(of: node) }
            next = successor(of: node, within: root)
        }
    }

    private static func removeHints(of node: UnsafeMutablePointer<xmlNode>) {
        for name in names {
            if let attribute = xmlHasNsProp(node, name, instanceNamespace) { xmlRemoveProp(attribute) }
        }
    }

    /// The next node in the order of the document.
    private static func successor(
        of node: UnsafeMutablePointer<xmlNode>, within root: UnsafeMutablePointer<xmlNode>
    ) -> UnsafeMutablePointer<xmlNode>? {
        if node.pointee.type == XML_ELEMENT_NODE, let child = node.pointee.children { return child }
        var place = node
        while place != root {
            if let sibling = place.pointee.next { return sibling }
            guard let parent = place.pointee.parent else { return nil }
            place = parent
        }
        return nil
    }
}
