package import LinuxSystem

/// What the journal cannot do, and in which state that leaves it.
package enum JournalFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process has the store open. Nothing was touched.
    case inUse
    /// The disk refused at start. Nothing was written.
    case cannotOpen(SystemError)
    /// A file was written by a newer version of the program. Nothing was touched.
    case newerFormat(file: String, version: UInt32)
    /// Data that had been answered are damaged: a later batch proves that they were once whole. Nothing was touched.
    case damaged(file: String, offset: Int)
    /// A write or a sync failed. The journal takes nothing more; what the disk holds shows only at the next start.
    case writeFailed(SystemError)
    /// A read failed. The journal goes on.
    case readFailed(SystemError)
    /// Too much waits to be written. Nothing of this was taken; trying again later helps.
    case overloaded
    /// There is no room for another segment. Nothing of this was taken; settlements are still taken while room is left.
    case diskFull
    /// The records together are larger than a segment holds. Nothing of this was taken.
    case tooLarge
    /// The journal has been closed. Nothing of this was taken.
    case closed

    package var description: String {
        switch self {
        case .inUse: "another process has the journal open"
        case .cannotOpen(let error): "the journal cannot be opened: \(error)"
        case .newerFormat(let file, let version): "\(file) is of format \(version), which this version does not read"
        case .damaged(let file, let offset):
            "\(file) is damaged at byte \(offset): messages that had been answered cannot be read; restore a backup, or "
                + "have the disk looked at, before anything is written here"
        case .writeFailed(let error): "a write failed (\(error)); nothing more is taken until the next start"
        case .readFailed(let error): "a read failed: \(error)"
        case .overloaded: "too much waits to be written"
        case .diskFull: "there is no room on the disk for new messages"
        case .tooLarge: "the records are larger than a segment holds"
        case .closed: "the journal has been closed"
        }
    }
}
