internal import Messages

/// What operators do with a queue as a whole, and how a replay goes on.
enum QueueAct: Hashable {
    /// The queue offers nothing from now on.
    case paused(Destination, QueuePause)
    /// The queue offers what it has again.
    case resumed(Destination, at: Timestamp, by: SystemID)
    /// What was completed is to come again. The record's sequence number names the replay.
    case replayOrdered(ReplayOrder, at: Timestamp)
    /// A portion of a replay was put into the queue.
    case replayed(ReplayPortion, at: Timestamp)

    /// The number that the record carries in the journal.
    ///
    /// A portion of which nothing was dropped, or all could be read, is written as before there was a word of that.
    var kind: UInt8 {
        switch self {
        case .paused: 20
        case .resumed: 21
        case .replayOrdered: 22
        case .replayed(let portion, _):
            if portion.droppedRestricted > 0 {
                26
            } else if !portion.unread.isEmpty {
                25
            } else {
                portion.dropped == 0 ? 23 : 24
            }
        }
    }

    /// Whose queue it is.
    var destination: Destination {
        switch self {
        case .paused(let destination, _), .resumed(let destination, _, _): destination
        case .replayOrdered(let order, _): order.destination
        case .replayed(let portion, _): portion.destination
        }
    }
}

/// What comes next of a replay.
struct ReplayPortion: Hashable, Sendable {
    /// The replay's name.
    let replay: UInt64
    let destination: Destination
    let deliveries: [DeliveryID]
    /// Deliveries since the portion before that would have come again, had retention not dropped their messages' bytes.
    var dropped = 0
    /// Those of them that are about compulsory care.
    var droppedRestricted = 0
    /// Records since the portion before that could not be read.
    var unread: [ClosedRange<UInt64>] = []
    /// The message up to which has been looked.
    let through: UInt64
    /// Whether nothing is left to look at.
    let isLast: Bool
}
