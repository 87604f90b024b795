/// The limits of looking after a store.
enum Limits {
    /// Seconds that the end of a log must stand still before what stands behind it counts as torn and not as under way.
    static let stillSeconds = 2.0
    /// Seconds between two looks at the end of a log.
    static let lookSeconds = 0.2
    /// How often a log that grows is read anew before its end is left unjudged.
    static let readings = 5
    /// Bytes that are copied at a time.
    static let copyBytes = 1 << 20
    /// Bytes that the list of a backup's files may have.
    static let manifestBytes = 64 << 20
    /// Digits of the number that a file of the log is named by.
    static let numberDigits = 20
    /// Times that a backup begins anew since retention replaced the files under it.
    static let backupAttempts = 5
    /// Seconds of the past by which the pace of a store is reckoned.
    static let paceSeconds = 7.0 * 86_400
    /// Seconds that must have been seen for a pace to be reckoned.
    static let shortestPaceSeconds = 3_600.0
}
