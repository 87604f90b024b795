import Messages

extension DeclarationReader {
    /// A text of which only the length counts; nil, and told, for none and for one that is too long.
    mutating func freeText(_ node: Int, atMost most: Int) -> Value? {
        guard let range = filledLeaf(node) else { return nil }
        let text = tape.text[range].span
        let isASCII = ByteWords.areASCII(text)
        // Scalars are only counted when the number of the bytes does not settle it.
        guard range.count <= most || (!isASCII && scalars(in: range) <= most) else {
            report(.tooLong, node: node, detail: "At most \(most) characters.")
            return nil
        }
        return .text(WireTape.string(text, isASCII: isASCII))
    }

    /// One value by its type; nil, and told, when it does not fit.
    mutating func scalar(_ node: Int, _ type: ScalarType) -> Value? {
        switch (type.kind, tape.nodes[node].kind) {
        case (.text, _):
            return text(node, type)
        case (.integer(let range), .number):
            return integer(tape.nodes[node].range, type, range, node: node)
        case (.boolean, .true):
            return .boolean(true)
        case (.boolean, .false):
            return .boolean(false)
        case (.integer, .string), (.boolean, .string), (.integer, .true), (.integer, .false), (.boolean, .number):
            report(.wrongKind, node: node, detail: "The value is of another kind than \(type.name).")
            return nil
        case (.integer(let range), _):
            guard let text = filledLeaf(node) else { return nil }
            return integer(text, type, range, node: node)
        case (.boolean, _):
            guard let text = filledLeaf(node) else { return nil }
            guard accepts(text, type) else { return refuseForm(type, node: node) }
            return .boolean(tape.text[text.lowerBound] == UInt8(ascii: "t"))
        }
    }

    /// A code of a closed list; nil, and told, for any other.
    mutating func closedCode(_ node: Int, _ codes: ReadingPlan.Codes) -> Value? {
        guard let range = filledLeaf(node) else { return nil }
        guard let number = codes.table.number(of: tape.text[0..<tape.text.count].span, range) else {
            report(codes.closed.code, node: node, detail: codes.closed.detail)
            return nil
        }
        return .text(codes.table.names[Int(number)])
    }

    /// `{code, text}` of an open list: an unknown code needs a text.
    mutating func openCode(_ node: Int, _ codes: ReadingPlan.Codes) -> Value? {
        let record = record(node, plan.openCode)
        guard let code = record.text("code"), codes.table.number(of: code) == nil else { return .record(record) }
        let verdict = record["text"] == nil ? codes.open : codes.openWithText
        report(verdict.code, at: .member(ReadingPlan.code), node: node, detail: verdict.detail)
        return .record(record)
    }

    private mutating func text(_ node: Int, _ type: ScalarType) -> Value? {
        guard let range = filledLeaf(node) else { return nil }
        let text = tape.text[range].span
        let isASCII = ByteWords.areASCII(text)
        let count = isASCII ? range.count : scalars(in: range)
        guard type.length.contains(count), type.accepts(text) else { return refuseForm(type, node: node) }
        let string = WireTape.string(text, isASCII: isASCII)
        let isLower = !type.keepsLowerCase || isASCII && !Self.hasUpperCase(text)
        return .text(isLower ? string : string.lowercased())
    }

    private static func hasUpperCase(_ text: Span<UInt8>) -> Bool {
        for place in text.indices where (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(text[place]) { return true }
        return false
    }

    private mutating func integer(
        _ range: Range<Int>, _ type: ScalarType, _ bounds: ClosedRange<Int>, node: Int
    ) -> Value? {
        guard accepts(range, type), let integer = Int(tape.string(range)), bounds.contains(integer) else {
            report(
                .numberOutOfRange, node: node,
                detail: "A whole number from \(bounds.lowerBound) to \(bounds.upperBound).")
            return nil
        }
        return .integer(integer)
    }

    private func accepts(_ range: Range<Int>, _ type: ScalarType) -> Bool {
        type.accepts(tape.text[range].span)
    }

    /// How many Unicode scalars a range of the tape's bytes has: those that do not go on with one.
    private func scalars(in range: Range<Int>) -> Int {
        var count = 0
        for place in range where tape.text[place] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    private mutating func refuseForm(_ type: ScalarType, node: Int) -> Value? {
        report(
            .wrongForm, node: node, detail: "The value does not have the form of \(type.name): \(type.documentation)")
        return nil
    }
}
