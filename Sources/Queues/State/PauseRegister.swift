internal import Messages

/// Which queues operators have paused, and when the others were last resumed.
struct PauseRegister: Hashable {
    private(set) var pauses: [Destination: QueuePause] = [:]
    private var resumedAt: [Destination: Timestamp] = [:]

    subscript(destination: Destination) -> QueuePause? { pauses[destination] }

    /// Notes a pause; of two the first stands, which tells since when.
    mutating func note(_ pause: QueuePause, at destination: Destination) {
        pauses[destination] = pauses[destination] ?? pause
    }

    mutating func noteEnd(at destination: Destination, _ time: Timestamp) {
        guard pauses.removeValue(forKey: destination) != nil else { return }
        resumedAt[destination] = time
    }

    /// From when on the age of attempts counts: no delivery is given up for the time in which it could not be tried.
    func beginning(of firstAttempt: Timestamp, at destination: Destination) -> Timestamp {
        max(firstAttempt, resumedAt[destination] ?? firstAttempt)
    }
}

/// For snapshots: `count | (destination, since, by, reason)… | count | (destination, resumed at)…`, by destination.
extension PauseRegister {
    func encode(into encoder: inout RecordEncoder) {
        encoder.list(pauses.sorted { $0.key < $1.key }) { encoder, entry in
            encoder.text(entry.key.name)
            encoder.integer(entry.value.since.microseconds)
            encoder.text(entry.value.by.text)
            encoder.text(entry.value.reason)
        }
        encoder.list(resumedAt.sorted { $0.key < $1.key }) { encoder, entry in
            encoder.text(entry.key.name)
            encoder.integer(entry.value.microseconds)
        }
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        let pauses = try decoder.list { decoder throws(RecordDecoder.Mismatch) in
            guard let destination = Destination(name: try decoder.text()) else { throw RecordDecoder.Mismatch() }
            let since = Timestamp(microseconds: try decoder.integer())
            guard let system = SystemID(stored: try decoder.text()) else { throw RecordDecoder.Mismatch() }
            return (destination, QueuePause(since: since, by: system, reason: try decoder.text()))
        }
        let resumed = try decoder.list { decoder throws(RecordDecoder.Mismatch) in
            guard let destination = Destination(name: try decoder.text()) else { throw RecordDecoder.Mismatch() }
            return (destination, Timestamp(microseconds: try decoder.integer()))
        }
        self.init(
            pauses: Dictionary(pauses) { first, _ in first }, resumedAt: Dictionary(resumed) { first, _ in first })
    }
}
