package import Messages
import XMLDocuments

/// Reads messages: bytes, then syntax, then the declaration of the type, then the XSD, then the rules.
///
/// A value without state of its own; the compiled schema is shared by all. May be called from any thread.
package struct MessageReader: Sendable {
    /// Makes a reader; the schema is compiled when the first message needs it.
    package init() {}

    /// Reads one message.
    ///
    /// - Parameters:
    ///   - bytes: The body as it was sent.
    ///   - form: What the media type says.
    ///   - charset: The parameter `charset` of the media type, in any case; nil without one.
    /// - Returns: The message and its warnings.
    /// - Throws: What is wrong, at most 100 problems, schema before rules; nothing is kept.
    package func read(
        _ bytes: [UInt8], as form: WireForm, charset: String? = nil
    ) throws(Rejection) -> ReadMessage {
        let source = try source(of: bytes, as: form, charset: charset)
        return try judge(source.root, as: form) { source.document.map(EnvelopeSchema.problems) ?? [] }
    }

    /// Decodes a message that was read and accepted before, without asking the schema and the rules again.
    ///
    /// A rule that has become stricter since must not turn what was accepted into something that cannot be delivered.
    ///
    /// - Parameters:
    ///   - bytes: The body as it was sent.
    ///   - form: What the media type says.
    ///   - charset: The parameter `charset` of the media type; nil without one.
    /// - Returns: The message.
    /// - Throws: `Rejection` when the bytes do not fit the declaration of their type any more.
    package func decode(
        _ bytes: [UInt8], as form: WireForm, charset: String? = nil
    ) throws(Rejection) -> Message {
        var decoder = MessageDecoder(form: form)
        let message = decoder.message(try source(of: bytes, as: form, charset: charset).root)
        guard let message else { throw Rejection(decoder.problems) ?? Rejection(.notAMessage) }
        return message
    }

    /// The tree of a message's bytes, with the XML document it came from.
    private func source(
        of bytes: [UInt8], as form: WireForm, charset: String?
    ) throws(Rejection) -> (root: WireNode, document: XMLDocument?) {
        switch form {
        case .json:
            let root = try WireNode.read(bytes, as: .json, charset: charset)
            guard case .object = root.content else { throw Rejection(Problem(.notAMessage, path: "", line: root.line)) }
            return (root, nil)
        case .xml:
            let document = try XMLSource.parse(bytes, charset: charset)
            guard document.root.localName == "message" else {
                throw Rejection(Problem(.notAMessage, path: "/*", line: document.root.line))
            }
            guard document.root.namespace == MessageNamespace.uri else {
                throw Rejection(Problem(.wrongNamespace, path: "/message", line: document.root.line))
            }
            return (WireNode(document.root), document)
        }
    }

    /// Decodes and holds to the schema and the rules; the schema is the referee and asked only when the decoder is content.
    private func judge(
        _ root: WireNode, as form: WireForm, referee: () -> [Problem]
    ) throws(Rejection) -> ReadMessage {
        var decoder = MessageDecoder(form: form)
        let message = decoder.message(root)
        if let rejection = Rejection(decoder.problems) { throw rejection }
        if let rejection = Rejection(referee()) { throw rejection }
        guard let message else { throw Rejection(.notAMessage) }
        let findings = (Rule.ofHead + message.type.rules).flatMap { rule in
            rule.violations(in: message).map { place in
                let path = WirePath(place, in: message.type)
                return Problem(rule.code, path: path.text(in: form), line: path.line(below: root))
            }
        }
        if let rejection = Rejection(Array(findings.filter { !$0.code.isWarning }.prefix(Limits.problems))) {
            throw rejection
        }
        let warnings = decoder.warnings + findings
        return ReadMessage(message: message, warnings: Array(warnings.prefix(Limits.problems)))
    }
}
