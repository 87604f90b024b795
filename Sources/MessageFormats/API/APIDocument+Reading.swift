package import Messages

extension APIDocument {
    /// Reads a body; what it may hold is the caller's to say.
    ///
    /// - Parameters:
    ///   - bytes: The body as it was sent.
    ///   - form: What the media type says.
    ///   - charset: The parameter `charset` of the media type.
    /// - Returns: The value; of XML `.elements` and `.untyped`.
    /// - Throws: What is wrong with the syntax (`VX-10xx`), or `requestBodyInvalid` with the line of what is no body of the
    ///   API: another namespace, a member that comes twice, a number that is not whole.
    package static func read(
        _ bytes: [UInt8], as form: WireForm, charset: String? = nil
    ) throws(Rejection) -> APIValue {
        let root = try WireNode.read(bytes, as: form, charset: charset)
        // Inside, a message has a namespace of its own.
        if case .element(let element) = root.content, element.namespace != Namespace.api.rawValue {
            throw Rejection(
                Problem(
                    .requestBodyInvalid, line: root.line,
                    detail: "the namespace of the body's elements is \(Namespace.api.rawValue)"))
        }
        return try value(root)
    }

    private static func value(_ node: WireNode) throws(Rejection) -> APIValue {
        switch node.content {
        case .text(let text): return .text(text)
        case .number(let text):
            // 3.0 is a whole number too, as JSON Schema has it.
            guard let integer = Int(text) ?? Double(text).flatMap({ Int(exactly: $0) }) else {
                throw Rejection(
                    Problem(.requestBodyInvalid, line: node.line, detail: "numbers are whole"))
            }
            return .integer(integer)
        case .boolean(let boolean): return .boolean(boolean)
        case .null: return .null
        case .list(let items): return .list(item: "item", try items.map { item throws(Rejection) in try value(item) })
        case .object(let members):
            var seen: Set<String> = []
            for member in members where !seen.insert(member.name).inserted {
                throw Rejection(
                    Problem(.requestBodyInvalid, line: member.node.line, detail: "a member comes twice"))
            }
            return .object(try pairs(members))
        case .element(let element):
            return element.children.isEmpty ? .untyped(element.text) : .elements(try pairs(element.children))
        }
    }

    private static func pairs(_ members: [WireNode.Member]) throws(Rejection) -> [(String, APIValue)] {
        try members.map { member throws(Rejection) in (member.name, try value(member.node)) }
    }
}
