internal import Dispatch
internal import DurableLog
internal import LinuxSystem
internal import SnapshotFiles
internal import Synchronization

/// Messages are read from disk by nobody who holds the lock: who needs one says so, reads, and looks again.
extension MessageQueue {
    /// Reads messages back with their bytes and with what has happened to them, on a queue of their own.
    ///
    /// - Parameters:
    ///   - sequences: the numbers.
    ///   - reading: how things stand now.
    ///   - limit: bytes of payload after which no further one is read; the first always is.
    ///   - keepsBytes: whether the bytes are wanted too.
    /// - Returns: for each number, from the first, what the disk gives; one that cannot be read does not keep the others
    ///   back.
    func read(
        _ sequences: [UInt64], by reading: MessageTable.Reading, untilBytes limit: Int = .max, keepsBytes: Bool = true
    ) async -> [ReadMessage] {
        let messages = await withCheckedContinuation { continuation in
            readers.async {
                var (messages, bytes): ([ReadMessage], Int) = ([], 0)
                for sequence in sequences where messages.isEmpty || bytes < limit {
                    let message = ReadMessage(sequence, from: self.journal, reading)
                    if case .found(let content, _) = message { bytes += content.payload.count }
                    messages.append(keepsBytes ? message : message.withoutBytes)
                }
                continuation.resume(returning: messages)
            }
        }
        let failed = messages.count(where: \.hasFailed)
        if failed > 0 { guarded.withLock { $0.state.faults.count(failed) } }
        return messages
    }

    /// Brings messages into memory; what the disk does not give shows when it is asked for.
    ///
    /// - Returns: those that are damaged.
    @discardableResult
    func remember(_ sequences: [UInt64]) async -> Set<UInt64> {
        let (missing, reading) = guarded.withLock { guarded in
            (sequences.filter { !guarded.state.messages.isInMemory($0) }, guarded.state.messages.reading)
        }
        guard !missing.isEmpty else { return [] }
        let messages = await read(missing, by: reading, keepsBytes: false)
        guarded.withLock { guarded in
            for case .found(_, let entry) in messages { guarded.state.messages.remember(entry, readBy: reading) }
        }
        return Set(
            zip(missing, messages).compactMap { sequence, message in
                if case .missed(let miss) = message, miss.isCertainDamage { sequence } else { nil }
            })
    }
}
