import CLibXML2

/// Makes an outline of the events of one document.
struct XMLOutlineBuilder {
    /// The elements so far; of one that is open still, `next` is the place of the one around it, -1 for the outermost.
    private(set) var outline = XMLOutline()
    /// Whether there is a document type declaration.
    var hasDocumentType = false
    /// The line where the document was given up; nil when it was not.
    var refusedLine: Int?

    private let namespaces: [String]
    private let limits: XMLLimits
    /// The place of the innermost element that is open; -1 when none is.
    private var innermost = -1
    /// The namespace that came last: libxml2 hands the same pointer over for the same namespace.
    private var lastNamespace: (pointer: UnsafePointer<xmlChar>, place: UInt8?)?

    init(namespaces: [String], limits: XMLLimits) {
        self.namespaces = namespaces
        self.limits = limits
    }

    /// Whether the outermost element was read to its end.
    var isWhole: Bool { !outline.elements.isEmpty && innermost < 0 }

    /// Begins a document, whatever became of the last one.
    mutating func begin() {
        outline.removeAll()
        hasDocumentType = false
        refusedLine = nil
        innermost = -1
    }

    /// Forgets pointers into a dictionary that is gone.
    mutating func forgetNamespace() {
        lastNamespace = nil
    }

    /// An element begins; both pointers are to strings of the context's dictionary.
    mutating func start(
        _ name: UnsafePointer<xmlChar>, _ namespace: UnsafePointer<xmlChar>?, hasAttributes: Bool, line: Int
    ) {
        if innermost >= 0 { beginChild() }
        let nameStart = outline.text.count
        outline.text.append(contentsOf: UnsafeBufferPointer(start: name, count: Int(xmlStrlen(name))))
        let element = XMLOutline.Element(
            name: nameStart..<outline.text.count, namespace: namespace.flatMap { place(of: $0) }, line: line,
            hasAttributes: hasAttributes, around: innermost)
        innermost = outline.elements.count
        outline.elements.append(element)
    }

    /// The innermost element ends.
    mutating func end() {
        guard innermost >= 0 else { return }
        let element = outline.elements[innermost]
        if element.children == 0 { outline.elements[innermost].text = element.name.upperBound..<outline.text.count }
        outline.elements[innermost].next = outline.elements.count
        innermost = element.next
    }

    /// Text stands in the innermost element; false when it has become longer than any may be.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard innermost >= 0 else { return true }
        let element = outline.elements[innermost]
        if element.children == 0 {
            outline.text.append(contentsOf: bytes)
            return outline.text.count - element.name.upperBound <= limits.textBytes
        }
        if !element.hasStrayText { outline.elements[innermost].hasStrayText = !bytes.allSatisfy(\.isXMLSpace) }
        return true
    }

    /// The text before the first element inside is not kept; it only matters whether it is more than white space.
    private mutating func beginChild() {
        if outline.elements[innermost].children == 0 {
            let start = outline.elements[innermost].name.upperBound
            outline.elements[innermost].hasStrayText = !outline.text[start...].allSatisfy(\.isXMLSpace)
            outline.text.removeSubrange(start...)
        }
        outline.elements[innermost].children += 1
    }

    private mutating func place(of namespace: UnsafePointer<xmlChar>) -> UInt8? {
        if let lastNamespace, lastNamespace.pointer == namespace { return lastNamespace.place }
        let text = String(cString: namespace)
        let place = namespaces.firstIndex(of: text).map { UInt8(truncatingIfNeeded: $0) }
        lastNamespace = (namespace, place)
        return place
    }

    /// Whether attributes only tell a validator where to find schemas.
    ///
    /// libxml2 gives five pointers for each: name, prefix, namespace, and the bounds of the value.
    static func areHints(_ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int) -> Bool {
        guard let attributes else { return count == 0 }
        return (0..<count).allSatisfy { number in
            guard let name = attributes[number * 5], let namespace = attributes[number * 5 + 2] else { return false }
            return String(cString: namespace) == SchemaHints.instanceNamespace
                && SchemaHints.names.contains(String(cString: name))
        }
    }
}
