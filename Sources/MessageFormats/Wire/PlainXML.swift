import XMLDocuments

/// Reads documents of the plainest kind without libxml2: elements of known names in one default namespace, text, and the
/// five entities, as programs write them.
///
/// It never refuses: at the first byte of anything else, well-formed or not, it gives up, and libxml2 reads the document from
/// its beginning and says what is wrong. So what is accepted and what is said of a fault stays libxml2's; a test holds the
/// tapes of both to each other. What is known as plain:
///
/// - one of the usual XML declarations, or none; then the root, with white space around it;
/// - tags `<name>`, `<name/>` and `</name>` without white space; the root may have one default namespace that is known;
/// - text of characters that XML allows, without `]]>` and without carriage returns but those before line feeds.
///
/// Source: XML 1.0 §2.1–2.4, 2.8, 3.1, 4.6; Namespaces in XML 1.0 §6.2.
struct PlainXML: ~Copyable {
    private static let declarations: [StaticString] = [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
        "<?xml version='1.0' encoding='UTF-8'?>", "<?xml version=\"1.0\"?>",
    ]
    private static let entities: [(reference: StaticString, character: UInt8)] = [
        ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")), ("&amp;", UInt8(ascii: "&")),
        ("&quot;", UInt8(ascii: "\"")), ("&apos;", UInt8(ascii: "'")),
    ]

    /// Takes the elements; of one that is open still, `next` is the place of the one around it, -1 for the outermost.
    private var tape: WireTape
    private let names: NameTable
    private let namespaces: [[UInt8]]
    private let limits: XMLLimits
    private var position = 0
    private var line: Int32 = 1
    /// The default namespace by its place among those that are known; nil for none.
    private var namespace: UInt8?
    /// The place of the innermost element that is open; -1 when none is.
    private var innermost = -1
    /// How many elements are open, and where the name of each stands, the innermost last.
    private var open = TapeArray<NamePlace>()

    private struct NamePlace: BitwiseCopyable, Sendable {
        let start, length: Int
    }

    private init(
        names: NameTable, namespaces: [[UInt8]], limits: XMLLimits, taking tape: inout WireTape
    ) {
        self.names = names
        self.namespaces = namespaces
        self.limits = limits
        self.tape = WireTape(takingRoomOf: &tape)
    }

    /// Reads a document that is valid UTF-8.
    ///
    /// - Parameters:
    ///   - bytes: The document without byte order mark.
    ///   - names: The names that are known, whose numbers the nodes have.
    ///   - namespaces: The namespaces that are known, whose places the nodes have.
    ///   - limits: What libxml2 is asked to refuse, and is therefore asked about.
    ///   - tape: Takes the elements; what was on it is gone.
    /// - Returns: Whether the document is of the plain kind; else the tape may hold anything.
    static func read(
        _ bytes: [UInt8], names: NameTable, namespaces: [[UInt8]], limits: XMLLimits, onto tape: inout WireTape
    ) -> Bool {
        guard bytes.count <= limits.bytes else { return false }
        var document = PlainXML(names: names, namespaces: namespaces, limits: limits, taking: &tape)
        defer { swap(&document.tape, &tape) }
        return document.read(bytes.span)
    }

    private mutating func read(_ bytes: Span<UInt8>) -> Bool {
        for declaration in Self.declarations where skip(declaration, bytes) { break }
        skipSpace(bytes)
        guard startTag(bytes) else { return false }
        while open.count > 0 {
            guard text(bytes), position + 1 < bytes.count else { return false }
            let isEnd = bytes[position + 1] == UInt8(ascii: "/")
            guard isEnd ? endTag(bytes) : startTag(bytes) else { return false }
        }
        skipSpace(bytes)
        return position == bytes.count
    }

    // MARK: Tags

    private mutating func startTag(_ bytes: Span<UInt8>) -> Bool {
        guard tape.nodes.count < limits.elements, position < bytes.count, bytes[position] == UInt8(ascii: "<") else {
            return false
        }
        let name = nameRange(from: position + 1, bytes)
        let number = bytes.extracting(name).withUnsafeBufferPointer { names.number(of: $0) }
        guard let number else { return false }
        position = name.upperBound
        if tape.nodes.count == 0, !defaultNamespace(bytes) { return false }
        if innermost >= 0 { beginChild() }
        var node = WireTape.Node(.element, name: number, line: line)
        node.namespace = namespace
        node.start = Int32(truncatingIfNeeded: tape.text.count)
        node.next = Int32(truncatingIfNeeded: innermost)
        innermost = tape.nodes.count
        tape.nodes.append(node)
        if skip(UInt8(ascii: ">"), bytes) {
            open.append(NamePlace(start: name.lowerBound, length: name.count))
            return open.count <= limits.depth
        }
        end()
        return skip("/>", bytes)
    }

    /// The text before the first element inside is not kept; it only matters whether it is more than white space.
    private mutating func beginChild() {
        if tape.nodes[innermost].children == 0 {
            let start = Int(tape.nodes[innermost].start)
            tape.nodes[innermost].hasStrayText = !tape.text[start..<tape.text.count].allSatisfy(\.isWhiteSpace)
            tape.text.removeAll(from: start)
        }
        tape.nodes[innermost].children += 1
    }

    private mutating func endTag(_ bytes: Span<UInt8>) -> Bool {
        let name = open[open.count - 1]
        let start = position + 2
        guard ByteWords.areEqual(bytes, start, name.start, count: name.length) else { return false }
        position = start + name.length
        open.removeAll(from: open.count - 1)
        end()
        return skip(UInt8(ascii: ">"), bytes)
    }

