/// The journal's limits.
enum Limits {
    /// Bytes that a batch starts on a multiple of, so that a page once synced is never written again.
    static let page = 4096
    /// Bytes of records after which a batch takes no more; one larger record may still be a batch of its own.
    static let batchBytes = 1 << 20
    /// Bytes of the room for a batch beyond which it is not kept for the next.
    static let keptBytes = 4 << 20
    /// Bytes of a group that is copied into its batch while others wait for the lock; a larger one is left to the writer.
    static let copiedBytes = 64 << 10
    /// Bytes of records beyond which the writer does not wait for the rest of what a thread adds at once.
    static let gatheredBytes = 256 << 10
    /// Batches on disk that those who wait for them have not been told of, beyond which the writer waits.
    static let untoldBatches = 8
    /// Bytes that one group of records may have.
    static let groupBytes = 64 << 20
    /// Bytes written at a time when a segment is filled with zeros, and waited for: what a sync of the log may find before
    /// itself.
    static let zeroFillBytes = 256 << 10
    /// Zeros written for so many bytes that the log is given: more than it needs, so that the next file is there in time.
    static let fillShare = (zeros: 5, log: 4)
    /// Milliseconds after which the next zeros are written though the log was given less.
    static let fillPause = 20
    /// Spare segments that are kept: one to go on with, and a whole one that only settlements may begin.
    static let spares = 2
    /// Of a segment's bytes, the share that intake leaves to settlements until the first spare is made.
    static let reserveShare = 2
    /// Nanoseconds before another segment is tried again after making one failed.
    static let fullDiskPause: UInt64 = 2_000_000_000
    /// Bytes that a file of the log has at most: places in it are 32 bits wide.
    static let fileBytes = 2 << 30
    /// Bytes of records after which an index begins another range.
    static let rangeBytes = 16 << 10
    /// Bytes that a reader of whole files takes at a time.
    static let windowBytes = 4 << 20
    /// Files that are not written to any more and are held open for reading, each with its index: two descriptors, and
    /// some hundred bytes of memory, or 260 KiB where the index could not be written to disk.
    static let openExtents = 32
    /// Nanoseconds after which the room on the disk is asked for again.
    static let roomPause: UInt64 = 100_000_000
    /// Bytes written after which the room on the disk is asked for again.
    static let roomBytes = 1 << 20
    /// Neighbouring kept files that are worth being made one.
    static let mergedFiles = 8
    /// Of a segment's bytes, the share below which the records of a kept file count as few.
    static let smallShare = 8
    /// Times that a reader without the lock lists the files anew, since retention has taken one away meanwhile.
    static let listings = 5
    /// Bytes that retention writes at a time.
    static let retentionBytes = 1 << 20
}
