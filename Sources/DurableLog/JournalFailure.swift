package import LinuxSystem

/// What the journal could not do, and in which state that leaves it.
package enum JournalFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process has the journal open; nothing was touched.
    case locked
    /// A file is of a newer format than this program knows; nothing was touched.
    case newerFormat(version: UInt32)
    /// Acknowledged records cannot be read; nothing was touched, and starting without an operator would lose them.
    case damaged(JournalDamage)
    /// Retention has given up records that a start from here would have to replay; nothing was touched. Only a snapshot
    /// behind them can be started from.
    case thinned(through: UInt64)
    /// No sealed segment and no kept file begins with this record; nothing was changed.
    case noExtent(first: UInt64)
    /// The disk refused while opening or reading; what is stored is as it was. Opening or reading again may succeed.
    case unreadable(SystemError)
    /// A write or sync failed: whether the last records are stored is not known, and all is refused until opened anew.
    case failed(SystemError)
    /// There is no room for another segment: nothing was stored. Resumes by itself when there is room.
    case diskFull
    /// Another segment cannot be made for another reason than room: nothing was stored. It is tried again every two
    /// seconds, and all goes on when that succeeds.
    case noSegment(SystemError)
    /// Too much intake waits for the disk: nothing was stored. Try again in a while.
    case overloaded
    /// The journal has been closed; nothing was stored.
    case closed

    /// What happened, for logs and operators, in English; it holds no bytes of any record.
    package var description: String {
        switch self {
        case .locked: "the journal is in use by another process"
        case .newerFormat(let version): "the journal has format \(version), which is newer than this program"
        case .damaged(let damage): "the journal is damaged: \(damage)"
        case .thinned(let last): "the journal can only be opened with a snapshot behind record \(last)"
        case .noExtent(let first): "no sealed file of the journal begins with record \(first)"
        case .unreadable(let error): "the journal cannot be read: \(error)"
        case .failed(let error): "the journal has failed: \(error)"
        case .diskFull: "the disk has no room for another segment of the journal"
        case .noSegment(let error): "another segment of the journal cannot be made: \(error)"
        case .overloaded: "too much waits for the disk"
        case .closed: "the journal is closed"
        }
    }
}

/// Where acknowledged records cannot be read.
package struct JournalDamage: Hashable, Sendable, CustomStringConvertible {
    /// The segment file's name.
    package let file: String
    /// Where in it the first unreadable batch should start, in bytes.
    package let offset: UInt64
    /// The sequence number of the first record that cannot be read.
    package let firstLost: UInt64
    /// The highest sequence number that is known to have been stored at or after it; 0 when unknown.
    package let lastKnown: UInt64

    /// What happened, for logs and operators, in English; it holds no bytes of any record.
    package var description: String {
        "\(file) at byte \(offset), records \(firstLost) to at least \(lastKnown)"
    }
}

extension Error {
    /// The failure that opening or reading ends with.
    var asJournalFailure: JournalFailure {
        if let failure = self as? JournalFailure { return failure }
        return .unreadable(self as? SystemError ?? SystemError(call: "open", code: 0))
    }
}
