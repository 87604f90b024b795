package import Messages

/// Decides which destinations a message goes to, and says why.
///
/// Pure: the same message, context, directory and moment give the same recipients.
///
/// Source: interfaces, "Receivers".
package struct Router: Sendable {
    private let directory: Directory
    private let catalogue: MessageCatalogue

    /// Routes by a directory; the catalogue has the older versions that a unit may read.
    package init(directory: Directory, catalogue: MessageCatalogue = .standard) {
        self.directory = directory
        self.catalogue = catalogue
    }

    /// Resolves the addressed receivers, and adds the subscribers and the 1177 publishing service as the context has it.
    ///
    /// A destination gets a message once; the first reason wins. Addressed receivers that cannot be resolved or do not
    /// take the message refuse it whole, all of them named; an unsuitable subscriber, or party of the case, is skipped and
    /// listed. Two kinds of message find their receivers otherwise: a cancellation of a known message goes to those who
    /// got that one, and a receipt for a known message, or the notice that it was misdirected, goes to the sender of that.
    ///
    /// - Parameters:
    ///   - message: the message to route.
    ///   - context: what the gateway knows about the message beyond it.
    ///   - moment: when it is being accepted, for units whose time in the directory is limited.
    /// - Returns: the recipients, at least one of them a unit that gets the message, and warnings with JSON Pointers.
    /// - Throws: `Rejection` (422), with one problem per receiver.
    package func route(
        _ message: Message, context: RoutingContext, at moment: Timestamp
    ) throws(Rejection) -> Routed {
        let question = RoutingQuestion(
            message: message, context: context, directory: directory, catalogue: catalogue, moment: moment)
        try question.checkSender()
        if message.type.cancels, let original = context.originalRecipients {
            let recipients = try question.recipients(ofOriginal: original)
            let isPublished = recipients.contains { $0.destination == .publisher1177 }
            return Routed(recipients: recipients + (isPublished ? [] : [context.publication].compactMap(\.self)))
        }
        if message.type.isReceipt || message.type.goesToSender {
            // Nobody subscribes to them: they concern two parties only.
            if let sender = context.originalSender {
                try question.checkReceivers(
                    ofAnswerTo: sender, orElse: message.type.isReceipt ? .receiptReceiver : .misdirectedReceiver)
                return Routed(recipients: [try question.senderOfOriginal()])
            }
            let addressed = try question.addressedRecipients()
            return Routed(recipients: addressed.isEmpty ? [try question.senderOfOriginal()] : addressed)
        }
        var recipients = try question.addressedRecipients()
        recipients += question.subscribers(besides: recipients)
        if let publication = context.publication { recipients.append(publication) }
        guard
            !message.type.needsReceiver
                || recipients.contains(where: { $0.skipped == nil && $0.destination.unit != nil })
        else {
            throw Rejection(
                Problem(
                    .noReceiver, path: "/receivers", detail: "nobody that is addressed or subscribes takes the message")
            )
        }
        return Routed(recipients: recipients, warnings: question.warnings(for: recipients))
    }
}

extension MessageType {
    /// Whether a message of the type takes another one back.
    var cancels: Bool { name == "MessageCancelled" }

    /// Whether a message of the type goes to the sender of the message that it is about, as receipts do.
    var goesToSender: Bool { name == "MisdirectedNotice" }
}
