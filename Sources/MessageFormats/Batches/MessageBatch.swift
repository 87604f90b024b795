package import Messages

/// Several messages in one body: a JSON array, or an XML `<messages>` in the namespace of messages.
///
/// The parts are cut out of the body and not written anew, so that each is what its sender wrote, in UTF-8; nothing of what
/// they mean is looked at here.
package struct MessageBatch: Sendable {
    /// One message of a batch, to be read by itself.
    package struct Part: Sendable {
        /// The message as it would have been sent alone, in UTF-8.
        package let bytes: [UInt8]
        /// How many lines of the body come before the part's first.
        package let linesBefore: Int

        /// A part from its bytes and its place.
        package init(bytes: [UInt8], linesBefore: Int) {
            self.bytes = bytes
            self.linesBefore = linesBefore
        }
    }

    /// The messages in their order, 1 to `maximum`.
    package let parts: [Part]

    /// Messages in one batch at most.
    ///
    /// Source: issue 6, batch posting.
    package static let maximum = Limits.batchParts

    /// Cuts a body into its messages; nil when it is no batch but should be one message.
    ///
    /// A fault inside a part of JSON is left to whoever reads the part; a body of XML must be well-formed as a whole.
    ///
    /// - Parameters:
    ///   - bytes: The body as it was sent.
    ///   - form: What the media type says.
    ///   - charset: The parameter `charset` of the media type; nil without one.
    /// - Throws: What is wrong with the body as a whole: bytes, syntax, or the number of its messages.
    package init?(_ bytes: [UInt8], as form: WireForm, charset: String?) throws(Rejection) {
        let parts: [Part]
        switch form {
        case .json:
            guard Self.firstByte(of: bytes) == UInt8(ascii: "[") else { return nil }
            parts = try JSONBatchScan.parts(of: Charset.utf8(ofJSON: bytes, httpCharset: charset))
        case .xml:
            guard let found = try XMLBatch.parts(of: bytes, charset: charset) else { return nil }
            parts = found
        }
        guard !parts.isEmpty else { throw Rejection(.batchEmpty) }
        self.parts = parts
    }

    /// The first byte that is neither white space nor of a byte order mark.
    private static func firstByte(of bytes: [UInt8]) -> UInt8? {
        bytes.dropFirst(ByteOrderMark(of: bytes)?.length ?? 0).first { !$0.isWhiteSpace }
    }
}

extension UInt8 {
    /// Whether JSON and XML take the byte for white space.
    var isWhiteSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
