/// How much of the disk a queue takes, in bytes of the journal.
package struct QueueVolume: Hashable, Sendable {
    /// Of messages whose deliveries here are neither taken nor put aside; a message for several counts at each.
    package let heldBytes: Int
    /// Accepted per day: of the pace of the last 24 hours and that of the last seven days, the faster.
    package let bytesPerDay: Int
}

/// How much room the journal has, in bytes.
package struct JournalRoom: Hashable, Sendable {
    /// What the journal takes on disk.
    package let journalBytes: Int
    /// What the disk has left before intake is refused.
    package let freeBytes: Int
    /// What the disk must have left for intake to be taken.
    package let floorBytes: Int
    /// Accepted per day, as of a queue.
    package let bytesPerDay: Int

    /// Days until intake is refused if all goes on at this pace; nil when nothing comes.
    package var daysToFull: Double? { days(at: bytesPerDay) }

    /// Days until intake is refused if nothing comes but at this pace; nil when nothing comes.
    package func days(at bytesPerDay: Int) -> Double? {
        bytesPerDay > 0 ? Double(freeBytes) / Double(bytesPerDay) : nil
    }

    /// Takes the figures.
    package init(journalBytes: Int, freeBytes: Int, floorBytes: Int, bytesPerDay: Int) {
        self.journalBytes = journalBytes
        self.freeBytes = freeBytes
        self.floorBytes = floorBytes
        self.bytesPerDay = bytesPerDay
    }
}
