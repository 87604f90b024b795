package import DurableLog
package import LinuxSystem
package import SnapshotFiles

/// What could not be done with a store's files, and in which state that leaves them.
package enum StoreFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The journal's files could not be read, or the store is in use; nothing was changed.
    case journal(JournalFailure)
    /// The snapshots could not be read; nothing was changed.
    case snapshots(SnapshotFailure)
    /// The disk refused a file; what was begun is left as it is, and the store itself is untouched.
    case file(String, SystemError)
    /// What was asked for is not done, for a reason that the text says; nothing was changed.
    case refused(String)

    /// What happened, for operators, in English; it holds no bytes of any record.
    package var description: String {
        switch self {
        case .journal(let failure): failure.description
        case .snapshots(let failure): failure.description
        case .file(let path, let error): "\(path): \(error)"
        case .refused(let reason): reason
        }
    }
}
