internal import LinuxSystem

/// The file `CURRENT` beside the segments: the name of the one that is written to.
///
/// A segment that went missing at the end of the log would else look like a log that ends there. The file is written
/// after its segment is on disk; a crash in between leaves the name before, which is as good.
enum CurrentName {
    static let file = "CURRENT"
    private static let temporary = "CURRENT.new"
    /// Bytes of a segment's name and more than that.
    private static let limit = 64

    /// The name in the file; nil when there is no such file.
    static func read(in folder: any StorageFolder) throws(SystemError) -> String? {
        guard try folder.names().contains(file) else { return nil }
        return String(decoding: try folder.open(file, creating: false).readAll(limit, at: 0), as: UTF8.self)
    }

    /// Puts a name in the file, whole or not at all; when this returns the disk has it.
    ///
    /// On a full disk, or where no more files can be opened, the name before stays, as after a crash: settlements must be able
    /// to begin their last segment.
    static func write(_ name: String, in folder: any StorageFolder) throws(SystemError) {
        do {
            try replace(name, in: folder)
        } catch {
            guard error.isOutOfRoom || error.isShortage else { throw error }
        }
    }

    private static func replace(_ name: String, in folder: any StorageFolder) throws(SystemError) {
        if try folder.names().contains(temporary) { try folder.unlink(temporary) }
        let new = try folder.open(temporary, creating: true)
        try new.writeAll(Array(name.utf8), at: 0)
        try new.sync()
        try folder.rename(temporary, to: file)
        try folder.sync()
    }
}
