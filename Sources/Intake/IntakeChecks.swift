internal import AccessControl
internal import HTTPDoors
internal import Messages

/// What is asked of a decoded message before it is routed: may its sender say this?
///
/// Paths are JSON Pointers here; the endpoint writes them in the sender's own form.
enum IntakeChecks {
    /// Refuses a message from a unit that the caller may not send for, and receipts in another's name.
    static func allow(_ message: Message, from identity: Identity) throws(Rejection) {
        guard identity.may(.send, for: message.sender.unit) else {
            throw Rejection(
                .senderUnitNotYours, "system \(identity.system) may not send for that unit", path: "/sender/unit")
        }
        guard message.type.isReceipt else { return }
        guard message.content.text("issuedBy") != "gateway" else {
            throw Rejection(
                .gatewayReceiptForged, "only the gateway issues receipts in its own name", path: "/content/issuedBy")
        }
        guard let unit = message.content.text("receiverUnit").flatMap({ UnitID($0) }), identity.may(.send, for: unit)
        else {
            throw Rejection(
                .receiptUnitNotYours, "a receipt names a unit of the system that posts it",
                path: "/content/receiverUnit")
        }
    }

    /// Warnings for what the message refers to and the gateway does not know.
    ///
    /// Never a refusal: care must not stop on the order of arrival. Source: rules, "Receipts".
    ///
    /// - Parameters:
    ///   - message: the decoded message.
    ///   - isKnown: whether the gateway has accepted a message.
    /// - Returns: at most two warnings.
    static func warnings(for message: Message, isKnown: (MessageID) -> Bool) -> [Problem] {
        var warnings: [Problem] = []
        if let refersTo = message.refersTo, !isKnown(refersTo) {
            warnings.append(Problem(.unknownReference, path: "/refersTo"))
        }
        if let replaces = message.replaces, !isKnown(replaces) {
            warnings.append(Problem(.unknownReplaced, path: "/replaces"))
        }
        return warnings
    }
}
