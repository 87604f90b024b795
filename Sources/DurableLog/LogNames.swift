/// The names of the log's files: the first sequence number in 20 digits, so that names sort as numbers do.
enum LogNames {
    static let folder = "log"
    static let segmentEnding = ".seg"
    static let keptEnding = ".kept"
    static let indexEnding = ".idx"
    /// What a file is called until it is whole.
    static let unfinishedEnding = ".new"

    static func segment(_ first: UInt64) -> String { digits(first) + segmentEnding }
    static func kept(_ first: UInt64) -> String { digits(first) + keptEnding }
    static func index(_ first: UInt64) -> String { digits(first) + indexEnding }

    /// The number in a name that has an ending; nil when it is not such a name.
    static func first(in name: String, ending: String) -> UInt64? {
        guard name.hasSuffix(ending), name.utf8.count == 20 + ending.utf8.count else { return nil }
        return UInt64(name.dropLast(ending.count))
    }

    private static func digits(_ first: UInt64) -> String {
        let digits = String(first)
        return String(repeating: "0", count: 20 - digits.count) + digits
    }
}
