extension Journal {
    /// The files that are not written to any more, in the order of the log.
    ///
    /// They follow one another without a gap; the active segment follows the last. Where nothing was kept stands a kept
    /// file without records, so that a lost file is never taken for a dropped one.
    package var extents: [LogExtent] { files.extents.map(\.described) }

    /// Goes through an extent record by record and puts what is to be kept in its place.
    ///
    /// Blocks, for a background thread of the caller's; one at a time. A crash leaves the extent as it was or what was
    /// kept, whole. Reading goes on meanwhile. Records kept with another body are read so from then on. An extent that
    /// a start may have to replay must not be given: a start would refuse with `thinned`.
    ///
    /// - Parameters:
    ///   - extent: the sequence number of its first record.
    ///   - keeping: asked for each record once, in order; the journal's own marks are dropped unasked.
    /// - Returns: what was done.
    /// - Throws: `damaged` when a record cannot be verified, `diskFull` or `unreadable` when the disk refuses,
    ///   `noExtent`, `closed`; nothing has then changed that readers see.
    package func rewrite(
        _ extent: UInt64, keeping: (StoredRecord) -> Kept
    ) throws(JournalFailure) -> RewriteReport {
        try retention.rewrite(extent, keeping: keeping)
    }

    /// Puts one kept file in the place of small neighbours, so that a store of years has few files.
    ///
    /// Blocks; one at a time with `rewrite`. Small is a kept file whose records take less than an eighth of a segment,
    /// and eight neighbours make it worth the work.
    ///
    /// - Returns: what was done; nil when there are no such neighbours.
    /// - Throws: as `rewrite`.
    package func mergeKept() throws(JournalFailure) -> RewriteReport? {
        try retention.mergeKept()
    }
}
