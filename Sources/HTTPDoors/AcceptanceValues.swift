package import MessageFormats
internal import Messages
package import Queues

extension Recipient {
    /// The recipient as the transport receipt and the status tell it.
    package var value: APIValue {
        switch state {
        case .queued:
            .object([
                ("unit", .text(destination.name)), ("name", .text(name)), ("why", .text(why)),
                ("state", .text("queued")),
            ])
        case .skipped(let code, let detail):
            .object([
                ("unit", .text(destination.name)), ("name", .text(name)), ("why", .text(why)),
                ("state", .text("skipped")), ("code", .text(code)), ("detail", .text(detail)),
            ])
        }
    }
}

extension AcceptanceWarning {
    /// The warning as the transport receipt and the status tell it.
    package var value: APIValue {
        .object([("path", .text(path)), ("code", .text(code)), ("detail", .text(detail))])
    }
}

extension Acceptance {
    /// The recipients that got no delivery, and why.
    package var skipped: [Recipient] {
        recipients.filter { $0.state != .queued }
    }
}
