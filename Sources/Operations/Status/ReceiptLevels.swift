internal import HTTPDoors
internal import MessageFormats
internal import Messages
internal import Queues

/// The three levels of receipt of one delivery: what was given when, and what is due when.
///
/// Source: rules, "Receipts".
struct ReceiptLevels {
    let message: MessageStatus
    let delivery: DeliveryStatus
    let pace: ReceiptPace

    /// `transport`, `application` and `kvittens`; of the last two, those that are there or due.
    var value: APIValue {
        .object(
            [
                ("transport", .object([("state", .text("stored")), ("at", .time(message.acceptance.acceptedAt))])),
                ("application", application), ("kvittens", kvittens),
            ].present)
    }

    /// When the receiving system is to have answered; nil when no answer is due.
    var applicationDueAt: Timestamp? {
        guard isDue(.application) else { return nil }
        return delivery.firstAvailableAt.adding(seconds: pace.applicationSeconds)
    }

    /// When somebody of the unit is to have read it; nil when no kvittens is due.
    ///
    /// Every day counts, also Sundays and holidays.
    var kvittensDueAt: Timestamp? {
        guard isDue(.kvittens), delivery.destination.unit != nil else { return nil }
        return .nextSwedishNoon(after: delivery.firstAvailableAt.adding(seconds: pace.kvittensShortestSeconds))
    }

    private var application: APIValue {
        .object(
            [
                ("outcome", (delivery.answer?.outcome.word).value), ("at", (delivery.answer?.at).value),
                ("dueAt", applicationDueAt.value),
            ].present
        ).unlessEmpty
    }

    private var kvittens: APIValue {
        let given = delivery.kvittens
        let isByAnother = given.map { Destination($0.by) != delivery.destination } ?? false
        return .object(
            [
                ("readAt", (given?.readAt).value), ("receivedAt", (given?.receivedAt).value),
                ("by", (isByAnother ? given?.by.text : nil).value), ("receiptId", (given?.receipt.description).value),
                ("dueAt", kvittensDueAt.value),
            ].present
        ).unlessEmpty
    }

    /// Nothing is due of what nobody will get any more, nor of what nobody is to read since it is about another patient or was
    /// not for the unit.
    private func isDue(_ level: MessageType.ReceiptLevel) -> Bool {
        guard !message.isReceipt, !(message.cancellation?.isWrongPatient ?? false),
            delivery.misdirection == nil,
            MessageCatalogue.standard.type(named: message.type)?.receipts.contains(level) ?? false
        else { return false }
        switch delivery.state {
        case .cancelled, .discarded, .expired: return false
        case .waiting, .leased, .retrying, .held, .dead, .completed: return true
        }
    }
}
