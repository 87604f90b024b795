package import DurableLog
internal import Messages

/// What verifying a store found.
package struct StoreReport: Sendable {
    /// One finding for each file, those of the log first, in the order of the log.
    package internal(set) var findings: [StoreFinding]
    /// What the log holds.
    package let log: JournalReport
    /// Why the store starts held; nil when it does not.
    package let hold: StoreHold?
    /// The sequence numbers of the snapshots that a start can use, newest first.
    package internal(set) var snapshots: [UInt64] = []

    /// The worst of the findings.
    package var grade: StoreFinding.Grade { findings.map(\.grade).max() ?? .sound }
    /// The findings that something is to be done about.
    package var faults: [StoreFinding] { findings.filter { $0.grade > .sound } }
}

extension Timestamp {
    /// The moment of so many seconds since 1970, as the log keeps it.
    init(logSeconds seconds: UInt32) {
        self.init(microseconds: Int64(seconds) * 1_000_000)
    }
}
