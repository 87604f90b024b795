extension RejectionCode {
    /// The store may be a copy and is held until an operator releases it.
    package static let storeHeld = RejectionCode(
        "VX-1760", 503, .operator,
        "The store may be a copy and is held until an operator releases it.",
        "Lagret kan vara en kopia och är låst tills driften låser upp det.",
        advice: "Send again later; the operator looks whether the original still runs, then uses vaxel store release.")
    /// The gateway was started for reading only.
    package static let storeReadOnly = RejectionCode(
        "VX-1770", 503, .operator,
        "The gateway was started for reading only.",
        "Växeln är startad enbart för läsning.",
        advice: "Send again later; the operator starts it without --read-only when the store is whole.")

    /// The bytes asked for were dropped in their time.
    package static let payloadDropped = RejectionCode(
        "VX-1780", 410, .sender,
        "The message's bytes are not kept any more.",
        "Meddelandets innehåll sparas inte längre.",
        advice:
            "Ask the sending unit: the gateway keeps bytes for as many days after settlement as its operator has set.")
    /// VX-176x to VX-178x: the store as a whole.
    static let store: [RejectionCode] = [
        .storeHeld, .storeReadOnly, .payloadDropped,
    ]
}
