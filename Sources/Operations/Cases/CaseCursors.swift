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
        place(behind: message, as: words(facts, system)).text
    }

    /// Where the page of a cursor begins among the messages of a case; nil for one that this case never gave this caller.
    ///
    /// Others have their turn while a long case is looked through; what cannot be a cursor is not looked for.
    func start(of cursor: String, in facts: CaseFacts, for system: SystemID) async -> Int? {
        guard let wanted = UUIDBytes(cursor), wanted == UUIDBytes(version8High: wanted.high, low: wanted.low) else {
            return nil
        }
        let words = words(facts, system)
        for (index, message) in facts.messages.enumerated() {
            if place(behind: message, as: words) == wanted { return index + 1 }
            guard index % Limits.cursorsAtOnce == Limits.cursorsAtOnce - 1 else { continue }
            if Task.isCancelled { return nil }
            await Task.yield()
        }
        return nil
    }

    private func words(_ facts: CaseFacts, _ system: SystemID) -> [String] {
        ["case cursor", String(facts.key.value), system.text]
    }

    private func place(behind message: MessageID, as words: [String]) -> UUIDBytes {
        fingerprints.identifier(for: words + [message.description])
    }
}
