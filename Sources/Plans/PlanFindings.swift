package import Messages

/// What is wrong with a message, or worth a warning, by what the gateway knows of its plan.
package struct PlanFindings: Hashable, Sendable {
    /// Reasons to refuse it; paths are JSON Pointers.
    package var problems: [Problem] = []
    /// What its sender should know; paths are JSON Pointers.
    package var warnings: [Problem] = []
}
