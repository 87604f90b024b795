internal import AccessControl
internal import HTTPDoors
internal import Messages
internal import Queues

/// What is asked of a decoded message before it is routed, which is whether its sender may say that.
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

    /// Refuses a receipt that contradicts what the gateway knows of the message it is about.
    ///
    /// A message that the gateway does not know is no reason to refuse. Source: interfaces, "Who may call"; rules,
    /// "Receipts": never a receipt for a receipt, never a negative after a positive.
    ///
    /// - Parameters:
    ///   - message: the decoded message, whatever its type.
    ///   - status: what has become of a message.
    /// - Throws: `Rejection` with the place in the receipt.
    static func allowReceipt(_ message: Message, status: (MessageID) -> MessageStatus?) throws(Rejection) {
        guard message.type.isReceipt, let refersTo = message.refersTo, let original = status(refersTo) else { return }
        guard !original.isReceipt else {
            throw Rejection(.receiptOfReceipt, "the message that it refers to is a receipt", path: "/refersTo")
        }
        let unit = message.content.text("receiverUnit").flatMap { UnitID($0) }
        guard let delivery = original.deliveries.first(where: { $0.destination.unit == unit }) else {
            throw Rejection(
                .receiptUnitNotYours, "that unit did not get the message", path: "/content/receiverUnit")
        }
        guard delivery.state != .completed || message.content.text("outcome") == "ok" else {
            throw Rejection(
                .negativeAfterPositive, "that unit has accepted the message before", path: "/content/outcome")
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
