package import DurableLog

/// Why the queue cannot do something; nothing of it was done, unless the case says otherwise.
package enum QueueFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Too much waits for the disk. Nothing was stored; trying again later helps.
    case overloaded
    /// The disk is at its floor. Nothing was stored; settlements still go on.
    case diskFull
    /// The message is larger than the journal takes. Nothing was stored.
    case tooLarge
    /// The journal has failed or been closed. Whether what was under way is stored shows at the next start.
    case journal(JournalFailure)
    /// A record of the journal cannot be understood. The queue was not opened.
    case unreadableRecord(sequence: UInt64)

    init(_ failure: JournalFailure) {
        switch failure {
        case .overloaded: self = .overloaded
        case .diskFull: self = .diskFull
        case .tooLarge: self = .tooLarge
        default: self = .journal(failure)
        }
    }

    package var description: String {
        switch self {
        case .overloaded: "too much waits for the disk"
        case .diskFull: "the disk is at its floor"
        case .tooLarge: "the message is larger than the journal takes"
        case .journal(let failure): failure.description
        case .unreadableRecord(let sequence): "record \(sequence) of the journal cannot be understood by this version"
        }
    }
}
