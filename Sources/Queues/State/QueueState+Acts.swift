internal import Messages

/// What operators do with queues as a whole.
extension QueueState {
    /// Applies an act that the disk has; `sequence` is that of its record.
    mutating func apply(_ act: QueueAct, sequence: UInt64) -> Action {
        switch act {
        case .paused(let destination, let pause):
            pauses.note(pause, at: destination)
            return Action()
        case .resumed(let destination, let time, _):
            pauses.noteEnd(at: destination, time)
            return Action(ready: readyLines(of: destination))
        case .replayOrdered(let order, let time):
            replays.begin(order, id: sequence, at: time)
            return Action()
        case .replayed(let portion, let time):
            return release(portion, at: time)
        }
    }

    /// Whether an act from disk speaks of a replay and deliveries that exist.
    func canApply(_ act: QueueAct) -> Bool {
        guard case .replayed(let portion, _) = act else { return true }
        // What is not there any more does not come again.
        return replays.running(at: portion.destination)?.id == portion.replay
            && portion.deliveries.allSatisfy { id in
                delivery(id).map { $0.lane.destination == portion.destination } ?? records.isThinned(at: id.message)
            }
    }
}
