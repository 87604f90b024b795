/// Reads a journal's files without its lock and without writing anything: beside a running gateway, after damage, in a
/// backup.
///
/// A running gateway goes on writing meanwhile: what is read is the log up to some moment after the call, and a batch
/// that is being written looks like a torn tail until it is read again. Retention may put a file in another's place
/// meanwhile: each file is read as it was before or as it is after.
package struct JournalReader: Sendable {
    let folder: any StorageFolder

    /// Opens the journal in a folder for reading.
    ///
    /// - Parameters:
    ///   - path: the journal's folder, which must be there, or a copy of one.
    ///   - storage: the disk; with one that makes no folder and refuses to write, nothing can be changed. Only folders
    ///     and files are opened, listed, measured and read.
    /// - Returns: the reader; it holds the folder open, and no file.
    /// - Throws: `unreadable` when the folder cannot be opened; what is in it is judged by `read(from:_:)`.
    package static func open(
        at path: String, storage: any Storage
    ) throws(JournalFailure) -> JournalReader {
        do {
            return JournalReader(folder: try storage.openFolder(path + "/" + LogNames.folder))
        } catch {
            throw .unreadable(error)
        }
    }

    /// Reads the whole log and says what it found.
    ///
    /// - Throws: `unreadable` when the folder's names cannot be read; anything else is in the report.
    package func report() throws(JournalFailure) -> JournalReport {
        try read(from: 1) { _ in true }
    }

    /// Hands over every record that can be read, in order, past any damage, and says what was found on the way.
    ///
    /// - Parameters:
    ///   - first: the sequence number to begin with; what lies before is read for the report all the same.
    ///   - body: returns whether to go on; when it says no, the report covers what was read until then.
    /// - Returns: what was found.
    /// - Throws: `unreadable` when the folder's names cannot be read; anything else is in the report.
    package func read(
        from first: UInt64, _ body: (StoredRecord) -> Bool
    ) throws(JournalFailure) -> JournalReport {
        var survey = JournalSurvey(folder: folder)
        var files = try SurveyedFile.list(folder)
        var index = 0
        var handed = first &- 1
        while index < files.count {
            let file = files[index]
            let next = index + 1 < files.count ? files[index + 1].first : nil
            let end = survey.read(file, next: next) { record in
                guard record.sequence > handed else { return true }
                handed = record.sequence
                return body(record)
            }
            switch end {
            case .done: index += 1
            case .stopped: return survey.report
            case .vanished:
                files = try SurveyedFile.list(folder)
                index = files.lastIndex { $0.first <= file.first } ?? files.count
                survey.forget(from: index < files.count ? files[index].first : file.first)
            }
        }
        try survey.checkCurrent()
        return survey.report
    }

    /// Reads one record by its number, past any damage elsewhere.
    ///
    /// Uses the file's index where that is sound, and else reads the file from its beginning.
    ///
    /// - Returns: the record; nil when retention has dropped it, it was never stored, or it is the journal's own mark.
    /// - Throws: `damaged` when it was stored and cannot be read, `unreadable` when the disk refuses it.
    package func record(_ sequence: UInt64) throws(JournalFailure) -> StoredRecord? {
        let files = try SurveyedFile.list(folder)
        guard let index = files.lastIndex(where: { $0.first <= sequence }) else { return nil }
        let next = index + 1 < files.count ? files[index + 1].first : nil
        if let record = indexed(sequence, files[index], next: next) { return record }
        var survey = JournalSurvey(folder: folder)
        var wanted: StoredRecord?
        _ = survey.read(files[index], next: next) { record in
            if record.sequence == sequence { wanted = record }
            return record.sequence < sequence
        }
        if wanted == nil, let damage = survey.report.damages.first(where: { $0.holds(sequence) }) {
            throw .damaged(damage)
        }
        return wanted
    }

    /// The record by the file's own index; nil whenever that does not lead to it.
    private func indexed(_ sequence: UInt64, _ file: SurveyedFile, next: UInt64?) -> StoredRecord? {
        guard var extent = file.extent else { return nil }
        if extent.kind == .segment {
            guard let next else { return nil }
            extent.last = next - 1
        }
        guard let open = try? folder.open(extent.name, creating: false),
            let index = try? OpenExtent.storedIndex(of: extent, open, in: folder)
        else { return nil }
        return try? OpenExtent(extent, open, stored: index).record(sequence)
    }
}

extension JournalDamage {
    fileprivate func holds(_ sequence: UInt64) -> Bool {
        firstLost <= sequence && sequence <= lastKnown
    }
}
