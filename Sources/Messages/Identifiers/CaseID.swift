/// The id of a case (ärende): everything about one patient's planning process.
///
/// Chosen by the system that opens it.
package struct CaseID: Hashable, Sendable, CustomStringConvertible {
    /// The id as it was sent.
    package let text: String

    /// Takes 1–64 Unicode scalars; anything else is nil.
    package init?(_ text: some StringProtocol) {
        guard (1...64).contains(text.unicodeScalars.count) else { return nil }
        self.text = String(text)
    }

    package var description: String { text }
}
