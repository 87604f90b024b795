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

extension Misdirection {
    /// That it was not for its receiver, as status and case tell it.
    var value: APIValue { .object([("by", .text(by.description)), ("at", .time(at))]) }
}

extension Forwarding {
    /// To whom it was passed on, as status and case tell it.
    var value: APIValue {
        .object([
            ("by", .text(by.description)), ("from", .text(from.text)), ("to", .text(to.text)), ("at", .time(at)),
        ])
    }
}

extension MessageStatus {
    /// To whom it was passed on; absent when it was not.
    var forwarded: APIValue {
        forwardings.isEmpty ? .null : .list(item: "forwarding", forwardings.map(\.value))
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
