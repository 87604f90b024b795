import XMLDocuments

/// A text of XML or JSON as flat nodes in the order of the text: what stands where, before anyone asks what it means.
///
/// One tape serves many texts one after the other; its arrays keep their room, so that a text costs no memory of its own.
struct WireTape: ~Copyable, Sendable {
    /// The values, a container before what is in it; the first is the outermost.
    var nodes = TapeArray<Node>()
    /// The bytes that names and values are ranges of, in UTF-8 with escapes and references resolved.
    var text = TapeArray<UInt8>()
    /// The names that the table of names does not have, as ranges of `text`; a node's `name` says which.
    var otherNames: [Range<Int>] = []

    /// Makes an empty tape without room.
    init() {}

    /// Takes the room of another tape, which is left with none.
    init(takingRoomOf other: inout WireTape) {
        swap(&self, &other)
        removeAll()
    }

    /// Takes everything off and keeps the room.
    mutating func removeAll() {
        nodes.removeAll()
        text.removeAll()
        if !otherNames.isEmpty { otherNames.removeAll(keepingCapacity: true) }
    }
}

extension WireTape {
    /// A value and where it stands.
    struct Node: BitwiseCopyable, Sendable {
        /// What stands there.
        enum Kind: UInt8, BitwiseCopyable, Sendable {
            /// A string of JSON.
            case string
            /// A number of JSON, as it is written.
            case number
            /// `true`, `false` and `null` of JSON.
            case `true`, `false`, null
            /// An object of JSON; a name may come twice.
            case object
            /// An array of JSON.
            case list
            /// An element of XML.
            case element
        }

        /// What stands there.
        var kind: Kind
        /// Of an element whether it has attributes; namespace declarations and hints to schemas are none.
        var hasAttributes = false
        /// Of an element whether text stands between the elements in it.
        var hasStrayText = false
        /// Of an element the place of its namespace among those that are known; nil in another or in none.
        var namespace: UInt8?
        /// The number of its name in the table of names, or by `WireTape.number(ofOtherName:)`; -1 without a name.
        var name: Int32
        /// The line, counted from 1, where the value begins; of an element where its start tag ends.
        var line: Int32
        /// The values directly in it.
        var children: Int32 = 0
        /// The place of the first node behind it and all in it.
        var next: Int32 = 0
        /// The place of its text in the tape's bytes.
        var start: Int32 = 0
        /// The bytes of its text; 0 for containers and for elements with elements in them.
        var length: Int32 = 0

        /// A value that has no text and nothing in it yet.
        init(_ kind: Kind, name: Int32, line: Int32) {
            self.kind = kind
            self.name = name
            self.line = line
        }

        /// The place of its text in the tape's bytes.
        var range: Range<Int> { Int(start)..<Int(start) + Int(length) }
    }

    /// The number that a name has which is not in the table of names, by its place in `otherNames`.
    static func number(ofOtherName place: Int) -> Int32 { Int32(truncatingIfNeeded: -2 - place) }

    /// The place in `otherNames` of a name with a number; nil for a name of the table, and for none.
    static func placeOfOtherName(_ number: Int32) -> Int? { number < -1 ? -2 - Int(number) : nil }
}

extension WireTape {
    /// Takes the elements of a document; what was on the tape is gone.
    mutating func take(_ outline: XMLOutline, names: NameTable) {
        removeAll()
        outline.text.withUnsafeBufferPointer { text.append(contentsOf: $0) }
        for element in outline.elements {
            var name = names.number(of: text[0..<text.count].span, element.name)
            if name == nil {
                otherNames.append(element.name)
                name = Self.number(ofOtherName: otherNames.count - 1)
            }
            var node = Node(.element, name: name ?? -1, line: Int32(truncatingIfNeeded: element.line))
            node.hasAttributes = element.hasAttributes
            node.hasStrayText = element.hasStrayText
            node.namespace = element.namespace
            node.children = Int32(truncatingIfNeeded: element.children)
            node.next = Int32(truncatingIfNeeded: element.next)
            node.start = Int32(truncatingIfNeeded: element.text.lowerBound)
            node.length = Int32(truncatingIfNeeded: element.text.count)
            nodes.append(node)
        }
    }
}
