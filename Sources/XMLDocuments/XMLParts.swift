/// The elements directly below a root, cut out of a document's own bytes so that each can stand alone.
package enum XMLParts {
    /// An element with all in it.
    package struct Part: Sendable {
        /// The element's bytes as they stand in the document, with the root's namespace declarations added to its start tag.
        package let bytes: [UInt8]
        /// How many line feeds come before it.
        package let linesBefore: Int
    }

    /// The name of the outermost element without its prefix, found without parsing; nil when there is none.
    ///
    /// - Parameter bytes: the document in UTF-8, or in any character set that has ASCII as its lower half.
    /// - Returns: the name, as `messages` of `<m:messages>`.
    package static func rootName(in bytes: [UInt8]) -> String? {
        var scan = MarkupScan(bytes)
        guard let tag = scan.next(), tag.kind != .end else { return nil }
        let name = bytes[nameRange(of: tag.range, in: bytes)]
        let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
        return String(decoding: local, as: UTF8.self)
    }

    /// Cuts a document that `XMLDocument.parse` has taken into the elements below its root.
    ///
    /// - Parameters:
    ///   - bytes: the document in UTF-8 without byte order mark.
    ///   - maximum: how many are cut out at most; what follows is passed over.
    /// - Returns: the elements in their order.
    package static func cut(_ bytes: [UInt8], maximum: Int) -> [Part] {
        var scan = MarkupScan(bytes)
        guard let root = scan.next(), root.kind == .start else { return [] }
        let inherited = declarations(in: root.range, of: bytes)
        var parts: [Part] = []
        var depth = 0
        var (start, lines, counted) = (root.range, 0, 0)
        while parts.count < maximum, let tag = scan.next() {
            if depth == 0, tag.kind != .end { start = tag.range }
            switch tag.kind {
            case .start: depth += 1
            case .end: depth -= 1
            case .empty: break
            }
            guard depth >= 0 else { break }
            guard depth == 0 else { continue }
            lines += bytes[counted..<start.lowerBound].count { $0 == 0x0A }
            counted = start.lowerBound
            let element = alone(bytes[start.lowerBound..<tag.range.upperBound], startTag: start, inherited, in: bytes)
            parts.append(Part(bytes: element, linesBefore: lines))
        }
        return parts
    }

    /// An element with the declarations that it does not make itself.
    private static func alone(
        _ element: ArraySlice<UInt8>, startTag: Range<Int>, _ inherited: [Declaration], in bytes: [UInt8]
    ) -> [UInt8] {
        let own = Set(declarations(in: startTag, of: bytes).map(\.name))
        let nameEnd = nameRange(of: startTag, in: bytes).upperBound
        var alone = Array(element[..<nameEnd])
        for declaration in inherited where !own.contains(declaration.name) {
            alone.append(0x20)
            alone += declaration.bytes
        }
        alone += element[nameEnd...]
        return alone
    }

    // MARK: Inside a tag

    /// A namespace declaration as it is written: `xmlns:m="urn:vaxel:message:1"`.
    private struct Declaration {
        let name: String
        let bytes: ArraySlice<UInt8>
    }

    private static func nameRange(of tag: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        let start = tag.lowerBound + 1
        let end = bytes[start..<tag.upperBound].firstIndex { byte in
            byte.isXMLSpace || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">")
        }
        return start..<(end ?? tag.upperBound)
    }

    private static func declarations(in tag: Range<Int>, of bytes: [UInt8]) -> [Declaration] {
        var found: [Declaration] = []
        var rest = bytes[nameRange(of: tag, in: bytes).upperBound..<tag.upperBound]
        while let equals = rest.firstIndex(of: UInt8(ascii: "=")) {
            let name = rest[..<equals].drop(while: \.isXMLSpace).prefix { !$0.isXMLSpace }
            let value = rest[(equals + 1)...].drop(while: \.isXMLSpace)
            guard let quote = value.first, let end = value.dropFirst().firstIndex(of: quote) else { return found }
            let text = String(decoding: name, as: UTF8.self)
            if text == "xmlns" || text.hasPrefix("xmlns:") {
                found.append(Declaration(name: text, bytes: bytes[name.startIndex...end]))
            }
            rest = rest[(end + 1)...]
        }
        return found
    }
}
