extension JournalWriter {
    /// Begins another segment though the one of this first number is not full; false when it is another by now, or when what
    /// is kept for settlements would have to be used.
    ///
    /// - Throws: `failed`, after which nothing is known of the new segment; `diskFull` or `noSegment`, with nothing changed.
    func seal(_ first: UInt64) throws(JournalFailure) -> Bool {
        guard files.active.segment.header.firstSequence == first, !files.active.isEmpty, !room.isBelowFloor,
            spares.hasWaiting(Limits.spares)
        else { return false }
        try beginSegment(holding: 0)
        return true
    }
}
