/// How a journal is kept.
package struct JournalOptions: Sendable {
    /// Bytes of a segment file: a multiple of 4096, from 64 KiB to 2 GiB.
    package var segmentBytes: Int
    /// Bytes of intake that may wait for the disk; beyond it `append` refuses intake as overloaded.
    package var pendingIntakeBytes: Int
    /// Seconds that what waits for the disk may have waited; beyond it `append` refuses intake as overloaded, since who
    /// sends is better told to come again than kept waiting by a disk that does not answer.
    package var pendingIntakeSeconds: Double
    /// Whether the next segments are prepared ahead in the background, and what else can be done beside the writer is; else
    /// each is made when it is needed, and what happens on disk follows from what is asked alone.
    package var preparesSpare: Bool
    /// Seconds without a record after which a mark is written; nil for none but at close.
    package var idleSeconds: Double?
    /// Bytes of room on the file system below which intake is refused as `diskFull`; settlements go on.
    ///
    /// Everything beside the log shares that room: a snapshot of ten million waiting deliveries with the files that are
    /// being merged takes some 700 MB, and what retention keeps of a segment is written before the segment goes.
    /// Retention and snapshots are the way out of a full disk, so the room for one of each is never given to intake: 1
    /// GiB.
    package var floorBytes: UInt64

    /// Takes how the journal is kept; a size that is no whole number of pages stops the program.
    package init(
        segmentBytes: Int = 64 << 20, pendingIntakeBytes: Int = 64 << 20, pendingIntakeSeconds: Double = 10,
        preparesSpare: Bool = true, idleSeconds: Double? = 1, floorBytes: UInt64 = 1 << 30
    ) {
        precondition(
            segmentBytes >= 64 << 10 && segmentBytes <= Limits.fileBytes && segmentBytes % Limits.page == 0,
            "a segment is at least 64 KiB and at most 2 GiB of pages")
        self.segmentBytes = segmentBytes
        self.pendingIntakeBytes = pendingIntakeBytes
        self.pendingIntakeSeconds = pendingIntakeSeconds
        self.preparesSpare = preparesSpare
        self.idleSeconds = idleSeconds
        self.floorBytes = floorBytes
    }
}
