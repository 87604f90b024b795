/// What a system may do.
///
/// Every right but `careplans` is held for named units or everywhere.
///
/// Source: interfaces, "Who may call".
package enum Right: String, Hashable, Sendable, CaseIterable {
    /// Post messages as a unit.
    case send
    /// Lease, complete and reject a unit's deliveries.
    case receive
    /// Search for messages of a unit without seeing their payload.
    case support
    /// See queues and dead letters, retry and discard them.
    case operate
    /// Read a payload for a stated reason.
    case payload
    /// Handle messages of compulsory care.
    case compulsory
    /// Take out statistics.
    case report
    /// Read the audit trail.
    case audit
    /// Fetch published care plans.
    case careplans

    /// Whether a token with this right must name the person it belongs to.
    package var belongsToAPerson: Bool {
        switch self {
        case .operate, .payload, .audit: true
        case .send, .receive, .support, .compulsory, .report, .careplans: false
        }
    }
}
