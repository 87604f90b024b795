internal import DurableLog
internal import Foundation
internal import Messages

extension StoreFolder {
    /// Reads every byte of log and snapshots and says what is the matter with each file.
    ///
    /// A gateway may go on writing meanwhile: a batch that is under way is no tear. What is at fault is in the report.
    ///
    /// - Parameter pause: waits for so many seconds between two looks at a log that may be growing.
    /// - Returns: what was found.
    /// - Throws: `journal` when the folder cannot even be listed.
    package func verify(
        pause: (Double) -> Void = { Thread.sleep(forTimeInterval: $0) }
    ) throws(StoreFailure) -> StoreReport {
        let reader = try reader()
        let (log, begun) = try settledReport(of: reader, pause)
        let isGrowing = log.hasDoubtfulEnd && hasGrown(beyond: begun, reader)
        var report = StoreReport(findings: Self.findings(of: log, isGrowing: isGrowing), log: log, hold: try hold())
        verifySnapshots(&report, reader)
        let known = (report.snapshots + report.faults.compactMap { $0.records?.upperBound }).max() ?? 0
        if !isGrowing, log.tornBytes > 0, known > log.lastSequence, !hasGrown(beyond: begun, reader) {
            // A snapshot knows of records behind what looks like a torn tail, which so was acknowledged.
            report.findings.removeAll { $0.grade == .tornTail }
            report.findings.append(Self.finding(ofMissing: known, in: log))
        }
        return report
    }

    /// A report whose end is not under way, and where the log ended before it was made: read anew while what stands at its end
    /// is doubtful and the log grows.
    private func settledReport(
        of reader: JournalReader, _ pause: (Double) -> Void
    ) throws(StoreFailure) -> (JournalReport, begun: LogEnd?) {
        var begun = end(of: reader)
        var report = try read(reader)
        for _ in 1..<Limits.readings {
            guard report.hasDoubtfulEnd, waitForGrowth(beyond: begun, reader, pause) else { break }
            begun = end(of: reader)
            report = try read(reader)
        }
        return (report, begun)
    }

    private func read(_ reader: JournalReader) throws(StoreFailure) -> JournalReport {
        do {
            return try reader.report()
        } catch {
            throw .journal(error)
        }
    }

    /// Whether the log grows beyond where it ended before it has stood still for long enough.
    private func waitForGrowth(
        beyond end: LogEnd?, _ reader: JournalReader, _ pause: (Double) -> Void
    ) -> Bool {
        var waited = 0.0
        while waited < Limits.stillSeconds {
            if hasGrown(beyond: end, reader) { return true }
            pause(Limits.lookSeconds)
            waited += Limits.lookSeconds
        }
        return false
    }

    private static func finding(ofMissing last: UInt64, in log: JournalReport) -> StoreFinding {
        StoreFinding(
            "log/\(log.extents.last?.name ?? "")",
            "damaged at byte \(log.endOffset): a snapshot knows of more", records: log.lastSequence + 1...last, .damage)
    }

    /// Whether the log ends further on now; only sound batches count, so what is damaged never looks as if it grew.
    private func hasGrown(beyond former: LogEnd?, _ reader: JournalReader) -> Bool {
        guard let former, let now = end(of: reader) else { return false }
        return now.first > former.first || now.first == former.first && now.offset > former.offset
    }

    /// Where the log ends now; nil when that cannot be read, which the report tells of.
    private func end(of reader: JournalReader) -> LogEnd? { try? reader.end() }

    // MARK: Findings of the log

    static func findings(of log: JournalReport, isGrowing: Bool) -> [StoreFinding] {
        var findings: [StoreFinding] = []
        var known: Timestamp?
        for (index, extent) in log.extents.enumerated() {
            let isOpen = isGrowing && index == log.extents.count - 1
            let damages = isOpen ? [] : log.damages.filter { $0.file == extent.name }
            findings.append(finding(of: extent, isOpen: isOpen, damages: damages, known: known))
            for damage in damages { findings.append(finding(of: damage, since: extent.beginning ?? known)) }
            known = extent.writtenAt.map { Timestamp(logSeconds: $0.upperBound) } ?? known
        }
        let names = Set(log.extents.map(\.name))
        return findings + log.damages.filter { !names.contains($0.file) }.map { finding(of: $0, since: known) }
    }

    private static func finding(
        of extent: JournalReport.Extent, isOpen: Bool, damages: [JournalDamage], known: Timestamp?
    ) -> StoreFinding {
        let kind = extent.kind == .kept ? "what retention kept" : "segment"
        let count = extent.records == 1 ? "1 record" : "\(extent.records) records"
        var text = "\(kind), \(count)"
        var matter: StoreMatter?
        switch extent.verdict {
        case _ where isOpen: text += ", being written to"
        case .sound: break
        case .tornTail(let bytes):
            text += ", behind them \(bytes) bytes of a batch that was torn"
            matter = .tornTail
        case .damaged:
            text += " can be read"
            matter = damages.isEmpty ? .damage : nil
        case .unreadable(let error):
            text = "\(kind), the disk does not give it: \(error)"
            matter = .unreadable
        case .newerFormat(let version):
            text = "\(kind) of format \(version), which is newer than this program"
            matter = .newerFormat
        }
        if extent.hasSoundIndex == false, !isOpen, matter == nil { text += ", its index is to be made anew" }
        return StoreFinding(
            "log/\(extent.name)", text,
            records: extent.last >= extent.first ? extent.first...extent.last : nil,
            since: extent.beginning ?? known, bytes: extent.bytes, matter)
    }

    private static func finding(of damage: JournalDamage, since: Timestamp?) -> StoreFinding {
        StoreFinding(
            "log/\(damage.file)", "damaged at byte \(damage.offset)",
            records: damage.firstLost...max(damage.firstLost, damage.lastKnown), since: since, .damage)
    }
}

extension JournalReport {
    /// Whether what was found at the end may be a batch that was being written.
    var hasDoubtfulEnd: Bool {
        guard let last = extents.last else { return false }
        return last.verdict != .sound || damages.contains { $0.file == last.name }
    }
}

extension JournalReport.Extent {
    /// When the first of its batches was written.
    var beginning: Timestamp? { writtenAt.map { Timestamp(logSeconds: $0.lowerBound) } }
}
