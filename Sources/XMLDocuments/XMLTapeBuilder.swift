import CLibXML2
import WireTapes

/// Puts the events of one document on a tape.
struct XMLTapeBuilder: ~Copyable {
    /// Bytes of the text of one element; libxml2 itself builds no longer ones.
    private static let textBytes = 10_000_000

    /// Where the elements go; of one that is open still, `next` is the place of the one around it, -1 for the outermost.
    var tape = WireTape()
    /// Whether there is a document type declaration.
    var hasDocumentType = false
    /// The line where the document was given up; nil when it was not.
    var refusedLine: Int?

    private let names: NameTable
    private let namespaces: [String]
    /// The place of the innermost element that is open; -1 when none is.
    private var innermost = -1
    private var known = KnownNames()
    /// The namespace that came last: libxml2 hands the same pointer over for the same namespace.
    private var lastNamespace: (pointer: UnsafePointer<xmlChar>, place: UInt8?)?

    init(names: NameTable, namespaces: [String]) {
        self.names = names
        self.namespaces = namespaces
    }

    /// Whether the outermost element was read to its end.
    var isWhole: Bool { tape.nodes.count > 0 && innermost < 0 }

    /// Begins a document, whatever became of the last one.
    mutating func begin() {
        tape.removeAll()
        hasDocumentType = false
        refusedLine = nil
        innermost = -1
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
        // The name goes behind the text of the element around it, which is dropped first.
        if innermost >= 0 { beginChild() }
        append(
            number(of: name), namespace: namespace.flatMap { place(of: $0) }, hasAttributes: hasAttributes, line: line)
    }

    /// An element begins whose name and namespace are known by their numbers.
    mutating func start(_ name: Int32, namespace: UInt8?, hasAttributes: Bool, line: Int) {
        if innermost >= 0 { beginChild() }
        append(name, namespace: namespace, hasAttributes: hasAttributes, line: line)
    }

    private mutating func append(_ name: Int32, namespace: UInt8?, hasAttributes: Bool, line: Int) {
        var node = WireTape.Node(.element, name: name, line: Int32(truncatingIfNeeded: line))
        node.hasAttributes = hasAttributes
        node.namespace = namespace
        node.start = Int32(truncatingIfNeeded: tape.text.count)
        node.next = Int32(truncatingIfNeeded: innermost)
        innermost = tape.nodes.count
        tape.nodes.append(node)
    }

    /// The innermost element ends.
    mutating func end() {
        guard innermost >= 0 else { return }
        var node = tape.nodes[innermost]
        let parent = Int(node.next)
        if node.children == 0 { node.length = Int32(truncatingIfNeeded: tape.text.count) - node.start }
        node.next = Int32(truncatingIfNeeded: tape.nodes.count)
        tape.nodes[innermost] = node
        innermost = parent
    }

    /// Text stands in the innermost element; false when it has become longer than any may be.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard innermost >= 0 else { return true }
        let node = tape.nodes[innermost]
        if node.children == 0 {
            tape.text.append(contentsOf: bytes)
            return tape.text.count - Int(node.start) <= Self.textBytes
        }
        if !node.hasStrayText { tape.nodes[innermost].hasStrayText = !bytes.allSatisfy(\.isXMLSpace) }
        return true
    }

    /// The text before the first element inside is not kept; it only matters whether it is more than white space.
    private mutating func beginChild() {
        if tape.nodes[innermost].children == 0 {
            let start = Int(tape.nodes[innermost].start)
            tape.nodes[innermost].hasStrayText = !tape.text[start..<tape.text.count].allSatisfy(\.isXMLSpace)
            tape.text.removeAll(from: start)
        }
        tape.nodes[innermost].children += 1
    }

    private mutating func number(of name: UnsafePointer<xmlChar>) -> Int32 {
        if let number = known.number(of: name) { return number }
        let bytes = UnsafeBufferPointer(start: name, count: Int(xmlStrlen(name)))
        if let number = names.number(of: bytes) {
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
    private struct Entry {
        /// The address of the name; 0 in a free entry.
        let address: UInt
        let number: Int32
    }

    /// A power of two, so that the bits of an address choose an entry.
    private static let count = 512
    private var entries = [Entry](repeating: Entry(address: 0, number: -1), count: count)

    func number(of name: UnsafePointer<xmlChar>) -> Int32? {
        let entry = entries[Self.slot(of: name)]
        return entry.address == UInt(bitPattern: name) ? entry.number : nil
    }

    mutating func note(_ number: Int32, of name: UnsafePointer<xmlChar>) {
        entries[Self.slot(of: name)] = Entry(address: UInt(bitPattern: name), number: number)
    }

    private static func slot(of name: UnsafePointer<xmlChar>) -> Int {
        let address = UInt(bitPattern: name)
        return Int(truncatingIfNeeded: (address ^ address >> 9) & UInt(count - 1))
    }
}
