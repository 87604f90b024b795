extension Journal {
    /// The journal's figures at this moment.
    package var figures: JournalFigures {
        var figures = writer.figures
        let extents = files.extents
        let end = files.end
        figures.segments = extents.count { $0.kind == .segment } + 1
        figures.keptFiles = extents.count - figures.segments + 1
        figures.logBytes = extents.reduce(files.active.segment.size) { $0 + $1.bytes }
        figures.spares = writer.spares.count
        figures.freeBytes = writer.room.freeBytes
        figures.floorBytes = writer.room.floor
        figures.durableSequence = end.sequence
        figures.openFiles = files.openFiles
        figures.failedReads = files.failedReads
        if case .failed = failure { figures.hasFailed = true }
        return figures
    }

    /// The place behind the last batch that the disk has.
    package var position: LogPosition { files.end }

    /// Whether so little room is left on the disk that intake is refused.
    ///
    /// Asks the file system, though not more often than ten times a second, so that whoever stops intake on this sees
    /// room come back without it.
    package var isAtFloor: Bool { writer.room.isBelowFloor || writer.spares.lacksRoom }
}
