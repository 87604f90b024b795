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
    /// Of a segment's bytes, the share that intake leaves to settlements when no next segment can be made.
    static let reserveShare = 8
    /// Nanoseconds before room for another segment is looked for again after the disk was full.
    static let fullDiskPause: UInt64 = 2_000_000_000
}
