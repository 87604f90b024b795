/// What may be asked for at once, and how the dead letters' folders are paced.
enum Limits {
    /// Dead letters on one page of a list.
    static let deadLettersPerPage = 100
    /// Queues on one page of a list.
    static let queuesPerPage = 500
    /// Messages on one page of a case, in the order of acceptance.
    static let messagesPerCase = 500
    /// Messages of a case that are read at once, before others have their turn.
    static let caseMessagesAtOnce = 64
    /// Messages of a case that are gone through for one page; fewer than the queues keep in memory when they were read back.
    static let messagesPerCaseWalk = 4_000
    /// Cursors of a case that are made to find one, before others have their turn.
    static let cursorsAtOnce = 256
    /// Characters of the reason that an audited act is given.
    static let reasonCharacters = 500
    /// Days until the disk is full beyond which nobody counts.
    static let farDays = 100_000
    /// Seconds between two looks at the dead letters for their folders.
    static let projectionPause = 0.25
    /// Seconds before a folder that could not be made or removed is tried again.
    static let projectionRetry = 5.0
    /// Seconds between two looks for folders that were moved to be tried again.
    static let moveWatch = 1.0
    /// Seconds for which a browser may keep a page of the documentation without asking again.
    static let documentationSeconds = 300
    /// Bytes of a page's digest that its validator has: enough that no two editions are taken for one.
    static let etagBytes = 16
    /// Seconds from the start to the first look at what is out of its time.
    static let retentionDelay = 60.0
    /// Seconds from one such look to the next.
    static let retentionInterval = 86_400.0
    /// The same while the disk is at its floor.
    static let retentionAtFloor = 3_600.0
}
