internal import Queues

/// The messages of a case that an onlooker may see, gone through from the first to the last: one page of them, and what all of
/// them say.
struct CaseWalk {
    /// Messages on a page at most.
    private let limit: Int
    /// The messages of the page, in the order of acceptance.
    private(set) var page: [MessageStatus] = []
    /// Whether messages follow behind the page.
    private(set) var isTruncated = false
    private(set) var relations = CaseRelations()

    /// Begins with a page of so many messages.
    init(limit: Int) {
        self.limit = limit
    }

    /// Whether there was nothing to see.
    var isEmpty: Bool { relations.openedAt == nil }

    /// Comes to the next message; those before the page are not on it.
    mutating func pass(_ message: MessageStatus, isBeforePage: Bool) {
        relations.note(message)
        guard !isBeforePage else { return }
        if page.count < limit { page.append(message) } else { isTruncated = true }
    }
}
