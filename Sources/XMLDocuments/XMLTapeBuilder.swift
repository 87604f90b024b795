import CLibXML2
import WireTapes

/// Puts the events of one document on a tape.
struct XMLTapeBuilder {
    /// Bytes of the text of one element; libxml2 itself builds no longer ones.
    private static let textBytes = 10_000_000

    /// Where the elements go.
    var tape = WireTape()
    /// Whether there is a document type declaration.
    var hasDocumentType = false
    /// The line where the document was given up; nil when it was not.
    var refusedLine: Int?

    private let names: NameTable
    private let namespaces: [String]
    /// The elements that are open, the innermost last.
    private var open: [Int] = []
    private var known = KnownNames()
    /// The namespace that came last: libxml2 hands the same pointer over for the same namespace.
    private var lastNamespace: (pointer: UnsafePointer<xmlChar>, place: UInt8?)?

    init(names: NameTable, namespaces: [String]) {
        self.names = names
        self.namespaces = namespaces
    }

    /// Whether the outermost element was read to its end.
    var isWhole: Bool { !tape.nodes.isEmpty && open.isEmpty }

    /// Whether the text of the innermost element is longer than any can be.
    var isTextTooLong: Bool {
        guard let place = open.last else { return false }
        return tape.text.count - Int(tape.nodes[place].start) > Self.textBytes
    }

    /// Begins a document.
    mutating func begin() {
        hasDocumentType = false
        refusedLine = nil
        open.removeAll(keepingCapacity: true)
    }

    /// Forgets pointers into a dictionary that is gone.
    mutating func forgetNames() {
        known = KnownNames()
        lastNamespace = nil
    }

    /// An element begins; both pointers are to strings of the context's dictionary.
    mutating func start(
        _ name: UnsafePointer<xmlChar>, _ namespace: UnsafePointer<xmlChar>?, hasAttributes: Bool, line: Int
    ) {
        if let parent = open.last { beginChild(of: parent) }
        var node = WireTape.Node(.element, name: number(of: name), line: Int32(truncatingIfNeeded: line))
        node.hasAttributes = hasAttributes
        node.namespace = namespace.flatMap { place(of: $0) }
        node.start = Int32(truncatingIfNeeded: tape.text.count)
        open.append(tape.nodes.count)
        tape.nodes.append(node)
    }

    /// The innermost element ends.
    mutating func end() {
        guard let place = open.popLast() else { return }
        if tape.nodes[place].children == 0 {
            tape.nodes[place].length = Int32(truncatingIfNeeded: tape.text.count) - tape.nodes[place].start
        }
        tape.nodes[place].next = Int32(truncatingIfNeeded: tape.nodes.count)
    }

    /// Text stands in the innermost element.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let place = open.last else { return }
        if tape.nodes[place].children == 0 {
            tape.text.append(contentsOf: bytes)
        } else if !tape.nodes[place].hasStrayText {
            tape.nodes[place].hasStrayText = !bytes.allSatisfy(\.isXMLSpace)
        }
    }

    /// The text before the first element inside is not kept; it only matters whether it is more than white space.
    private mutating func beginChild(of parent: Int) {
        if tape.nodes[parent].children == 0 {
            let start = Int(tape.nodes[parent].start)
            tape.nodes[parent].hasStrayText = !tape.text[start...].allSatisfy(\.isXMLSpace)
            tape.text.removeSubrange(start...)
        }
        tape.nodes[parent].children += 1
    }

    private mutating func number(of name: UnsafePointer<xmlChar>) -> Int32 {
        if let number = known.number(of: name) { return number }
        let bytes = UnsafeBufferPointer(start: name, count: Int(xmlStrlen(name)))
        if let number = names.number(of: bytes.span) {
            known.note(number, of: name)
            return number
        }
        let start = tape.text.count
        tape.text.append(contentsOf: bytes)
        tape.otherNames.append(start..<tape.text.count)
        return WireTape.number(ofOtherName: tape.otherNames.count - 1)
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

/// The numbers of names that came before, by where libxml2's dictionary keeps them: the same name has the same place.
private struct KnownNames {
    private static let count = 512
    private var entries = [(pointer: UnsafePointer<xmlChar>?, number: Int32)](repeating: (nil, -1), count: count)

    func number(of name: UnsafePointer<xmlChar>) -> Int32? {
        let entry = entries[Self.slot(of: name)]
        return entry.pointer == name ? entry.number : nil
    }

    mutating func note(_ number: Int32, of name: UnsafePointer<xmlChar>) {
        entries[Self.slot(of: name)] = (name, number)
    }

    private static func slot(of name: UnsafePointer<xmlChar>) -> Int {
        let address = UInt(bitPattern: name)
        return Int(truncatingIfNeeded: (address ^ address >> 9) & UInt(count - 1))
    }
}
