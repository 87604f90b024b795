/// How much a log line matters to the one who is on duty.
package enum LogLevel: UInt8, Sendable, Comparable, CaseIterable {
    /// For those who look for a fault; off in operation.
    case debug
    /// What the gateway did, as expected.
    case info
    /// Something to look at in working hours; nothing is lost.
    case warning
    /// A person must act.
    case error

    /// The word in the log line.
    var name: StaticString {
        switch self {
        case .debug: "debug"
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }

    /// Whether the left one matters less.
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
