internal import LinuxSystem

/// Where a log ended at the moment of a look.
package struct LogEnd: Hashable, Sendable {
    /// The name of the segment file that was being written to.
    package let file: String
    /// The sequence number of that segment's first record.
    package let first: UInt64
    /// Bytes from the file's beginning to the end of its last whole batch.
    package let offset: UInt64
    /// The sequence number of the last record in that batch, or of the last before the segment.
    package let last: UInt64
}

extension JournalReader {
    /// Looks where the log ends, by reading the last segment alone.
    ///
    /// Everything before the end is whole and will not be written again, however busy a gateway is: the batches are read
    /// one after the other, and each was whole when it was read.
    ///
    /// - Returns: nil when there is no segment whose header can be read.
    /// - Throws: `unreadable`; `newerFormat`.
    package func end() throws(JournalFailure) -> LogEnd? {
        do {
            let names = try folder.names().filter { $0.hasSuffix(LogNames.segmentEnding) }
            guard let name = names.last else { return nil }
            let file = try folder.open(name, creating: false)
            guard let header = try SegmentHeader.decode(try file.readAll(Limits.page, at: 0)) else { return nil }
            var walk = SegmentWalk(file, header, after: header.beginning)
            while try walk.next() != nil {}
            return LogEnd(
                file: name, first: header.firstSequence, offset: UInt64(walk.position.offset),
                last: walk.position.sequence)
        } catch {
            throw error.asJournalFailure
        }
    }
}
