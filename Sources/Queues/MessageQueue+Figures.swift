internal import DurableLog
internal import LinuxSystem
package import Messages

/// What the queues tell in numbers.
extension MessageQueue {
    /// How the queues of some destinations stand, in the order asked for.
    ///
    /// - Parameters:
    ///   - destinations: whose queues.
    ///   - spared: those of them whose compulsory care is left out, for those who may not see it.
    /// - Returns: the figures of each.
    package func figures(
        of destinations: [Destination], sparingCompulsoryAt spared: Set<Destination> = []
    ) -> [QueueFigures] {
        let now = now()
        return guarded.withLock { guarded in
            destinations.map { destination in
                guarded.figures(
                    of: destination, limit: backlog.limit(at: destination), at: now,
                    isSpared: spared.contains(destination))
            }
        }
    }

    /// The destinations that have deliveries which are neither settled nor given up, in order, whether a directory has them or
    /// not.
    package var destinationsWithOpenDeliveries: [Destination] {
        guarded.withLock { guarded in
            guarded.state.tallies.compactMap { destination, counts in counts.open > 0 ? destination : nil }
        }.sorted()
    }

    /// How much of some queues is about compulsory care, all together.
    package func restrictedFigures(of destinations: [Destination]) -> RestrictedFigures {
        let now = now()
        return guarded.withLock { $0.restrictedFigures(of: destinations, at: now) }
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
    fileprivate func restrictedFigures(of destinations: [Destination], at now: Timestamp) -> RestrictedFigures {
        RestrictedFigures(
            depth: destinations.reduce(0) { $0 + max(state.restricted.counts[$1]?.open ?? 0, 0) },
            replayOpen: destinations.reduce(0) { sum, destination in
                let replay = state.replays.replays[destination]
                return sum + (replay.map { state.restricted.openReplay(of: $0.id, at: destination) } ?? 0)
            },
            volume: state.volumes.volume(ofPart: state.restricted.volumes, at: destinations, now: now))
    }

    fileprivate func figures(
        of destination: Destination, limit: Int?, at now: Timestamp, isSpared: Bool
    ) -> QueueFigures {
        let part = state.restricted
        let counts = state.tallies[destination] ?? Conservation()
        let ages = state.ages[destination]
        let replay = state.replays.replays[destination]
        return QueueFigures(
            destination: destination,
            counts: isSpared ? counts.without(part.counts[destination] ?? Conservation()) : counts,
            oldestAvailableAt: isSpared
                ? ages?.oldest(without: part.ages[destination] ?? AgeHistogram()) : ages?.oldest,
            lastPolledAt: polledAt[destination], backlogLimit: limit, pause: state.pauses[destination],
            outage: outages[destination], replay: (isSpared ? replay.map { part.without($0) } : replay)?.progress,
            volume: isSpared
                ? state.volumes.volume(of: destination, without: part.volumes, at: now)
                : state.volumes.volume(of: destination, at: now))
    }
}
