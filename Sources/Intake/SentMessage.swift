internal import AccessControl
internal import HTTPDoors
internal import HTTPWire
internal import MessageFormats
internal import Messages

/// One message as a call brought it, alone in its body or in a batch, after it was read.
struct SentMessage: Sendable {
    let content: ReadMessage
    /// What is kept and given back as the sender's own bytes.
    let bytes: [UInt8]
    let form: WireForm
    /// The media type under which the bytes can be read again.
    let contentType: String
    let sender: Identity
    let traceparent: String?

    var message: Message { content.message }

    /// The message that a whole body is.
    init(_ content: ReadMessage, in form: WireForm, aloneIn call: Call) {
        self.init(
            content, bytes: call.body, in: form, contentType: call.head.headers.first("content-type") ?? "", of: call)
    }

    /// A message of a batch, whose parts are in UTF-8 whatever the batch came in.
    init(_ content: ReadMessage, _ part: MessageBatch.Part, in form: WireForm, of call: Call) {
        self.init(
            content, bytes: part.bytes, in: form,
            contentType: form == .xml ? "application/xml; charset=utf-8" : "application/json", of: call)
    }

    private init(
        _ content: ReadMessage, bytes: [UInt8], in form: WireForm, contentType: String, of call: Call
    ) {
        self.content = content
        self.bytes = bytes
        self.form = form
        self.contentType = contentType
        sender = call.identity
        traceparent = TraceParent.accepted(call.head.headers.all("traceparent"))
    }
}
