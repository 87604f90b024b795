internal import AccessControl
internal import HTTPDoors
internal import Messages

/// What is asked of a decoded message before anything else: whether its sender may say that.
///
/// Paths are JSON Pointers here; the endpoint writes them in the sender's own form.
enum IntakeChecks {
    /// Refuses a message from a unit that the caller may not send for, or may not send compulsory care for.
    ///
    /// Source: rules, "Compulsory care".
    static func allow(_ message: Message, from identity: Identity) throws(Rejection) {
        guard identity.may(.send, for: message.sender.unit) else {
            throw Rejection(
                .senderUnitNotYours, "system \(identity.system) may not send for that unit", path: "/sender/unit")
        }
        guard !message.type.isCompulsory || identity.may(.compulsory, for: message.sender.unit) else {
            throw Rejection(
                .rightMissing, "system \(identity.system) may not send messages of compulsory care for that unit",
                path: "/type")
        }
    }
}
