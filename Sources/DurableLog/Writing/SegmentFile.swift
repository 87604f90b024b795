internal import LinuxSystem

/// A segment file that is open, with what its header says.
struct SegmentFile: Sendable {
    static let spareName = "spare"
    static let spareEnding = ".tmp"

    let header: SegmentHeader
    let file: any StorageFile
    /// Bytes of the whole file.
    let size: UInt64

    var name: String { LogNames.segment(header.firstSequence) }

    /// Makes a file of zeros, synced; a left-over of that name goes away.
    ///
    /// Blocks that were never written cost a file-system commit at each sync later; that is paid for here, a little at a
    /// time: zeros that lie in memory by the megabyte would be in the way of the log's syncs.
    ///
    /// - Parameters:
    ///   - name: the file's name.
    ///   - size: its length in bytes.
    ///   - folder: where it goes.
    ///   - pace: called with the number of the next zeros before they are written.
    /// - Returns: the file.
    /// - Throws: `SystemError`, with the file gone, if the disk lets it go.
    static func makeZeros(
        _ name: String, _ size: Int, in folder: any StorageFolder, pace: (Int) -> Void = { _ in }
    ) throws(SystemError) -> any StorageFile {
        if try folder.names().contains(name) { try folder.unlink(name) }
        let file = try folder.open(name, creating: true)
        do {
            let zeros = [UInt8](repeating: 0, count: min(size, Limits.zeroFillBytes))
            var offset = 0
            while offset < size {
                let count = min(zeros.count, size - offset)
                pace(count)
                try file.writeAll(count == zeros.count ? zeros : Array(zeros[..<count]), at: UInt64(offset))
                try file.writeOut(count, at: UInt64(offset))
                offset += count
            }
            try file.sync()
            return file
        } catch {
            // Gives the room back; should that fail too, the next attempt meets the left-over and tries again.
            try? folder.unlink(name)
            throw error
        }
    }

    /// Gives a spare its header and its name; when this returns, file and name are on disk, and `CURRENT` names it.
    static func begin(
        _ header: SegmentHeader, in spare: SpareFiles.Spare, folder: any StorageFolder
    ) throws(SystemError) -> SegmentFile {
        let segment = SegmentFile(header: header, file: spare.file, size: UInt64(spare.size))
        try spare.file.writeAll(header.encoded(), at: 0)
        try spare.file.sync()
        try folder.rename(spare.name, to: segment.name)
        try folder.sync()
        try CurrentName.write(segment.name, in: folder)
        return segment
    }
}
