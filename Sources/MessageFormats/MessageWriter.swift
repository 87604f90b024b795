package import Messages
import XMLDocuments

/// Writes messages in either form, in UTF-8 without BOM, in the order of the declaration.
package struct MessageWriter: Sendable {
    /// Makes a writer; it has no state.
    package init() {}

    /// The bytes of a message.
    package func write(_ message: Message, as form: WireForm, layout: Layout = .compact) -> [UInt8] {
        switch form {
        case .json:
            var writer = JSONWriter(layout: layout)
            MessageBody.write(message, into: &writer)
            writer.finish()
            return writer.bytes
        case .xml:
            var writer = XMLWriter(isIndented: layout == .indented)
            MessageBody.write(message, into: &writer)
            return writer.bytes
        }
    }

    /// What makes two sendings the same message: its compact JSON without `transmissionId`.
    package func canonicalBytes(of message: Message) -> [UInt8] {
        var writer = JSONWriter(layout: .compact)
        MessageBody.write(message, without: "transmissionId", into: &writer)
        return writer.bytes
    }
}
