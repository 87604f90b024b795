internal import LinuxSystem

extension MessageQueue {
    /// Answers a question from memory; what is not there is read outside the lock, and the question asked again.
    ///
    /// - Throws: `unreadable`, `unreadableRecord` or `unreadableSnapshot`.
    func recalling<Value: Sendable>(_ question: (inout Guarded) -> Value) async throws(QueueFailure) -> Value {
        for _ in 0..<Limits.recalls {
            do throws(QueueFailure) {
                return try reading(fromMemory: true, question)
            } catch {
                guard case .unread(let sequences) = error else { throw error }
                guard try await recall(sequences) else { break }
            }
        }
        return try reading(question)
    }

    /// Reads messages outside the lock, a few times when the disk refuses, so that what needs them finds them in memory.
    ///
    /// - Parameter sequences: what `unread` names.
    /// - Returns: whether asking again from memory may help; false when none of them is there any more.
    /// - Throws: `unreadable` or `unreadableSnapshot`.
    package func recall(_ sequences: [UInt64]) async throws(QueueFailure) -> Bool {
        var failure: QueueFailure?
        for _ in 0..<Limits.readTries {
            let (missing, reading) = guarded.withLock { guarded in
                (sequences.filter { !guarded.state.messages.isInMemory($0) }, guarded.state.messages.reading)
            }
            guard !missing.isEmpty else { return true }
            let messages = await read(missing, by: reading, keepsBytes: false)
            guarded.withLock { guarded in
                for case .found(_, let entry) in messages { guarded.state.messages.remember(entry, readBy: reading) }
            }
            failure = messages.lazy.compactMap(\.failure).first
            guard failure != nil else { return missing.count < sequences.count || messages.contains(where: \.isFound) }
        }
        if let failure { throw failure }
        return true
    }

    /// Asks under the lock.
    ///
    /// - Throws: `unread` when asked from memory alone and that is not enough, else as `recalling`.
    func reading<Value: Sendable>(
        fromMemory: Bool = false, _ body: (inout Guarded) -> Value
    ) throws(QueueFailure) -> Value {
        try guarded.withLock { guarded throws(QueueFailure) in try guarded.reading(fromMemory: fromMemory, body) }
    }
}
