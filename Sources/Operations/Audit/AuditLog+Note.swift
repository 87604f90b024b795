internal import AuditTrail
internal import HTTPDoors
internal import Messages

extension AuditLog {
    /// Adds an entry before what it tells of is done.
    ///
    /// - Throws: `Rejection` (503) when the disk does not have it; then nothing may be done.
    func note(_ event: AuditEvent) async throws(Rejection) {
        do {
            try await record(event)
        } catch {
            throw Rejection(.auditFailed, "the audit trail takes no entry; nothing was read or changed")
        }
    }
}
