package import Messages

/// Reads messages: bytes, then syntax, then the declaration of the type, then the rules.
///
/// Bytes go onto a tape in one pass, and the declaration is held against the tape; of a message that is refused no value is
/// ever made. The XSDs and JSON Schemas come from the same declarations and are asked by tests only. A value without state of
/// its own that may be used from any thread: the plan never changes, and each call borrows a tape.
package struct MessageReader: Sendable {
    private let plan: ReadingPlan

    /// Makes a reader of the types that a catalogue has.
    package init(catalogue: MessageCatalogue) {
        plan = ReadingPlan(catalogue)
    }

    /// Makes a reader of the types that the gateway knows; all such readers share what they need.
    package init() {
        plan = .standard
    }

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
        try plan.readers.read(bytes, as: form, charset: charset) { reader throws(Rejection) in
            let (message, problems, warnings) = try decode(reader, form)
            if let rejection = Rejection(problems) { throw rejection }
            guard let message else { throw Rejection(.notAMessage) }
            let findings = findings(in: message, on: reader.tape, form)
            guard !(findings.isEmpty && warnings.isEmpty) else { return ReadMessage(message: message, warnings: []) }
            let refusals = findings.filter { !$0.code.isWarning }
            if let rejection = Rejection(Array(refusals.prefix(Limits.problems))) { throw rejection }
            return ReadMessage(message: message, warnings: Array((warnings + findings).prefix(Limits.problems)))
        }
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
        try plan.readers.read(bytes, as: form, charset: charset) { reader throws(Rejection) in
            let (message, problems, _) = try decode(reader, form)
            guard let message else { throw Rejection(problems) ?? Rejection(.notAMessage) }
            return message
        }
    }

    /// What a reader's tape says, held to the declaration.
    private func decode(
        _ reader: WireReader, _ form: WireForm
    ) throws(Rejection) -> (message: Message?, problems: [Problem], warnings: [Problem]) {
        try checkRoot(of: reader.tape, form)
        var decoder = MessageDecoder(plan: plan, taking: &reader.tape, form: form)
        let message = decoder.message()
        decoder.giveBack(&reader.tape)
        return (message, decoder.problems, decoder.warnings)
    }

    /// A message is an object, or the element `message` in its namespace.
    private func checkRoot(of tape: borrowing WireTape, _ form: WireForm) throws(Rejection) {
        let root = tape.nodes[0]
        switch form {
        case .json:
            guard root.kind == .object else { throw Rejection(Problem(.notAMessage, path: "", line: Int(root.line))) }
        case .xml:
            guard root.name == ReadingPlan.message else {
                throw Rejection(Problem(.notAMessage, path: "/*", line: Int(root.line)))
            }
            guard root.namespace == WireReader.messageNamespace else {
                throw Rejection(Problem(.wrongNamespace, path: "/message", line: Int(root.line)))
            }
        }
    }

    /// What the rules of the head and of the type say, with the places as the sender knows them.
    private func findings(in message: Message, on tape: borrowing WireTape, _ form: WireForm) -> [Problem] {
        var findings: [Problem] = []
        for (rule, places) in message.brokenRules {
            for place in places {
                let path = WirePath(place, in: message.type)
                let line = path.line(on: tape, names: plan.names)
                findings.append(Problem(rule.code, path: path.text(in: form), line: line))
            }
        }
        return findings
    }
}
