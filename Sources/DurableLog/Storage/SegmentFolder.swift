internal import LinuxSystem

/// The names of the files in a store's folder.
struct SegmentFolder: Sendable {
    /// The store's folder.
    let root: String

    /// Where the segments are.
    var log: String { "\(root)/log" }
    /// The file that says which process has the store.
    var lock: String { "\(root)/LOCK" }
    /// A segment that is being prepared; worth nothing until it has a segment's name.
    var spare: String { "\(log)/spare" }

    /// The file of a segment: the sequence of its first record in 20 digits, so that names sort as the log runs.
    func segment(startingAt sequence: UInt64) -> String {
        let digits = String(sequence)
        return "\(log)/\(String(repeating: "0", count: 20 - digits.count))\(digits).seg"
    }

    /// Where the bytes of a torn tail are kept.
    func torn(_ segment: String, at offset: Int) -> String { "\(segment).\(offset).torn" }

    /// The paths of all segments in the order of the log.
    func segments(in storage: any Storage) throws(SystemError) -> [String] {
        try storage.names(in: log).filter { $0.hasSuffix(".seg") }.map { "\(log)/\($0)" }
    }
}
