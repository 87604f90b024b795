/// How a system gets the application receipts for what its units have sent.
///
/// The state of every message tells them in any case.
package enum ReceiptDelivery: String, Hashable, Sendable, CaseIterable {
    /// As messages in the queues of the sending units.
    case queue
    /// Not at all: the system asks for the state of its messages.
    case statusOnly = "status-only"
}
