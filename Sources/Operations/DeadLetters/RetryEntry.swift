internal import Queues

/// A name in the folder `RETRY/` that is one of ours, and how far the gateway has come with it.
///
/// ```
/// 20261122T081500Z-AdmissionNotice-417-1          an operator moved it here
/// .20261122T081500Z-AdmissionNotice-417-1         it is being taken back into its queue
/// .20261122T081500Z-AdmissionNotice-417-1.done    it is back there, and its folder is to go
/// ```
struct RetryEntry {
    enum Stage {
        case moved, taken, done
    }

    /// The name that the folder had at its unit.
    let letter: String
    let delivery: DeliveryID
    let stage: Stage

    private static let doneEnding = ".done"

    /// Reads a name; nil when it is not exactly of one of these forms.
    init?(_ name: String) {
        let isHidden = name.hasPrefix(".")
        let isDone = isHidden && name.hasSuffix(Self.doneEnding)
        letter = String(name.dropFirst(isHidden ? 1 : 0).dropLast(isDone ? Self.doneEnding.count : 0))
        guard let delivery = DeadLetterName.delivery(in: letter) else { return nil }
        self.delivery = delivery
        stage = isDone ? .done : isHidden ? .taken : .moved
    }

    /// Its name while it is being taken back.
    var taken: String { ".\(letter)" }

    /// Its name once its letter is back.
    var done: String { taken + Self.doneEnding }
}
