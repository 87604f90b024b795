internal import HTTPDoors
internal import Queues

extension ObjectShape {
    /// That the unit of a delivery has said that the message was not for it.
    static let misdirection = answer(
        "Misdirection", [.required("by", .uuid, "The MisdirectedNotice."), .required("at", .moment)])

    /// That a receiver has passed a message on.
    static let forwarding = answer(
        "Forwarding",
        [
            .required("by", .uuid, "The Forwarded message."), .required("from", .hsaID), .required("to", .hsaID),
            .required("at", .moment),
        ])

    /// That a message has been cancelled.
    static let cancellation = answer(
        "Cancellation",
        [
            .required("by", .uuid, "The MessageCancelled."),
            .required("at", .moment, "When it was accepted."),
            .optional("reason", .anyText, "A code of its list, for those who sent or were sent the message."),
        ])

    /// The three levels of receipt of a delivery.
    static let receiptLevels = answer(
        "ReceiptLevels",
        [
            .required("transport", .object(transport)),
            .optional("application", .object(application)),
            .optional("kvittens", .object(kvittens)),
        ])

    private static let transport = answer(
        "TransportLevel", [.required("state", .word(["stored"])), .required("at", .moment)])

    private static let application = answer(
        "ApplicationLevel",
        [
            .optional("outcome", .word(["ok", "transient-error", "fatal-error"])),
            .optional("at", .moment),
            .optional("dueAt", .moment),
        ])

    private static let kvittens = answer(
        "KvittensLevel",
        [
            .optional("readAt", .moment, "By the reader's system."),
            .optional("receivedAt", .moment),
            .optional("by", .hsaID, "When another unit read it on behalf of this one."),
            .optional("receiptId", .uuid, "The ReadReceipt."),
            .optional("dueAt", .moment),
        ])
}

extension Shape {
    /// Why a delivery was given up.
    static let deathCause = Shape.word(DeathCause.all.map(\.word))
}
