package import Messages

/// A value as it stands on the wire, with its line: the common ground of XML and JSON before anyone asks what it means.
///
/// For bodies of the API, which nothing declares; messages are read from the tape itself.
package struct WireNode: Sendable {
    /// A named value inside an object or an element.
    package struct Member: Sendable {
        /// The name as it was sent; it may be anything.
        package let name: String
        /// What stands under the name.
        package let node: WireNode
    }

    /// What stands there.
    package indirect enum Content: Sendable {
        /// A string of JSON.
        case text(String)
        /// A number of JSON, as it is written.
        case number(String)
        case boolean(Bool)
        case null
        /// An object of JSON; a name may come twice.
        case object([Member])
        case list([WireNode])
        /// An element of XML.
        case element(Element)
    }

    /// An element of XML.
    package struct Element: Sendable {
        /// The text, when there are no elements inside.
        package let text: String
        /// The elements inside, in order.
        package let children: [Member]
        /// Whether text stands between the elements inside.
        package let hasStrayText: Bool
        /// Whether there are attributes; namespace declarations and hints to schemas are none.
        package let hasAttributes: Bool
        /// The namespace of messages or of the API; nil when the element is in another or in none.
        package let namespace: String?
    }

    /// The line, counted from 1, where the value begins; in XML where its start tag ends.
    package let line: Int
    /// What stands there.
    package let content: Content

    /// Reads a text as XML or JSON, without asking what it means.
    ///
    /// - Parameters:
    ///   - bytes: The text as it was sent.
    ///   - form: Its form.
    ///   - charset: The parameter `charset` of its media type.
    /// - Returns: The object, or the root element.
    /// - Throws: What is wrong with the bytes or the syntax, with the line; by codes `VX-10xx`.
    package static func read(
        _ bytes: [UInt8], as form: WireForm, charset: String? = nil
    ) throws(Rejection) -> WireNode {
        try WireReaders.ofAnyText.read(bytes, as: form, charset: charset) { WireNode($0.tape, at: 0) }
    }

    /// The value of a member; nil when there is none or when it is null.
    ///
    /// The first, when a name comes twice.
    package subscript(name: String) -> WireNode? {
        guard let node = members?.first(where: { $0.name == name })?.node else { return nil }
        if case .null = node.content { return nil }
        return node
    }

    /// The members of an object or the elements in an element; nil for other values.
    package var members: [Member]? {
        switch content {
        case .object(let members): members
        case .element(let element): element.children
        case .text, .number, .boolean, .null, .list: nil
        }
    }

    /// The items of a list, or the elements in an element; nil for other values.
    package var items: [WireNode]? {
        switch content {
        case .list(let items): items
        case .element(let element): element.children.map(\.node)
        case .text, .number, .boolean, .null, .object: nil
        }
    }

    /// The text of a string, or of an element without elements; nil for other values.
    package var text: String? {
        switch content {
        case .text(let text): text
        case .element(let element) where element.children.isEmpty: element.text
        case .number, .boolean, .null, .object, .list, .element: nil
        }
    }

    /// The whole number; nil for other values.
    package var integer: Int? {
        switch content {
        case .number(let text): Int(text)
        case .element(let element) where element.children.isEmpty: Int(element.text)
        case .text, .boolean, .null, .object, .list, .element: nil
        }
    }

    /// The truth value; nil for other values.
    package var boolean: Bool? {
        switch content {
        case .boolean(let boolean): boolean
        case .element(let element) where element.children.isEmpty: Bool(element.text)
        case .text, .number, .null, .object, .list, .element: nil
        }
    }
}

extension WireNode {
    /// Takes a value with all in it from a tape whose names are all unknown.
    ///
    /// The depth is bounded by the limits of the parsers.
    private init(_ tape: borrowing WireTape, at place: Int) {
        let node = tape.nodes[place]
        line = Int(node.line)
        content =
            switch node.kind {
            case .string: .text(tape.string(node.range))
            case .number: .number(tape.string(node.range))
            case .true: .boolean(true)
            case .false: .boolean(false)
            case .null: .null
            case .object: .object(Self.members(of: place, on: tape))
            case .list: .list(Self.members(of: place, on: tape).map(\.node))
            case .element:
                .element(
                    Element(
                        text: tape.string(node.range), children: Self.members(of: place, on: tape),
                        hasStrayText: node.hasStrayText, hasAttributes: node.hasAttributes,
                        namespace: node.namespace.map { WireReader.namespaces[Int($0)] }))
            }
    }

    private static func members(of place: Int, on tape: borrowing WireTape) -> [Member] {
        var members: [Member] = []
        members.reserveCapacity(Int(tape.nodes[place].children))
        var child = place + 1
        for _ in 0..<tape.nodes[place].children {
            let name = WireTape.placeOfOtherName(tape.nodes[child].name).map { tape.string(tape.otherNames[$0]) }
            members.append(Member(name: name ?? "", node: WireNode(tape, at: child)))
            child = Int(tape.nodes[child].next)
        }
        return members
    }
}

extension WireTape {
    /// The characters of a range of the tape's bytes, which begins and ends between characters.
    func string(_ range: Range<Int>) -> String {
        let bytes = text[range].span
        return Self.string(bytes, isASCII: ByteWords.areASCII(bytes))
    }

    /// The characters of bytes that are on a tape, of which is known whether all are ASCII.
    static func string(_ bytes: Span<UInt8>, isASCII: Bool) -> String {
        // What is on a tape has been found to be UTF-8 when it was read, and is not looked at for that again.
        String(copying: unsafe UTF8Span(unchecked: bytes, isKnownASCII: isASCII))
    }
}
