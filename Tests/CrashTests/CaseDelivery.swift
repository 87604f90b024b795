import TestSupport

/// What a unit waits for: a message of the story, or a receipt for one.
struct CaseDelivery: Hashable, Sendable {
    /// The message's name, that of the original for a receipt.
    let name: String
    /// `ApplicationReceipt` or `ReadReceipt`, with the unit that it comes from; nil for the message itself.
    var receipt: Receipt?

    /// Which receipt.
    struct Receipt: Hashable, Sendable {
        let type: String
        let unit: String
    }

    init(_ name: String, receipt type: String? = nil, from unit: String = "") {
        self.name = name
        receipt = type.map { Receipt(type: $0, unit: unit) }
    }

    /// What a message is that came out of a queue, by the ids of those that were posted; nil when it is none of them.
    init?(_ message: JSONTree, names: [String: String]) {
        let type = message["type"].text ?? ""
        let isReceipt = type == "ApplicationReceipt" || type == "ReadReceipt"
        let id = message[isReceipt ? "refersTo" : "messageId"].text ?? ""
        guard let name = names[id] else { return nil }
        self.init(name, receipt: isReceipt ? type : nil, from: message["content"]["receiverUnit"].text ?? "")
    }
}
