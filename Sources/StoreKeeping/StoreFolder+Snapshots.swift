internal import DurableLog
internal import LinuxSystem
internal import Queues
internal import SnapshotFiles

extension StoreFolder {
    /// Reads every file of every snapshot, and says so when no start could begin anywhere.
    ///
    /// A running gateway may take newer ones meanwhile and delete those that were found: they are then looked for again.
    func verifySnapshots(_ report: inout StoreReport, _ reader: JournalReader) {
        let look = settledLook(reader, LogBasis(isWhole: report.log.isWhole, last: report.log.lastSequence))
        report.findings += look.findings
        report.snapshots = look.sound.map(\.sequence)
        guard look.sound.isEmpty, report.log.keptFiles > 0 else { return }
        do throws(JournalFailure) {
            try reader.expectStart(from: nil)
        } catch {
            // Anything else has been found in the log itself.
            guard case .thinned(let last) = error else { return }
            report.findings.append(
                StoreFinding(
                    "snapshots", "no snapshot to start from, and records are no longer all there", records: 1...last,
                    .noStart))
        }
    }

    /// The snapshots that a start can use, newest first, each with all its files read through; and what is the matter with the
    /// others.
    func soundSnapshots(_ reader: JournalReader) -> (manifests: [SnapshotManifest], faults: [StoreFinding]) {
        let end = try? reader.end()
        let look = settledLook(reader, LogBasis(isWhole: true, last: end?.last ?? .max))
        return (look.sound, look.findings.filter { $0.grade > .sound })
    }

    /// The names of all files of the snapshots whose manifests are sound, and those of manifests that are not.
    ///
    /// - Throws: `snapshots`.
    func snapshotFiles() throws(StoreFailure) -> (names: [String], unsound: [String]) {
        guard (try? storage.openFolder(snapshots)) != nil else { return ([], []) }
        do throws(SnapshotFailure) {
            let store = try SnapshotStore.open(at: snapshots, storage: storage)
            let names = Set(store.candidates.flatMap(\.fileNames)).sorted()
            return (names, store.unsound.filter { isThere($0) })
        } catch {
            throw .snapshots(error)
        }
    }

    private func settledLook(_ reader: JournalReader, _ log: LogBasis) -> SnapshotLook {
        var look = SnapshotLook()
        for _ in 0..<Limits.readings {
            look = lookAtSnapshots(reader, log)
            guard look.hasVanished else { break }
        }
        return look
    }

    private func lookAtSnapshots(_ reader: JournalReader, _ log: LogBasis) -> SnapshotLook {
        var look = SnapshotLook()
        guard (try? storage.openFolder(snapshots)) != nil else { return look }
        do throws(SnapshotFailure) {
            let store = try SnapshotStore.open(at: snapshots, storage: storage)
            for name in store.unsound {
                look.note(name, SnapshotFault("a snapshot that is not whole"), isThere: isThere(name))
            }
            for manifest in store.candidates {
                if let fault = fault(of: manifest, in: store, reader, log) {
                    look.note(manifest.name, fault, isThere: isThere(manifest.name))
                } else {
                    look.note(manifest)
                }
            }
        } catch {
            look.findings.append(StoreFinding("snapshots", error.description, .unreadable))
        }
        return look
    }

    /// Whether a manifest is still there; one that cannot be looked for counts as there.
    private func isThere(_ name: String) -> Bool {
        (try? storage.openFolder(snapshots).names())?.contains(name) ?? true
    }

    /// Why no start can use a snapshot; nil when one can, or when that is the fault of a log that is damaged.
    private func fault(
        of manifest: SnapshotManifest, in store: SnapshotStore, _ reader: JournalReader, _ log: LogBasis
    ) -> SnapshotFault? {
        guard let position = LogPosition(encoded: manifest.position), position.sequence == manifest.sequence else {
            return SnapshotFault("a snapshot without a place in a log")
        }
        do throws(SnapshotFailure) {
            let snapshot = try store.load(manifest)
            try snapshot.verify()
            try MessageQueue.expectKnownForm(of: snapshot)
        } catch .newerFormat(let version) {
            return SnapshotFault(
                "a snapshot of format \(version), which is newer than this program", matter: .newerFormat)
        } catch {
            return SnapshotFault("a snapshot that is not whole: \(error)")
        }
        do throws(JournalFailure) {
            try reader.expectStart(from: position)
        } catch {
            switch error {
            case .thinned: return SnapshotFault("a snapshot of a place before what retention has given up")
            case .damaged where !log.isWhole: return nil
            case .damaged where position.sequence > log.last:
                return SnapshotFault(
                    "a snapshot of a place that cannot be found in the log, which ends before it", matter: .damage,
                    missing: log.last + 1...position.sequence)
            case .damaged: return SnapshotFault("a snapshot of a place that cannot be found in the log")
            default: return SnapshotFault("a snapshot whose place in the log cannot be looked at: \(error)")
            }
        }
        return nil
    }
}

/// What is known of the log that snapshots stand behind.
private struct LogBasis {
    let isWhole: Bool
    /// Its last record.
    let last: UInt64
}

/// Why no start can use a snapshot.
private struct SnapshotFault {
    let text: String
    let matter: StoreMatter
    /// Records that the snapshot says were stored, and the log does not hold.
    let missing: ClosedRange<UInt64>?

    init(_ text: String, matter: StoreMatter = .snapshot, missing: ClosedRange<UInt64>? = nil) {
        self.text = text
        self.matter = matter
        self.missing = missing
    }
}

/// What looking at the snapshots once has found.
private struct SnapshotLook {
    var findings: [StoreFinding] = []
    /// Those that a start can use, newest first.
    var sound: [SnapshotManifest] = []
    /// Whether one was taken away under the look, since newer ones came.
    var hasVanished = false

    mutating func note(_ name: String, _ fault: SnapshotFault, isThere: Bool) {
        if isThere {
            findings.append(
                StoreFinding("snapshots/\(name)", fault.text, records: fault.missing, fault.matter))
        } else {
            hasVanished = true
        }
    }

    mutating func note(_ manifest: SnapshotManifest) {
        let text = "snapshot behind record \(manifest.sequence), \(manifest.fileNames.count) files"
        findings.append(StoreFinding("snapshots/\(manifest.name)", text))
        sound.append(manifest)
    }
}
