package import Messages

/// How a system gets the receipts for what its units have sent.
///
/// The state of every message tells of them in any case.
package enum ReceiptDelivery: String, Hashable, Sendable, CaseIterable {
    /// As messages in the queues of the sending units.
    case queue
    /// As messages that the gateway posts to the system.
    case push
    /// Not at all: the system asks for the state of its messages.
    case statusOnly = "status-only"

    /// Where a receipt for what a system has sent for a unit waits; nil where it goes nowhere.
    package func destination(for unit: UnitID, of system: SystemID) -> Destination? {
        switch self {
        case .queue: Destination(unit)
        case .push: .receipts(of: system)
        case .statusOnly: nil
        }
    }
}
