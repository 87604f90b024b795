package import LinuxSystem

/// Why the audit trail does not take an entry, or cannot be read.
package enum AuditFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The trail could not be opened or read.
    case notOpened(SystemError)
    /// The disk has no room: nothing was written. Goes on by itself when there is room.
    case diskFull
    /// A write or sync failed: whether the entry is on disk is not known, and nothing is taken until a new start.
    case failed(SystemError)

    /// The failure for logs and operators, in English; nothing of any entry is in it.
    package var description: String {
        switch self {
        case .notOpened(let error): "the audit trail cannot be opened: \(error)"
        case .diskFull: "the disk has no room for the audit trail"
        case .failed(let error): "the audit trail failed: \(error)"
        }
    }
}
