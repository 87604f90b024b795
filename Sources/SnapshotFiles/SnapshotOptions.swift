/// How large the files of snapshots are; what was written with other sizes is read all the same.
package struct SnapshotOptions: Hashable, Sendable {
    /// Bytes of entries after which a block of a table is full; a larger value has a block of its own.
    package var blockBytes: Int
    /// Bytes of a table file below which all are of one tier; each tier above begins at four times as many.
    package var tierBytes: Int
    /// Bytes of files that a write takes into a merge of its own; larger merges are left to `mergeDue`.
    package var mergedWhileWriting: Int
    /// Bytes of pages in one file.
    package var pageFileBytes: Int

    /// Takes the sizes; the defaults are those that were measured, others are for tests.
    package init(
        blockBytes: Int = 16 << 10, tierBytes: Int = 1 << 20, mergedWhileWriting: Int = 16 << 20,
        pageFileBytes: Int = 32 << 20
    ) {
        precondition((64...32 << 10).contains(blockBytes), "a block has 64 bytes to 32 KiB")
        precondition(tierBytes > 0 && pageFileBytes > 0, "sizes are above zero")
        self.blockBytes = blockBytes
        self.tierBytes = tierBytes
        self.mergedWhileWriting = mergedWhileWriting
        self.pageFileBytes = pageFileBytes
    }
}
