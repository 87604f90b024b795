internal import DurableLog
internal import LinuxSystem

/// A table file that is found not to be as it was written, while it is in use, gets an empty file beside it:
///
///     00000000000000000017.table.unsound
///
/// The next start leaves the snapshots that name it aside, and reads the log. It goes with the file itself.
extension SnapshotStore {
    private static let ending = ".unsound"

    /// The file that a name marks as unsound; nil for any other name.
    static func marked(by name: String) -> String? {
        name.hasSuffix(ending) ? String(name.dropLast(ending.utf8.count)) : nil
    }

    /// Has starts leave every snapshot aside that has this file, which keeps its name.
    ///
    /// Blocks until the disk has it.
    ///
    /// - Throws: `unwritable`: the next start may use the snapshots.
    package func setAside(_ file: String) throws(SnapshotFailure) {
        guard FileKind.table.number(in: file) != nil else { return }
        try SnapshotFailure.whileWriting { () throws(SystemError) in
            guard try !folder.names().contains(file + Self.ending) else { return }
            _ = try folder.open(file + Self.ending, creating: true)
            try folder.sync()
        }
    }
}
