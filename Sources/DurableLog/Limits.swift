/// The sizes of the journal, in bytes.
enum Limits {
    /// A page: what is written starts on one, and one that was synced is never written again.
    static let page = 4096
    /// A batch is closed when it holds so much; a single larger record has a batch of its own.
    static let batch = 1024 * 1024
    /// Zeros written at once when a segment is prepared.
    static let zeroChunk = 1024 * 1024
    /// What may wait to be written for new messages before more are refused.
    static let pendingIntake = 64 * 1024 * 1024
    /// The part of a segment that only settlements may still fill when there is no room on disk for another: an eighth.
    static let settlementShare = 8
    /// Seconds without a new record after which a mark is written.
    static let idleMark = 1.0

    /// The next multiple of a page.
    static func roundedToPage(_ bytes: Int) -> Int {
        (bytes + page - 1) / page * page
    }
}
