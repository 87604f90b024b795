/// The id of a case (ärende): everything about one patient's planning process.
///
/// Chosen by the system that opens it.
package struct CaseID: Hashable, Sendable, CustomStringConvertible {
    /// The id as it was sent.
    package let text: String

    /// Takes 1–64 Unicode scalars; anything else is nil.
    package init?(_ text: some StringProtocol) {
        // No scalar is less than a byte, so most need not be counted.
        guard !text.isEmpty, text.utf8.count <= 64 || text.unicodeScalars.count <= 64 else { return nil }
        self.text = String(text)
    }

    package var description: String { text }
}
