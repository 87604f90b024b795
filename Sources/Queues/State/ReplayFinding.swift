internal import DurableLog
internal import Messages

/// What was found on disk for a replay.
///
/// A message whose bytes retention has dropped does not come again, there being nothing to send, and is counted.
struct ReplayFinding: Sendable {
    typealias Found = (sequence: UInt64, head: MessageHead)

    /// Messages of its range that went to its queue, and whose bytes are still there.
    private(set) var messages: [Found] = []
    /// Those whose bytes retention has dropped.
    private(set) var dropped: [Found] = []
    /// Records that could not be read.
    private(set) var unread: [ClosedRange<UInt64>] = []
    /// The record up to which was looked.
    private(set) var through: UInt64
    private let order: ReplayOrder
    private let end: Timestamp
    /// How many messages there is room for.
    private let wanted: Int

    init(for replay: ReplayRegister.Replay, through: UInt64) {
        order = replay.order
        end = min(replay.order.to, replay.orderedAt)
        wanted = Limits.replayPortion - replay.open
        self.through = through
    }

    /// Looks at a record; false when there are enough.
    mutating func take(_ stored: StoredRecord) -> Bool {
        guard messages.count < wanted else { return false }
        through = stored.sequence
        guard case .accepted(let message, let time)? = try? QueueRecord.decode(kind: stored.kind, stored.body),
            order.from <= time, time <= end,
            message.recipients.contains(where: { $0.destination == order.destination }),
            let head = MessageHead(stored)
        else { return true }
        if message.payload.isEmpty {
            dropped.append((stored.sequence, head))
        } else {
            messages.append((stored.sequence, head))
        }
        return true
    }

    /// Notes records that could not be read.
    mutating func miss(from first: UInt64, through last: UInt64) {
        if first <= last { unread.append(first...last) }
    }

    /// Ends the look at a record: nothing was left up to there, unless there were enough before.
    mutating func finish(at last: UInt64) {
        if messages.count < wanted { through = last }
        // What lies behind is met again.
        unread.removeAll { $0.upperBound > through }
    }
}