    private mutating func end() {
        var node = tape.nodes[innermost]
        let parent = Int(node.next)
        if node.children == 0 { node.length = Int32(truncatingIfNeeded: tape.text.count) - node.start }
        node.next = Int32(truncatingIfNeeded: tape.nodes.count)
        tape.nodes[innermost] = node
        innermost = parent
    }

    /// Letters and digits that begin with a letter, as all declared names are.
    private func nameRange(from start: Int, _ bytes: Span<UInt8>) -> Range<Int> {
        var end = start
        while end < bytes.count, bytes[end].isNameCharacter { end += 1 }
        return start..<end
    }

    /// Reads ` xmlns="…"` if it is there; false for a namespace that is not known.
    private mutating func defaultNamespace(_ bytes: Span<UInt8>) -> Bool {
        guard skip(" xmlns=\"", bytes) else { return true }
        for (place, known) in namespaces.enumerated() where isNext(known, bytes) {
            position += known.count
            namespace = UInt8(truncatingIfNeeded: place)
            return skip("\"", bytes)
        }
        return false
    }

    // MARK: Text

    /// Reads on to the next tag.
    private mutating func text(_ bytes: Span<UInt8>) -> Bool {
        var start = position
        let lineBefore = line
        skipSpace(bytes)
        // White space before an element, or behind one, is not kept; only that of an element without any may be a value.
        if position + 1 < bytes.count, bytes[position] == UInt8(ascii: "<"),
            bytes[position + 1] != UInt8(ascii: "/") || tape.nodes[innermost].children > 0
        {
            return true
        }
        (position, line) = (start, lineBefore)
        while let end = endOfRun(from: position, bytes) {
            switch bytes[end] {
            case UInt8(ascii: "<"):
                position = end
                return add(start..<end, bytes)
            case UInt8(ascii: "&"):
                position = end
                guard add(start..<end, bytes), reference(bytes) else { return false }
                start = position
            case 0x0A:
                line += 1
                position = end + 1
            case 0x09:
                position = end + 1
            case 0x0D:
                // With the line feed behind it, it is that line feed.
                guard end + 1 < bytes.count, bytes[end + 1] == 0x0A, add(start..<end, bytes) else { return false }
                (start, position) = (end + 1, end + 1)
            case UInt8(ascii: "]"):
                if end + 2 < bytes.count, bytes[end + 1] == UInt8(ascii: "]"), bytes[end + 2] == UInt8(ascii: ">") {
                    return false
                }
                position = end + 1
            case 0xEF:
                // U+FFFE and U+FFFF are no characters; valid UTF-8 has two more bytes here.
                if end + 2 < bytes.count, bytes[end + 1] == 0xBF, bytes[end + 2] >= 0xBE { return false }
                position = end + 1
            default:
                return false
            }
        }
        return false
    }

    /// The place of the next byte that needs a look; nil at the end of the document.
    private func endOfRun(from start: Int, _ bytes: Span<UInt8>) -> Int? {
        var place = start
        while place + 8 <= bytes.count {
            let word = ByteWords.word(of: bytes, at: place)
            var marks =
                ByteWords.marks(word, equalTo: UInt8(ascii: "<")) | ByteWords.marks(word, equalTo: UInt8(ascii: "&"))
                | ByteWords.marks(word, equalTo: UInt8(ascii: "]")) | ByteWords.marks(word, below: 0x20)
            if word & ByteWords.highs != 0 { marks |= ByteWords.marks(word, equalTo: 0xEF) }
            if marks != 0 { return place + ByteWords.first(marks) }
            place += 8
        }
        while place < bytes.count {
            if bytes[place].needsLook { return place }
            place += 1
        }
        return nil
    }

    /// Adds text to the innermost element; false when it has become longer than libxml2 allows.
    private mutating func add(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        range.isEmpty || bytes.extracting(range).withUnsafeBufferPointer { add($0) }
    }

    private mutating func add(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let node = tape.nodes[innermost]
        if node.children == 0 {
            tape.text.append(contentsOf: text)
            return tape.text.count - Int(node.start) <= limits.textBytes
        }
        if !node.hasStrayText { tape.nodes[innermost].hasStrayText = !text.allSatisfy(\.isWhiteSpace) }
        return true
    }

    private mutating func reference(_ bytes: Span<UInt8>) -> Bool {
        for entity in Self.entities where skip(entity.reference, bytes) {
            return withUnsafePointer(to: entity.character) { add(UnsafeBufferPointer(start: $0, count: 1)) }
        }
        return false
    }

    // MARK: Bytes

    private mutating func skip(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skip(_ text: StaticString, _ bytes: Span<UInt8>) -> Bool {
        guard text.utf8CodeUnitCount <= bytes.count - position else { return false }
        for offset in 0..<text.utf8CodeUnitCount where bytes[position + offset] != text.utf8Start[offset] {
            return false
        }
        position += text.utf8CodeUnitCount
        return true
    }

    private func isNext(_ text: [UInt8], _ bytes: Span<UInt8>) -> Bool {
        guard text.count <= bytes.count - position else { return false }
        for offset in 0..<text.count where bytes[position + offset] != text[offset] { return false }
        return true
    }

    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        var place = position
        while place < bytes.count, bytes[place].isWhiteSpace {
            if bytes[place] == 0x0A { line += 1 }
            place += 1
        }
        position = place
    }
}

extension UInt8 {
    fileprivate var isNameCharacter: Bool {
        (self | 0x20) &- UInt8(ascii: "a") < 26 || self &- UInt8(ascii: "0") < 10
    }

    /// Whether the byte may be more than itself in text: markup, controls, `]`, or the first of U+FFFE and U+FFFF.
    fileprivate var needsLook: Bool {
        self < 0x20 || self == UInt8(ascii: "<") || self == UInt8(ascii: "&") || self == UInt8(ascii: "]")
            || self == 0xEF
    }
}
