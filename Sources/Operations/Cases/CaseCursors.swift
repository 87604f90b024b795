internal import Messages
internal import Queues

/// Makes the cursors of cases: each is of use in its case and to its caller alone, and tells nothing.
///
/// A cursor is the keyed hash of its place, so that nobody can make one for a message whose id he knows to learn whether it is
/// in a case; it holds as long as the store's key, also over a restart.
struct CaseCursors: Sendable {
    private let fingerprints: Fingerprints

    /// Takes what hashes by the store's key.
    init(_ fingerprints: Fingerprints) {
        self.fingerprints = fingerprints
    }

    /// The cursor of the page behind a message.
    func cursor(behind message: MessageID, in facts: CaseFacts, for system: SystemID) -> String {
        let words = ["case cursor", String(facts.key.value), system.text, message.description]
        return MessageID(fingerprints.identifier(for: words)).description
    }

    /// Where the page of a cursor begins among the messages of a case; nil for one that this case never gave this caller.
    func start(of cursor: String, in facts: CaseFacts, for system: SystemID) -> Int? {
        facts.messages.firstIndex { self.cursor(behind: $0, in: facts, for: system) == cursor }.map { $0 + 1 }
    }
}
