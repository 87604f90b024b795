/// Writes elements one after the other into UTF-8 bytes; names and order are the caller's.
package struct XMLWriter {
    /// What is written so far.
    package private(set) var bytes: [UInt8]
    private let isIndented: Bool
    private var depth = 0
    /// Whether the open element has an element in it already, so that its end tag stands on a line of its own.
    private var hasChildren = false

    /// Begins with the XML declaration, or with nothing for a piece that goes into another document.
    package init(isIndented: Bool = false, withDeclaration: Bool = true) {
        bytes = withDeclaration ? Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8) : []
        self.isIndented = isIndented
    }

    /// Opens an element, with a default namespace where it changes.
    package mutating func open(_ name: String, namespace: String? = nil) {
        breakLine()
        append("<\(name)")
        if let namespace {
            append(" xmlns=\"")
            XMLText.escape(namespace, into: &bytes)
            append("\"")
        }
        append(">")
        depth += 1
        hasChildren = false
    }

    /// Closes the element that was opened last and is open still.
    package mutating func close(_ name: String) {
        depth -= 1
        if hasChildren { breakLine() }
        append("</\(name)>")
        hasChildren = true
        if depth == 0, isIndented { append("\n") }
    }

    /// Writes an element with a text and nothing else.
    package mutating func leaf(_ name: String, _ text: String) {
        breakLine()
        append("<\(name)>")
        XMLText.escape(text, into: &bytes)
        append("</\(name)>")
        hasChildren = true
    }

    private mutating func breakLine() {
        guard isIndented, depth > 0 else { return }
        append("\n")
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}
