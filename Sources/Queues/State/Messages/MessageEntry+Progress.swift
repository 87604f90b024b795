internal import Messages

/// What the table `progress` keeps of a message:
///
///     bytes  what (integers little-endian; "?" after a byte that is 1 when it is there)
///         1  form, 1
///         ?  cancellation: its message 16, time 8, wrong patient 1
///         4  number of forwardings, each: message 16, from and to as text, time 8
///         4  number of deliveries, each as `Delivery` writes itself
extension MessageEntry {
    private static let form: UInt8 = 1

    var progress: [UInt8] {
        var encoder = RecordEncoder(reserving: 128)
        encoder.integer(Self.form)
        encoder.optional(cancellation) { encoder, cancellation in cancellation.encode(into: &encoder) }
        encoder.list(forwardings) { encoder, forwarding in forwarding.encode(into: &encoder) }
        encoder.list(deliveries) { encoder, delivery in delivery.encode(into: &encoder) }
        return encoder.bytes
    }

    /// The message with what has happened to it.
    func changed(by progress: [UInt8]) throws(RecordDecoder.Mismatch) -> MessageEntry {
        var decoder = RecordDecoder(progress)
        guard try decoder.integer(UInt8.self) == Self.form else { throw RecordDecoder.Mismatch() }
        var entry = self
        entry.isTouched = true
        entry.cancellation = try decoder.flag() ? try Cancellation(from: &decoder) : nil
        entry.forwardings = try [Forwarding](from: &decoder)
        let count = Int(try decoder.integer(UInt32.self))
        guard count == deliveries.count else { throw RecordDecoder.Mismatch() }
        for index in entry.deliveries.indices { try entry.deliveries[index].take(from: &decoder) }
        try decoder.finish()
        return entry
    }
}

extension Cancellation: RecordCoded {
    func encode(into encoder: inout RecordEncoder) {
        encoder.uuid(by.bytes)
        encoder.time(at)
        encoder.flag(isWrongPatient)
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        self.init(
            by: MessageID(try decoder.uuid()), at: try decoder.time(), isWrongPatient: try decoder.flag())
    }
}

extension Forwarding: RecordCoded {
    func encode(into encoder: inout RecordEncoder) {
        encoder.uuid(by.bytes)
        encoder.text(from.text)
        encoder.text(to.text)
        encoder.time(at)
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        self.init(
            by: MessageID(try decoder.uuid()), from: try decoder.unit(), to: try decoder.unit(), at: try decoder.time())
    }
}
