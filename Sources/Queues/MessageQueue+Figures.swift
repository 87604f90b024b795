internal import DurableLog
internal import LinuxSystem
package import Messages

/// What the queues tell in numbers.
extension MessageQueue {
    /// How the queues of some destinations stand, in the order asked for.
    package func figures(of destinations: [Destination]) -> [QueueFigures] {
        let now = now()
        return guarded.withLock { guarded in
            destinations.map { guarded.figures(of: $0, limit: backlog.limit(at: $0), at: now) }
        }
    }

    /// Whether so little room is left on the disk that intake is refused; what is there is lent and settled all the same.
    package var isAtFloor: Bool { journal.isAtFloor }

    /// How much room there is; nil while the file system does not say.
    package func room() -> JournalRoom? {
        let now = now()
        // The journal asks the file system only as often as it must: so it is asked here.
        _ = journal.isAtFloor
        let figures = journal.figures
        guard let free = figures.freeBytes else { return nil }
        return JournalRoom(
            journalBytes: Int(clamping: figures.logBytes),
            freeBytes: Int(clamping: free > figures.floorBytes ? free - figures.floorBytes : 0),
            floorBytes: Int(clamping: figures.floorBytes),
            bytesPerDay: guarded.withLock { $0.state.volumes.bytesPerDay(at: now) })
    }

    /// Notes that a destination takes nothing at the moment, or with nil that it does again; for people, and not kept over a
    /// start.
    package func note(_ outage: DestinationOutage?, at destination: Destination) {
        guarded.withLock { $0.outages[destination] = outage }
    }
}

extension MessageQueue.Guarded {
    fileprivate func figures(of destination: Destination, limit: Int?, at now: Timestamp) -> QueueFigures {
        QueueFigures(
            destination: destination, counts: state.tallies[destination] ?? Conservation(),
            oldestAvailableAt: state.ages[destination]?.oldest,
            lastPolledAt: polledAt[destination], backlogLimit: limit, pause: state.pauses[destination],
            outage: outages[destination], replay: state.replays.progress(at: destination),
            volume: state.volumes.volume(of: destination, at: now))
    }
}
