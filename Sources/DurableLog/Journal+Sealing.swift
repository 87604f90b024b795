internal import Dispatch
internal import LinuxSystem

extension Journal {
    /// Writes a mark, so that what waits for the next batch comes now; returns when all have been told of it.
    ///
    /// - Throws: `closed`, `held`, `readOnly`, `diskFull` or `noSegment`, with nothing written; `failed`.
    package func mark() async throws(JournalFailure) {
        try await onQueue { told throws(JournalFailure) in try self.putMark(told) }
    }

    /// Ends the segment that is written to when its first batch is old, so that retention gets at it however little is
    /// written; a mark is the first record of the next.
    ///
    /// Nothing is done where that would take the last spare segment, or the disk is at its floor.
    ///
    /// - Parameter time: in seconds since 1970 by the wall clock.
    /// - Returns: whether the segment was begun before that, and has been ended.
    /// - Throws: as `mark`.
    package func seal(ifBegunBefore time: UInt32) async throws(JournalFailure) -> Bool {
        guard files.active.isBegun(before: time) else { return false }
        let first = files.active.segment.header.firstSequence
        try await onQueue { told throws(JournalFailure) in
            // After a failed write or sync the place behind the last batch is not known: nothing may follow it.
            if let failure = self.failure, failure != .closed { throw failure }
            guard self.lock.withLock({ $0 != nil }), try self.writer.seal(first) else { return told() }
            try self.putMark(told)
        }
        return files.active.segment.header.firstSequence != first
    }

    private func onQueue(
        _ body: @escaping @Sendable (_ told: @escaping @Sendable () -> Void) throws(JournalFailure) -> Void
    ) async throws(JournalFailure) {
        let result: Result<Void, JournalFailure> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(JournalFailure) {
                    try body { continuation.resume(returning: .success(())) }
                } catch {
                    self.noteFailure(error)
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        try result.get()
    }
}

extension ActiveSegment {
    /// Whether it holds something, and its first batch was written before a time.
    fileprivate func isBegun(before time: UInt32) -> Bool {
        let begunAt = extent.firstWrittenAt
        return !isEmpty && begunAt > 0 && begunAt < time
    }
}
