internal import Digests
internal import DurableLog
internal import LinuxSystem
package import Messages
internal import SnapshotFiles

/// Makes a backup of a store that may be in use: files that are never written again by a second name where that goes,
/// the others by copying.
///
/// The order makes it whole: the sealed files of the log, then the snapshots, then the rest of the log, which so holds
/// every record that the snapshots stand behind. Of the file that is written to, whole batches are taken and nothing of
/// one under way. The finished backup is read through like any store before its list is written.
package struct StoreBackup {
    private let data: String
    private let target: String
    private let madeAt: Timestamp
    private var files: [BackupManifest.Entry] = []
    /// Names of the log that are in the backup.
    private var taken: Set<String> = []
    /// Names of snapshots that no start can use.
    private var leftOut: [String] = []

    private init(of data: String, to target: String, at time: Timestamp) {
        self.data = data
        self.target = target
        madeAt = time
    }

    /// Backs a data folder's journal up, with its key.
    ///
    /// The audit trail and the dead letters' folders are not in it: the one is plain text to be copied, the other is made
    /// anew from the journal.
    ///
    /// - Parameters:
    ///   - data: the gateway's data folder.
    ///   - target: a folder that is not there yet.
    ///   - time: now.
    /// - Returns: the list of what was backed up, on disk; and the names of snapshots that are not in it, since no start could
    ///   use them: the store itself is then to be looked after, with `verify`.
    /// - Throws: `refused`, `file`, `journal` or `snapshots`; a folder that was begun is left without a list.
    package static func make(
        of data: String, to target: String, at time: Timestamp
    ) throws(StoreFailure) -> (list: BackupManifest, leftOut: [String]) {
        guard !FileBytes.exists(target) else { throw .refused("\(target) is there already; name a new folder") }
        let store = try StoreFolder(journal: "\(data)/journal")
        for attempt in 1... {
            var backup = StoreBackup(of: data, to: target, at: time)
            do throws(StoreFailure) {
                try backup.bringFiles(of: store)
                return (try backup.finish(), backup.leftOut)
            } catch {
                guard error.isAbsence, attempt < Limits.backupAttempts else { throw error }
                // Retention or a new snapshot took a file away before it was reached: from the beginning.
                try backup.clear()
            }
        }
        throw .refused("the store's files change faster than they can be copied")
    }

    private mutating func bringFiles(of store: StoreFolder) throws(StoreFailure) {
        for folder in ["", "/journal", "/journal/log", "/journal/snapshots"] { try makeFolder(target + folder) }
        do {
            // Whoever puts the files in place by hand gets a held store too.
            try Journal.holdRestored(at: "\(target)/journal")
        } catch {
            throw .journal(error)
        }
        try bring("store.key", byLink: false)
        let reader = try store.reader()
        let atFirst = try logFiles()
        for name in atFirst.dropLast() { try bringLog(name) }
        try bringSnapshots(store)
        let end: LogEnd?
        do {
            end = try reader.end()
        } catch {
            throw .journal(error)
        }
        // What retention has put in the place of files that are in the backup already may be too thin for its snapshots.
        let begun = String((atFirst.last ?? "").prefix(Limits.numberDigits))
        for name in try logFiles() where !taken.contains(name) && name >= begun {
            guard let end, end.file == name else {
                // Sealed since the first look, or begun since the end was looked for.
                if let end, name > end.file { continue }
                try bringLog(name)
                continue
            }
            try bring("journal/log/\(name)", byLink: false, upTo: end.offset)
            taken.insert(name)
        }
        if let end { try writeCurrent(end.file) }
    }

    /// The log's files in the order of the log.
    private func logFiles() throws(StoreFailure) -> [String] {
        try names(in: "\(data)/journal/log").filter { $0.hasSuffix(".seg") || $0.hasSuffix(".kept") }
    }

    private mutating func bringLog(_ name: String) throws(StoreFailure) {
        try bring("journal/log/\(name)", byLink: true)
        taken.insert(name)
    }

    /// Brings all that may be whole; what is not is taken out again when the copy is read through.
    ///
    /// A busy gateway has two newer ones soon: all files are opened before any is copied.
    private mutating func bringSnapshots(_ store: StoreFolder) throws(StoreFailure) {
        let (names, unsound) = try store.snapshotFiles()
        leftOut = unsound.map { "snapshots/\($0)" }
        var opened: [(name: String, file: File)] = []
        for name in names { opened.append((name, try FileCopy.open("\(store.snapshots)/\(name)"))) }
        for (name, file) in opened {
            let name = "journal/snapshots/\(name)"
            note(name, try FileCopy.linkOrCopy(file, named: "\(data)/\(name)", to: "\(target)/\(name)"))
        }
    }

    private mutating func bring(_ name: String, byLink: Bool, upTo length: UInt64? = nil) throws(StoreFailure) {
        let (source, copy) = ("\(data)/\(name)", "\(target)/\(name)")
        note(
            name,
            byLink
                ? try FileCopy.linkOrCopy(try FileCopy.open(source), named: source, to: copy)
                : try FileCopy.copy(source, to: copy, upTo: length))
    }

    private mutating func note(_ name: String, _ result: FileCopy.Result) {
        files.append(BackupManifest.Entry(name: name, bytes: result.bytes, check: result.check))
    }

    private mutating func writeCurrent(_ name: String) throws(StoreFailure) {
        let file = "journal/log/CURRENT"
        do {
            try FileBytes.replace("\(target)/\(file)", with: Array(name.utf8))
        } catch {
            throw .file("\(target)/\(file)", error)
        }
        note(file, try FileCopy.check("\(target)/\(file)"))
    }

    /// Reads the backup through, and writes its list.
    private mutating func finish() throws(StoreFailure) -> BackupManifest {
        let copy = try StoreFolder(journal: "\(target)/journal")
        try takeOutUnsoundSnapshots(of: copy)
        for folder in ["/journal/snapshots", "/journal/log", "/journal"] { try sync(target + folder) }
        let report = try copy.verify(pause: { _ in })
        if let fault = report.faults.first {
            throw .refused("the backup is not sound, and \(target) is not to be used: \(fault.file): \(fault.text)")
        }
        let manifest = BackupManifest(
            storeID: HexText.of(report.log.storeID), madeAt: madeAt, lastSequence: report.log.lastSequence,
            snapshot: report.snapshots.max(), files: files)
        let path = "\(target)/\(BackupManifest.fileName)"
        do {
            try FileBytes.replace(path, with: manifest.encoded())
            try FileBytes.syncParent(of: target)
        } catch {
            throw .file(path, error)
        }
        return manifest
    }

    /// Takes snapshots that no start can use out again: they must not keep the log from being backed up.
    private mutating func takeOutUnsoundSnapshots(of copy: StoreFolder) throws(StoreFailure) {
        let (sound, faults) = copy.soundSnapshots(try copy.reader())
        guard !faults.isEmpty else { return }
        // The log does not hold what they say was stored: without them that would not be seen any more.
        if let fault = faults.first(where: { $0.records != nil }) {
            throw .refused("the store is not sound: \(fault.file): \(fault.text)")
        }
        leftOut += faults.map(\.file)
        let kept = Set(sound.flatMap(\.fileNames).map { "journal/snapshots/\($0)" })
        let folder = "journal/snapshots/"
        let surplus = files.map(\.name).filter { $0.hasPrefix(folder) && !kept.contains($0) }
        for name in surplus { try remove("\(target)/\(name)") }
        files.removeAll { surplus.contains($0.name) }
    }

    private func remove(_ path: String) throws(StoreFailure) {
        do {
            try FileBytes.remove(path)
        } catch {
            throw .file(path, error)
        }
    }

    private func clear() throws(StoreFailure) { try remove(target) }

    private func makeFolder(_ path: String) throws(StoreFailure) {
        do {
            try FileBytes.makeFolder(path)
        } catch {
            throw .file(path, error)
        }
    }

    private func names(in folder: String) throws(StoreFailure) -> [String] {
        do {
            return try FileBytes.names(in: folder)
        } catch {
            throw .file(folder, error)
        }
    }

    private func sync(_ folder: String) throws(StoreFailure) {
        do {
            try Folder.open(folder).sync()
        } catch {
            throw .file(folder, error)
        }
    }
}

extension StoreFailure {
    /// Whether a file was not there that a moment before was.
    fileprivate var isAbsence: Bool {
        switch self {
        case .file(_, let error), .journal(.unreadable(let error)), .snapshots(.unreadable(let error)): error.isMissing
        case .journal, .snapshots, .refused: false
        }
    }
}
