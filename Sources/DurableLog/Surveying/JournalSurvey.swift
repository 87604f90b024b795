internal import LinuxSystem

/// Goes through the files of a log one after another, past any damage, and notes what it finds.
struct JournalSurvey {
    /// How the reading of a file ended.
    enum End {
        case done
        /// The one who gets the records has had enough.
        case stopped
        /// The file is not there any more: retention has put another in its place.
        case vanished
    }

    let folder: any StorageFolder
    var report = JournalReport()

    init(folder: any StorageFolder) {
        self.folder = folder
    }

    /// Forgets what was found from a file on, since other files stand there now.
    mutating func forget(from first: UInt64) {
        report.extents.removeAll { $0.first >= first }
        report.damages.removeAll { $0.firstLost >= first }
    }

    /// Reads a file and hands its records over.
    ///
    /// - Parameters:
    ///   - file: the file.
    ///   - next: the first number of the file behind it; nil for the last.
    ///   - body: returns whether to go on.
    /// - Returns: how it ended.
    mutating func read(_ file: SurveyedFile, next: UInt64?, _ body: (StoredRecord) -> Bool) -> End {
        let expected = (report.extents.last?.last ?? 0) + 1
        if file.first > expected {
            note(LogNames.segment(expected), at: 0, firstLost: expected, lastKnown: file.first - 1)
        }
        let open: any StorageFile
        let size: UInt64
        do {
            open = try folder.open(file.name, creating: false)
            size = try open.size()
            // Retention may have given the name to another file since the header was read.
            if let listed = file.extent, try open.readAll(Limits.page, at: 0) != listed.header.encoded() {
                return .vanished
            }
        } catch {
            guard !error.isMissing else { return .vanished }
            lose(file, .unreadable(error), size: 0, next: next)
            return .done
        }
        var extent = JournalReport.Extent(
            name: file.name, kind: file.kind, verdict: .sound, first: file.first, last: file.first &- 1, bytes: size)
        let hasMore: Bool
        switch file.extent?.header {
        case .segment(let header):
            hasMore = readSegment(open, header, isGuessed: false, next: next, into: &extent, body)
        case .kept(let header):
            hasMore = readKept(open, header, into: &extent, body)
        case nil:
            return readHeaderless(file, open, size: size, next: next, body)
        }
        noteIndex(of: file.extent, open, next: next, in: &extent)
        report.extents.append(extent)
        if report.storeID.isEmpty, let id = file.extent?.storeID { report.storeID = id }
        return hasMore ? .done : .stopped
    }

    /// Reads what can be read of a file whose header is not sound.
    private mutating func readHeaderless(
        _ file: SurveyedFile, _ open: any StorageFile, size: UInt64, next: UInt64?, _ body: (StoredRecord) -> Bool
    ) -> End {
        let verdict: JournalReport.Verdict =
            switch file.refusal {
            case .newerFormat(let version): .newerFormat(version: version)
            case .unreadable(let error): .unreadable(error)
            default: .damaged
            }
        guard case .damaged = verdict, file.kind == .segment,
            let header = SegmentWalk.guessedHeader(open, size: size, first: file.first)
        else {
            lose(file, verdict, size: size, next: next)
            return .done
        }
        var extent = JournalReport.Extent(
            name: file.name, kind: .segment, verdict: .damaged, first: file.first, last: file.first &- 1, bytes: size)
        let hasMore = readSegment(open, header, isGuessed: true, next: next, into: &extent, body)
        extent.verdict = .damaged
        // All its records may have been found, and still the file is not what was written.
        if !report.damages.contains(where: { $0.file == file.name }) {
            note(file.name, at: 0, firstLost: file.first, lastKnown: 0)
        }
        report.extents.append(extent)
        return hasMore ? .done : .stopped
    }

    /// Notes a file of which nothing can be read.
    private mutating func lose(_ file: SurveyedFile, _ verdict: JournalReport.Verdict, size: UInt64, next: UInt64?) {
        let last = next.map { $0 - 1 } ?? file.extent?.last ?? file.first &- 1
        note(file.name, at: 0, firstLost: file.first, lastKnown: last)
        report.extents.append(
            JournalReport.Extent(
                name: file.name, kind: file.kind, verdict: verdict, first: file.first, last: last, bytes: size))
    }

    mutating func note(_ file: String, at offset: Int, firstLost: UInt64, lastKnown: UInt64) {
        report.damages.append(
            JournalDamage(file: file, offset: UInt64(offset), firstLost: firstLost, lastKnown: lastKnown))
    }

    /// Looks whether the file's index is there and sound; without one, reading by number is slow and nothing is lost.
    private func noteIndex(
        of listed: Extent?, _ open: any StorageFile, next: UInt64?, in extent: inout JournalReport.Extent
    ) {
        guard var listed else { return }
        if listed.kind == .segment {
            guard let next else { return }
            listed.last = next - 1
        }
        let index = try? OpenExtent.storedIndex(of: listed, open, in: folder)
        extent.hasSoundIndex = (try? index?.allRanges()) != nil
    }

    /// Looks whether the segment that `CURRENT` names is there: one that went missing at the end shows nowhere else.
    ///
    /// - Throws: `unreadable` when the file cannot be read.
    mutating func checkCurrent() throws(JournalFailure) {
        let current: String?
        do {
            current = try CurrentName.read(in: folder)
        } catch {
            throw .unreadable(error)
        }
        // Listed after the name was read: a running gateway may have begun the segment meanwhile.
        guard let current, let first = LogNames.first(in: current, ending: LogNames.segmentEnding),
            try !SurveyedFile.list(folder).contains(where: { $0.stands(for: first, current) })
        else { return }
        note(current, at: 0, firstLost: first, lastKnown: first)
    }
}
