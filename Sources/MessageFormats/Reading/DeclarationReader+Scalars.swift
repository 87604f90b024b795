import Messages

extension DeclarationReader {
    /// One value by its type; nil, and told, when it does not fit.
    mutating func scalar(_ node: WireNode, _ type: ScalarType) -> Value? {
        switch (type.kind, node.content) {
        case (.integer(let range), .number(let text)):
            return integer(text, type, range, line: node.line)
        case (.boolean, .boolean(let boolean)):
            return .boolean(boolean)
        case (.integer, .text), (.boolean, .text), (.integer, .boolean), (.boolean, .number):
            report(.wrongKind, line: node.line, detail: "The value is of another kind than \(type.name).")
            return nil
        case (.text, _), (.integer, _), (.boolean, _):
            return text(node, type)
        }
    }

    /// A code of a closed list; nil, and told, for any other.
    mutating func closedCode(_ node: WireNode, _ list: CodeList) -> Value? {
        guard let text = leafText(node) else { return nil }
        guard !text.isEmpty else {
            report(.emptyValue, line: node.line)
            return nil
        }
        guard list.contains(text) else {
            let code: RejectionCode = list.name == CodeList.messageTypeName.name ? .unknownType : .unknownCode
            report(code, line: node.line, detail: "\(code.english) The list is \(list.name).")
            return nil
        }
        return .text(text)
    }

    /// `{code, text}` of an open list: an unknown code needs a text.
    mutating func openCode(_ node: WireNode, _ list: CodeList) -> Value? {
        let record = record(node, Part.openCode.fields)
        guard let code = record.text("code"), !list.contains(code) else { return .record(record) }
        let verdict: RejectionCode = record["text"] == nil ? .unknownCode : .unknownOpenCode
        report(verdict, at: .member("code"), line: node.line, detail: "\(verdict.english) The list is \(list.name).")
        return .record(record)
    }

    private mutating func text(_ node: WireNode, _ type: ScalarType) -> Value? {
        guard let text = leafText(node) else { return nil }
        guard !text.isEmpty else {
            report(.emptyValue, line: node.line)
            return nil
        }
        switch type.kind {
        case .integer(let range):
            return integer(text, type, range, line: node.line)
        case .boolean:
            guard type.accepts(text) else { return refuseForm(type, line: node.line) }
            return .boolean(text == "true")
        case .text:
            return checked(text, type, line: node.line)
        }
    }

    private mutating func checked(_ text: String, _ type: ScalarType, line: Int) -> Value? {
        // Counting scalars is only needed when the bytes alone do not settle it.
        let isShort = text.utf8.count <= type.length.upperBound && type.length.lowerBound == 1
        guard isShort || text.unicodeScalars.count <= type.length.upperBound else {
            guard type.pattern == nil else { return refuseForm(type, line: line) }
            report(.tooLong, line: line, detail: "At most \(type.length.upperBound) characters.")
            return nil
        }
        guard isShort || text.unicodeScalars.count >= type.length.lowerBound, type.accepts(text) else {
            return refuseForm(type, line: line)
        }
        return .text(type.keepsLowerCase ? text.lowercased() : text)
    }

    private mutating func integer(_ text: String, _ type: ScalarType, _ range: ClosedRange<Int>, line: Int) -> Value? {
        guard type.accepts(text), let integer = Int(text), range.contains(integer) else {
            report(
                .numberOutOfRange, line: line, detail: "A whole number from \(range.lowerBound) to \(range.upperBound)."
            )
            return nil
        }
        return .integer(integer)
    }

    private mutating func refuseForm(_ type: ScalarType, line: Int) -> Value? {
        report(
            .wrongForm, line: line, detail: "The value does not have the form of \(type.name): \(type.documentation)")
        return nil
    }
}
