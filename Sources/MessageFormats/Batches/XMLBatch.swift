import Messages
import XMLDocuments

/// Cuts an XML `<messages>` into its messages.
enum XMLBatch {
    private static let rootName = "messages"

    /// The messages of a body; nil when its outermost element is no `messages`.
    ///
    /// - Throws: `Rejection` when the body is not well-formed, its root is in another namespace or holds more than messages, or
    ///   there are more elements than a batch may have.
    static func parts(of bytes: [UInt8], charset: String?) throws(Rejection) -> [MessageBatch.Part]? {
        // Most bodies are one message, in a character set that shows its root's name as it is.
        guard mayHideItsName(bytes) || XMLParts.rootName(in: bytes) == rootName else { return nil }
        let utf8 = try Charset.utf8(ofXML: bytes, httpCharset: charset)
        guard XMLParts.rootName(in: utf8) == rootName else { return nil }
        try WireReaders.ofAnyText.read(bytes, as: .xml, charset: charset) { reader throws(Rejection) in
            try checkRoot(of: reader.tape)
        }
        let parts = XMLParts.cut(utf8, maximum: Limits.batchParts + 1)
        guard parts.count <= Limits.batchParts else { throw Rejection(.batchTooLong) }
        return parts.map { MessageBatch.Part(bytes: $0.bytes, linesBefore: $0.linesBefore) }
    }

    private static func checkRoot(of tape: borrowing WireTape) throws(Rejection) {
        let root = tape.nodes[0]
        let hasText = root.hasStrayText || !tape.text[root.range].allSatisfy(\.isWhiteSpace)
        let fault: RejectionCode? =
            root.namespace != WireReader.messageNamespace
            ? .wrongNamespace : root.hasAttributes ? .unknownAttribute : hasText ? .strayText : nil
        if let fault { throw Rejection(Problem(fault, path: "/messages", line: Int(root.line))) }
    }

    /// Whether a body may be in UTF-16, whose letters stand two bytes apart.
    private static func mayHideItsName(_ bytes: [UInt8]) -> Bool {
        bytes.prefix(4).contains(0) || ByteOrderMark(of: bytes)?.isUTF16 ?? false
    }
}
