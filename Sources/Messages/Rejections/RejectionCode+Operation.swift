extension RejectionCode {
    /// Nobody who had the delivery answered.
    package static let deliveryUnanswered = RejectionCode(
        "VX-1740", 504, .operator,
        "Nobody who had the delivery answered, time after time; the gateway has given it up.",
        "Ingen som hade leveransen svarade, gång på gång; växeln har gett upp.",
        advice:
            "See whether the receiver's system, or the gateway, ends when it gets this message; mend it, then retry.")
    /// A unit's queue holds as many deliveries as it may.
    package static let backlogFull = RejectionCode(
        "VX-1741", 503, .receiver,
        "A receiver's queue holds as many deliveries as it may.",
        "En mottagares kö rymmer inga fler leveranser.",
        advice: "Send again after Retry-After; the receiver's system must fetch what waits.")
    /// Another replay runs at the queue.
    package static let replayRunning = RejectionCode(
        "VX-1742", 409, .operator,
        "Another replay runs at the queue.",
        "En annan återuppspelning pågår i kön.",
        advice: "Wait until it has ended; the queue tells how far it has come.")

    /// VX-174x: what the queues' limits and operators' acts answer.
    static let operation: [RejectionCode] = [
        .deliveryUnanswered, .backlogFull, .replayRunning,
    ]
}
