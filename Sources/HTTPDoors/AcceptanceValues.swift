package import MessageFormats
internal import Messages
package import Queues

extension Recipient {
    /// The recipient as the transport receipt and the status tell it.
    package var value: APIValue {
        var members: [(String, APIValue)] = [
            ("unit", .text(destination.name)), ("name", .text(name)), ("why", .text(why)),
        ]
        switch state {
        case .queued:
            members.append(("state", .text("queued")))
        case .skipped(let code, let detail):
            members += [("state", .text("skipped")), ("code", .text(code)), ("detail", .text(detail))]
        }
        return .object(members)
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
