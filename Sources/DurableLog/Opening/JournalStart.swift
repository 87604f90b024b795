internal import LinuxSystem

/// Opens a journal's folder and brings it into order; what is left is to write on.
struct JournalStart {
    let recovery: RecoveryReport
    let files: LogFiles
    let lock: any StorageFile
    /// Why the store is held; nil when it is not.
    let hold: StoreHold?
    let folder: any StorageFolder
    /// The first sequence numbers of segments whose index is missing.
    let unindexed: [UInt64]

    /// Takes the lock, replays, and makes good what a crash left half done.
    ///
    /// - Throws: as `Journal.open`.
    init(
        _ path: String, _ storage: any Storage, _ options: JournalOptions, from position: LogPosition?,
        knownThrough lastKnown: UInt64 = 0, _ replay: (StoredRecord) -> Void
    ) throws(JournalFailure) {
        let home: any StorageFolder
        let taken: (any StorageFile)?
        do {
            home = try storage.openFolder(path)
            taken = try home.lock(StoreLock.name)
            folder = try storage.openFolder(path + "/" + LogNames.folder)
        } catch {
            throw .unreadable(error)
        }
        guard let taken else { throw .locked }
        lock = taken
        let storeLock = try StoreLock(file: taken, in: home)
        var recovery = Recovery(folder: folder, knownThrough: lastKnown)
        try recovery.run(startingAt: position, replay)
        // Before there is a log: one without it has been copied, and is held.
        let isNew = recovery.active == nil
        hold = storeLock.hold(hasLog: !isNew)
        if isNew, hold == nil { try storeLock.claim() }
        let active: ActiveSegment
        do {
            if let last = recovery.active {
                active = last
                // A crash between a segment's beginning and its naming left that out.
                if recovery.currentName != last.segment.name { try CurrentName.write(last.segment.name, in: folder) }
            } else {
                active = try Self.firstSegment(in: folder, options)
            }
        } catch {
            throw .unreadable(error)
        }
        // What cannot be taken away now is in nobody's way, and is met again at the next start.
        for name in recovery.leftovers { try? folder.unlink(name) }
        self.recovery = recovery.report
        files = LogFiles(recovery.sealed, active: active, folder: folder)
        unindexed = recovery.unindexed
    }

    private static func firstSegment(
        in folder: any StorageFolder, _ options: JournalOptions
    ) throws(SystemError) -> ActiveSegment {
        let header = SegmentHeader(
            fileBytes: options.segmentBytes, storeID: SystemRandom.bytes(16), salt: SystemRandom.uint64(),
            firstSequence: 1, firstBatch: 1, previousChain: 0)
        let name = "first" + SegmentFile.spareEnding
        let file = try SegmentFile.makeZeros(name, options.segmentBytes, in: folder)
        let spare = SpareFiles.Spare(name: name, file: file, size: options.segmentBytes)
        return ActiveSegment(try SegmentFile.begin(header, in: spare, folder: folder), after: .beginning)
    }
}
