internal import Messages
internal import Queues

/// The messages of a case that an onlooker may see, gone through from the first to the last: one page of them, and what all of
/// them say; of a very long case those around the page.
struct CaseWalk {
    /// Messages on a page at most.
    private let limit: Int
    /// The messages of the page, in the order of acceptance.
    private(set) var page: [MessageStatus] = []
    /// Whether messages follow behind the page.
    private(set) var isTruncated = false
    /// The message behind which the next page begins.
    private(set) var last: MessageID?
    private(set) var relations: CaseRelations
    /// Which messages of the case are gone through.
    let range: Range<Int>

    /// Begins with a page of so many messages.
    ///
    /// - Parameters:
    ///   - limit: messages on the page at most.
    ///   - range: which messages of the case are gone through.
    ///   - first: the first message of the case that the onlooker may see.
    init(limit: Int, range: Range<Int>, opening first: MessageStatus) {
        self.limit = limit
        self.range = range
        relations = CaseRelations(openedAt: first.acceptance.acceptedAt)
    }

    /// Comes to the next message; those before the page are not on it.
    mutating func pass(_ message: MessageStatus, isBeforePage: Bool) {
        relations.note(message)
        guard !isBeforePage else { return }
        if page.count < limit {
            page.append(message)
            last = message.acceptance.messageID
        } else {
            isTruncated = true
        }
    }

    /// Comes to the end of what is gone through; what follows in the case is for other pages.
    mutating func end(at messages: [MessageID]) {
        guard !isTruncated, range.upperBound < messages.count else { return }
        isTruncated = true
        last = messages[range.upperBound - 1]
    }
}
