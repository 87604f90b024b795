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
    ///
    /// Its bytes are the document; text with references is resolved in its own place, for it only becomes shorter.
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
        guard bytes.count <= min(limits.bytes, Int(Int32.max)) else { return false }
        var document = PlainXML(names: names, namespaces: namespaces, limits: limits, taking: &tape)
        bytes.withUnsafeBufferPointer { document.tape.text.append(contentsOf: $0) }
        defer { swap(&document.tape, &tape) }
        return document.read(bytes.span)
    }

    private mutating func read(_ bytes: Span<UInt8>) -> Bool {
        for declaration in Self.declarations where skip(declaration, bytes) { break }
        skipSpace(bytes)
        guard startTag(bytes) else { return false }
        while innermost >= 0 {
            guard text(bytes) else { return false }
            let isEnd = bytes[position + 1] == UInt8(ascii: "/")
            guard isEnd ? endTag(bytes) : startTag(bytes) else { return false }
        }
        skipSpace(bytes)
        return position == bytes.count
    }

    // MARK: Tags

    private mutating func startTag(_ bytes: Span<UInt8>) -> Bool {
        let place = tape.nodes.count
        guard place < limits.elements, skip(UInt8(ascii: "<"), bytes) else { return false }
        let name = Self.nameRange(from: position, bytes)
        guard let number = names.number(of: bytes, name) else { return false }
        position = name.upperBound
        if place == 0, !defaultNamespace(bytes) { return false }
        if innermost >= 0 { tape.nodes[innermost].children += 1 }
        var node = WireTape.Node(.element, name: number, line: line)
        node.namespace = namespace
        guard skip(UInt8(ascii: ">"), bytes) else {
            node.next = Int32(truncatingIfNeeded: place + 1)
            tape.nodes.append(node)
            return skip("/>", bytes)
        }
        node.next = Int32(truncatingIfNeeded: innermost)
        tape.nodes.append(node)
        innermost = place
        open.append(NamePlace(start: name.lowerBound, length: name.count))
        return open.count <= limits.depth
    }

    private mutating func endTag(_ bytes: Span<UInt8>) -> Bool {
        let name = open[open.count - 1]
        let start = position + 2
        guard ByteWords.areEqual(bytes, start, name.start, count: name.length) else { return false }
        position = start + name.length
        open.removeAll(from: open.count - 1)
        let parent = Int(tape.nodes[innermost].next)
        tape.nodes[innermost].next = Int32(truncatingIfNeeded: tape.nodes.count)
        innermost = parent
        return skip(UInt8(ascii: ">"), bytes)
    }

    /// What stands before the next `>`, `/`, white space or control: a name, if the table of names knows it.
    @inline(__always)
    private static func nameRange(from start: Int, _ bytes: Span<UInt8>) -> Range<Int> {
        var end = start
        while end <= bytes.count - 8 {
            let word = ByteWords.word(of: bytes, at: end)
            let marks =
                ByteWords.marks(word, equalTo: UInt8(ascii: ">")) | ByteWords.marks(word, equalTo: UInt8(ascii: "/"))
                | ByteWords.marks(word, below: 0x21)
            if marks != 0 { return start..<end &+ ByteWords.first(marks) }
            end &+= 8
        }
        while end < bytes.count, bytes[end] > 0x20, bytes[end] != UInt8(ascii: ">"), bytes[end] != UInt8(ascii: "/") {
            end += 1
        }
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

    /// Reads on to the next tag, of which the first two bytes are there then.
    private mutating func text(_ bytes: Span<UInt8>) -> Bool {
        let (start, lineBefore) = (position, line)
        skipSpace(bytes)
        guard position + 1 < bytes.count else { return false }
        if bytes[position] == UInt8(ascii: "<") {
            // White space before an element, or behind one, is not kept; only that of an element without any may be a value.
            let mayBeValue = bytes[position + 1] == UInt8(ascii: "/") && tape.nodes[innermost].children == 0
            if position == start || !mayBeValue { return true }
        }
        (position, line) = (start, lineBefore)
        guard let end = resolvedText(bytes), position + 1 < bytes.count, end - start <= limits.textBytes else {
            return false
        }
        if bytes[position + 1] == UInt8(ascii: "/"), tape.nodes[innermost].children == 0 {
            tape.nodes[innermost].start = Int32(truncatingIfNeeded: start)
            tape.nodes[innermost].length = Int32(truncatingIfNeeded: end - start)
        } else if !tape.text[start..<end].allSatisfy(\.isWhiteSpace) {
            tape.nodes[innermost].hasStrayText = true
        }
        return true
    }

    /// Reads on to the next `<`, and says where the text ends on the tape; nil for anything that is not plain.
    private mutating func resolvedText(_ bytes: Span<UInt8>) -> Int? {
        // What stands from `run` on is not where it belongs on the tape once something before it has become shorter.
        var (run, written) = (position, position)
        while let end = Self.endOfRun(from: position, bytes) {
            position = end + 1
            switch bytes[end] {
            case UInt8(ascii: "<"):
                position = end
                return move(run..<end, to: written)
            case UInt8(ascii: "&"):
                position = end
                written = move(run..<end, to: written)
                guard let character = reference(bytes) else { return nil }
                tape.text[written] = character
                written += 1
                run = position
            case 0x0A:
                line += 1
            case 0x09:
                break
            case 0x0D:
                // With the line feed behind it, it is that line feed.
                guard position < bytes.count, bytes[position] == 0x0A else { return nil }
                written = move(run..<end, to: written)
                run = position
            case UInt8(ascii: "]"):
                if end + 2 < bytes.count, bytes[end + 1] == UInt8(ascii: "]"), bytes[end + 2] == UInt8(ascii: ">") {
                    return nil
                }
            case 0xEF:
                // U+FFFE and U+FFFF are no characters; valid UTF-8 has two more bytes here.
                if end + 2 < bytes.count, bytes[end + 1] == 0xBF, bytes[end + 2] >= 0xBE { return nil }
            default:
                return nil
            }
        }
        return nil
    }

    /// The place of the next byte that needs a look; nil at the end of the document.
    @inline(__always)
    private static func endOfRun(from start: Int, _ bytes: Span<UInt8>) -> Int? {
        var place = start
        while place <= bytes.count - 8 {
            let word = ByteWords.word(of: bytes, at: place)
            var marks =
                ByteWords.marks(word, equalTo: UInt8(ascii: "<")) | ByteWords.marks(word, equalTo: UInt8(ascii: "&"))
                | ByteWords.marks(word, equalTo: UInt8(ascii: "]")) | ByteWords.marks(word, below: 0x20)
            if word & ByteWords.highs != 0 { marks |= ByteWords.marks(word, equalTo: 0xEF) }
            if marks != 0 { return place &+ ByteWords.first(marks) }
            place &+= 8
        }
        while place < bytes.count {
            if bytes[place].needsLook { return place }
            place += 1
        }
        return nil
    }

    /// Moves text of the document to the left on the tape, and says where it ends there.
    private mutating func move(_ run: Range<Int>, to place: Int) -> Int {
        guard place < run.lowerBound else { return run.upperBound }
        for offset in 0..<run.count { tape.text[place + offset] = tape.text[run.lowerBound + offset] }
        return place + run.count
    }

    /// Reads one of the five entities and says for which character it stands; nil for any other reference.
    private mutating func reference(_ bytes: Span<UInt8>) -> UInt8? {
        for entity in Self.entities where skip(entity.reference, bytes) { return entity.character }
        return nil
    }

    // MARK: Bytes

    @inline(__always)
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

    @inline(__always)
    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        if position < bytes.count, bytes[position] <= 0x20 { skipLongSpace(bytes) }
    }

    private mutating func skipLongSpace(_ bytes: Span<UInt8>) {
        var place = position
        while place < bytes.count, bytes[place].isWhiteSpace {
            guard bytes[place] == 0x0A else {
                place += 1
                continue
            }
            line += 1
            // A line that is indented begins with many spaces.
            place = ByteWords.endOfSpaces(in: bytes, from: place + 1)
        }
        position = place
    }
}

extension UInt8 {
    /// Whether the byte may be more than itself in text: markup, controls, `]`, or the first of U+FFFE and U+FFFF.
    fileprivate var needsLook: Bool {
        self < 0x20 || self == UInt8(ascii: "<") || self == UInt8(ascii: "&") || self == UInt8(ascii: "]")
            || self == 0xEF
    }
}
