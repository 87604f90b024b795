package import Messages

/// A care giver (vårdgivare) with what it has decided about its plans.
package struct CareGiver: Hashable, Sendable {
    /// What becomes of a plan on 1177 when it is closed.
    package enum ClosingPolicy: String, Hashable, Sendable, CaseIterable {
        /// A last version stays, marked as closed (avslutad).
        case keep
        /// The plan is taken away.
        case withdraw
    }

    /// The HSA-id of the care giver.
    package let id: UnitID
    /// The name people know it by.
    package let name: String
    /// What becomes of its plans on 1177 when they are closed.
    package let onClose: ClosingPolicy

    /// Makes an entry of the directory.
    package init(id: UnitID, name: String, onClose: ClosingPolicy = .keep) {
        self.id = id
        self.name = name
        self.onClose = onClose
    }
}
