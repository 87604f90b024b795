internal import Messages

/// A delivery of which the disk gives nothing back, with what is known of it without that.
struct Loss: Hashable, Sendable {
    let delivery: DeliveryID
    /// Where it stood.
    let lane: LaneID
    /// Its message's own id, which is found through the ids that are kept beside the log; nil when these cannot be read either.
    var message: MessageID?
}

/// What became of a delivery that was lost.
struct LostDelivery: Hashable, Sendable {
    /// How it stands.
    enum End: UInt8 {
        /// It is a dead letter.
        case dead = 1
        /// Somebody put the dead letter aside.
        case discarded = 2
        /// It only came again: that is over, and it stays completed. Or it was completed, as a start has found that could not read
        /// its message: then it is told when.
        case letBe = 3
    }

    var loss: Loss
    /// When it was given up.
    let at: Timestamp
    var end: End
    /// When the dead letter was put aside, or the delivery was completed.
    var endedAt: Timestamp?
    /// Later messages of its lane that were completed since.
    var overtakenBy: [MessageID] = []
}

/// For snapshots: `delivery 12 | lane 8 | queue | compulsory 1 | again 1 | ? message 16 | time 8 | end 1 | ? time 8 | count 4 |
/// messages of 16`; the record `lost` has what stands before the first time.
extension Loss: RecordCoded {
    func encode(into encoder: inout RecordEncoder) {
        encoder.delivery(delivery)
        encoder.lane(lane)
        encoder.optional(message) { $0.uuid($1.bytes) }
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        self.init(
            delivery: try decoder.delivery(), lane: try decoder.lane(),
            message: try decoder.flag() ? MessageID(try decoder.uuid()) : nil)
    }
}

extension LostDelivery: RecordCoded {
    func encode(into encoder: inout RecordEncoder) {
        loss.encode(into: &encoder)
        encoder.time(at)
        encoder.integer(end.rawValue)
        encoder.optional(endedAt) { $0.time($1) }
        encoder.list(overtakenBy) { $0.uuid($1.bytes) }
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        let (loss, time) = (try Loss(from: &decoder), try decoder.time())
        guard let end = End(rawValue: try decoder.integer()) else { throw RecordDecoder.Mismatch() }
        self.init(loss: loss, at: time, end: end)
        endedAt = try decoder.flag() ? try decoder.time() : nil
        overtakenBy = try decoder.list { decoder throws(RecordDecoder.Mismatch) in MessageID(try decoder.uuid()) }
    }
}

extension RecordEncoder {
    mutating func lane(_ lane: LaneID) {
        integer(lane.key.value)
        text(lane.destination.name)
        flag(lane.isCompulsory)
        flag(lane.isReplay)
    }
}

extension RecordDecoder {
    mutating func lane() throws(Mismatch) -> LaneID {
        let key = LaneKey(try integer())
        guard let destination = Destination(name: try text()) else { throw Mismatch() }
        return LaneID(key: key, destination: destination, isCompulsory: try flag(), isReplay: try flag())
    }
}
