/// A delivery as a node has it.
///
///     sequence: bits 0–31 of the sequence number
///     rest:     bits 32–39 of it in bits 24–31 · recipient in bits 8–23 · 0 in bits 0–7
struct DeliveryName: Hashable {
    static let restBits: UInt32 = 0xFFFF_FF00

    let sequence: UInt32
    let rest: UInt32

    /// Takes the name out of the first two words of a node.
    init(sequence: UInt32, rest: UInt32) {
        self.sequence = sequence
        self.rest = rest & Self.restBits
    }

    /// Nil when the numbers are beyond what a node holds.
    init?(_ id: DeliveryID) {
        guard id.message <= Limits.largestOpenSequence, id.recipient <= Limits.largestOpenRecipient else { return nil }
        sequence = UInt32(truncatingIfNeeded: id.message)
        rest = UInt32(id.message >> 32) << 24 | id.recipient << 8
    }

    var id: DeliveryID {
        DeliveryID(message: UInt64(rest >> 24) << 32 | UInt64(sequence), recipient: rest >> 8 & 0xFFFF)
    }

    var hash: UInt64 { (UInt64(rest) << 32 | UInt64(sequence)).scrambled }
}
