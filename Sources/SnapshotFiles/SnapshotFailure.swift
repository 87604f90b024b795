package import LinuxSystem

/// What could not be done with snapshots, and in which state that leaves them.
package enum SnapshotFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The disk refused to give what is there; nothing was changed, and trying again may succeed.
    case unreadable(SystemError)
    /// The disk refused to take a snapshot or a merged table: those before are whole, and what was begun is given back
    /// now or at the next sweep. Another snapshot may be tried, which begins every file anew.
    case unwritable(SystemError)
    /// A file is not as it was written; nothing was changed. The other of the two snapshots may be sound.
    case damaged(file: String)
    /// A file is of a newer format than this program knows; nothing was touched.
    case newerFormat(version: UInt32)

    /// Runs calls that read, whose errors mean that nothing can be read.
    static func whileReading<Result>(_ body: () throws(SystemError) -> Result) throws(SnapshotFailure) -> Result {
        do throws(SystemError) {
            return try body()
        } catch {
            throw .unreadable(error)
        }
    }

    /// Runs calls that write, whose errors mean that a snapshot cannot be written.
    static func whileWriting<Result>(_ body: () throws(SystemError) -> Result) throws(SnapshotFailure) -> Result {
        do throws(SystemError) {
            return try body()
        } catch {
            throw .unwritable(error)
        }
    }

    /// Whether the disk did not give what is there, or gave something else.
    package var isOfReading: Bool {
        switch self {
        case .unreadable, .damaged, .newerFormat: true
        case .unwritable: false
        }
    }

    /// What happened, for logs and operators, in English; it holds no bytes of any entry.
    package var description: String {
        switch self {
        case .unreadable(let error): "the snapshot cannot be read: \(error)"
        case .unwritable(let error): "the snapshot cannot be written: \(error)"
        case .damaged(let file): "the snapshot is damaged: \(file)"
        case .newerFormat(let version): "the snapshot has format \(version), which is newer than this program"
        }
    }
}
