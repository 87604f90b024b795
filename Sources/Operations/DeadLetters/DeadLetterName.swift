internal import Messages
internal import Queues

/// The names of dead letters' folders: `20261122T081500Z-AdmissionNotice-417-1`.
///
/// A name is read only when it is exactly of this form: whatever else somebody keeps beside the folders is not theirs.
enum DeadLetterName {
    /// The name of a dead letter's folder.
    static func of(_ letter: DeadLetter) -> String { of(DeadLetterReport(letter, unit: nil)) }

    /// The name of the folder of what a report is about.
    static func of(_ report: DeadLetterReport) -> String {
        "\(compact(report.diedAt))-\(report.shownType)-\(report.delivery)"
    }

    /// The delivery that a folder of ours is about; nil for a name that none of ours has.
    static func delivery(in name: some StringProtocol) -> DeliveryID? {
        guard let found = String(name).wholeMatch(of: /[0-9]{8}T[0-9]{6}Z-[A-Za-z][A-Za-z0-9]*-([0-9]+-[0-9]+)/) else {
            return nil
        }
        return DeliveryID(found.output.1)
    }

    /// The name of a folder that is being made, beside its place: `.417-1`.
    static func draft(of delivery: DeliveryID) -> String { ".\(delivery)" }

    /// Whether a name is that of a folder that was being made.
    static func isDraft(_ name: String) -> Bool {
        name.hasPrefix(".") && DeliveryID(name.dropFirst()) != nil
    }

    /// A moment to the second as folder names have it: `20261122T081500Z`.
    private static func compact(_ moment: Timestamp) -> String {
        let text = Timestamp(microseconds: moment.seconds * 1_000_000).rfc3339
        return text.filter { $0 != "-" && $0 != ":" }
    }
}
