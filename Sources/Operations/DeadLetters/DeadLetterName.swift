internal import Messages
internal import Queues

/// The names of dead letters' folders: `20261122T081500Z-AdmissionNotice-417-1`.
///
/// With a dot before it, a name is the gateway's own and hidden from those who look: a folder half made, or being taken
/// back into its queue.
enum DeadLetterName {
    /// The name of a dead letter's folder.
    static func of(_ letter: DeadLetter) -> String {
        let type = DeadLetterReport(letter, unit: nil).shownType
        return "\(compact(letter.diedAt))-\(type)-\(letter.facts.delivery)"
    }

    /// The delivery that a folder of ours is about; nil for a name that none of ours has.
    static func delivery(in name: String) -> DeliveryID? {
        let parts = name.split(separator: "-")
        guard name.hasPrefix(".") || parts.count == 4 else { return nil }
        return DeliveryID(parts.suffix(2).joined(separator: "-").drop { $0 == "." })
    }

    /// A moment to the second as folder names have it: `20261122T081500Z`.
    private static func compact(_ moment: Timestamp) -> String {
        let text = Timestamp(microseconds: moment.seconds * 1_000_000).rfc3339
        return text.filter { $0 != "-" && $0 != ":" }
    }
}
