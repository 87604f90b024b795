package import Messages

/// A message that was read, with what its sender should know though nothing is refused.
package struct ReadMessage: Sendable {
    package let message: Message
    /// Warnings, by codes whose `isWarning` is true.
    package let warnings: [Problem]
}

/// Reads messages: bytes, then syntax, then the declaration of the type, then the XSD, then the rules.
///
/// A value without state of its own; the compiled schema is shared by all. May be called from any thread.
package struct MessageReader: Sendable {
    package init() {}

    /// Reads one message.
    ///
    /// - Parameters:
    ///   - bytes: The body as it was sent.
    ///   - form: What the media type says.
    ///   - charset: The parameter `charset` of the media type, in any case; nil without one.
    /// - Throws: Everything that is wrong, at most 100 problems, in the order of the message; nothing is kept.
    package func read(
        _ bytes: [UInt8], as form: WireForm, charset: String? = nil
    ) throws(Rejection) -> ReadMessage {
        throw Rejection(.notImplemented)
    }
}
