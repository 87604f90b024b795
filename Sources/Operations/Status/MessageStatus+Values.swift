internal import MessageFormats
internal import Messages
internal import Queues

extension Cancellation {
    /// The cancellation as status and case tell it, with the code of its reason when it is known.
    func value(reason: String? = nil) -> APIValue {
        .object(
            [("by", .text(by.description)), ("at", .time(at)), ("reason", reason.value)].present)
    }
}

extension DeliveryState {
    /// Until when it waits for something to be mended; nil of any other state.
    var heldUntil: Timestamp? {
        if case .held(let until) = self { until } else { nil }
    }

    /// When a failed attempt is followed by another; nil of any other state.
    var nextAttemptAt: Timestamp? {
        if case .retrying(let again) = self { again } else { nil }
    }
}
