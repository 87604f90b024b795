import WireTapes

/// Reads documents of the plainest kind without libxml2: elements of known names in one default namespace, text, and the
/// five entities, as programs write them.
///
/// It never refuses: at the first byte of anything else, well-formed or not, it gives up, and libxml2 reads the document from
/// its beginning and says what is wrong. So what is accepted and what is said of a fault stays libxml2's; a test holds the
/// tapes of both to each other. What is known as plain:
///
/// - one of the usual XML declarations, or none; then the root, with white space around it;
/// - tags `<name>`, `<name/>` and `</name>` without white space; the root may have one default namespace that is known;
/// - text of characters that XML allows, without carriage returns, which would become line feeds, and without `]]>`.
///
/// Source: XML 1.0 §2.1–2.4, 2.8, 3.1, 4.6; Namespaces in XML 1.0 §6.2.
struct PlainDocument {
    private static let declarations: [StaticString] = [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
        "<?xml version='1.0' encoding='UTF-8'?>", "<?xml version=\"1.0\"?>",
    ]
    private static let entities: [(reference: StaticString, character: UInt8)] = [
        ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")), ("&amp;", UInt8(ascii: "&")),
        ("&quot;", UInt8(ascii: "\"")), ("&apos;", UInt8(ascii: "'")),
    ]

    private let names: NameTable
    private let namespaces: [[UInt8]]
    private let limits: XMLLimits
    private var position = 0
    private var line = 1
    /// The default namespace by its place among those that are known; nil for none.
    private var namespace: UInt8?
    /// Where the names of the open elements stand, the innermost last.
    private var open: [Range<Int>] = []

    init(names: NameTable, namespaces: [String], limits: XMLLimits) {
        self.names = names
        self.namespaces = namespaces.map { Array($0.utf8) }
        self.limits = limits
        open.reserveCapacity(limits.depth)
    }

    /// Reads a document that is valid UTF-8; false, with the builder in any state, when it is not of the plain kind.
    mutating func read(_ bytes: Span<UInt8>, into builder: inout XMLTapeBuilder) -> Bool {
        guard bytes.count <= limits.bytes else { return false }
        (position, line, namespace) = (0, 1, nil)
        open.removeAll(keepingCapacity: true)
        for declaration in Self.declarations where skip(declaration, bytes) { break }
        skipSpace(bytes)
        guard startTag(bytes, &builder) else { return false }
        while !open.isEmpty {
            guard text(bytes, &builder), position + 1 < bytes.count else { return false }
            let isEnd = bytes[position + 1] == UInt8(ascii: "/")
            guard isEnd ? endTag(bytes, &builder) : startTag(bytes, &builder) else { return false }
        }
        skipSpace(bytes)
        return position == bytes.count
    }

    // MARK: Tags

    private mutating func startTag(_ bytes: Span<UInt8>, _ builder: inout XMLTapeBuilder) -> Bool {
        guard builder.tape.nodes.count < limits.elements, position < bytes.count,
            bytes[position] == UInt8(ascii: "<")
        else { return false }
        let name = nameRange(from: position + 1, bytes)
        guard let number = bytes.extracting(name).withUnsafeBufferPointer({ names.number(of: $0) }) else {
            return false
        }
        position = name.upperBound
        if open.isEmpty, builder.tape.nodes.count == 0, !defaultNamespace(bytes) { return false }
        builder.start(number, namespace: namespace, hasAttributes: false, line: line)
        if skip("/>", bytes) {
            builder.end()
            return true
        }
        open.append(name)
        return open.count <= limits.depth && skip(">", bytes)
    }

    private mutating func endTag(_ bytes: Span<UInt8>, _ builder: inout XMLTapeBuilder) -> Bool {
        guard let name = open.popLast(), position + 2 + name.count < bytes.count else { return false }
        let start = position + 2
        for offset in 0..<name.count where bytes[start + offset] != bytes[name.lowerBound + offset] { return false }
        position = start + name.count
        builder.end()
        return skip(">", bytes)
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
    private mutating func text(_ bytes: Span<UInt8>, _ builder: inout XMLTapeBuilder) -> Bool {
        var start = position
        while let end = endOfRun(from: position, bytes) {
            switch bytes[end] {
            case UInt8(ascii: "<"):
                position = end
                return add(start..<end, bytes, &builder)
            case UInt8(ascii: "&"):
                position = end
                guard add(start..<end, bytes, &builder), reference(bytes, &builder) else { return false }
                start = position
            case 0x0A:
                line += 1
                position = end + 1
            case 0x09:
                position = end + 1
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

    private func add(_ range: Range<Int>, _ bytes: Span<UInt8>, _ builder: inout XMLTapeBuilder) -> Bool {
        range.isEmpty || bytes.extracting(range).withUnsafeBufferPointer { builder.add($0) }
    }

    private mutating func reference(_ bytes: Span<UInt8>, _ builder: inout XMLTapeBuilder) -> Bool {
        for entity in Self.entities where skip(entity.reference, bytes) {
            return withUnsafePointer(to: entity.character) {
                builder.add(UnsafeBufferPointer(start: $0, count: 1))
            }
        }
        return false
    }

    // MARK: Bytes

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
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x0A || bytes[position] == 0x09 {
            if bytes[position] == 0x0A { line += 1 }
            position += 1
        }
    }
}

extension UInt8 {
    fileprivate var isNameCharacter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }

    /// Whether the byte may be more than itself in text: markup, controls, `]`, or the first of U+FFFE and U+FFFF.
    fileprivate var needsLook: Bool {
        self < 0x20 || self == UInt8(ascii: "<") || self == UInt8(ascii: "&") || self == UInt8(ascii: "]")
            || self == 0xEF
    }
}
