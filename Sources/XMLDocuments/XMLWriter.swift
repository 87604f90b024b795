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
        bytes = []
        self.isIndented = isIndented
        guard withDeclaration else { return }
        bytes.reserveCapacity(Limits.writtenAtFirst)
        append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    }

    /// Opens an element, with a default namespace where it changes.
    package mutating func open(_ name: String, namespace: String? = nil) {
        breakLine()
        bytes.append(UInt8(ascii: "<"))
        append(name)
        if let namespace {
            append(" xmlns=\"")
            XMLText.escape(namespace, into: &bytes)
            append("\"")
        }
        bytes.append(UInt8(ascii: ">"))
        depth += 1
        hasChildren = false
    }

    /// Closes the element that was opened last and is open still.
    package mutating func close(_ name: String) {
        depth -= 1
        if hasChildren, isIndented { startLine() }
        endTag(name)
        hasChildren = true
        if depth == 0, isIndented { append("\n") }
    }

    private mutating func endTag(_ name: String) {
        append("</")
        append(name)
        bytes.append(UInt8(ascii: ">"))
    }

    /// Writes an element with a text and nothing else.
    package mutating func leaf(_ name: String, _ text: String) {
        breakLine()
        bytes.append(UInt8(ascii: "<"))
        append(name)
        bytes.append(UInt8(ascii: ">"))
        XMLText.escape(text, into: &bytes)
        endTag(name)
        hasChildren = true
    }

    /// Begins a line for an element, unless it is the first of the document.
    private mutating func breakLine() {
        if isIndented, depth > 0 { startLine() }
    }

    private mutating func startLine() {
        append("\n")
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}
