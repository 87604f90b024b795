/// The journal's limits.
enum Limits {
    /// Bytes that a batch starts on a multiple of, so that a page once synced is never written again.
    static let page = 4096
    /// Bytes of records after which a batch takes no more; one larger record may still be a batch of its own.
    static let batchBytes = 1 << 20
    /// Bytes that one group of records may have.
    static let groupBytes = 64 << 20
    /// Bytes written at a time when a segment is filled with zeros.
    static let zeroFillBytes = 1 << 20
    /// Spare segments that are kept: one to go on with, and a whole one that only settlements may begin.
    static let spares = 2
    /// Of a segment's bytes, the share that intake leaves to settlements until the first spare is made.
    static let reserveShare = 2
    /// Nanoseconds before another segment is tried again after making one failed.
    static let fullDiskPause: UInt64 = 2_000_000_000
}
