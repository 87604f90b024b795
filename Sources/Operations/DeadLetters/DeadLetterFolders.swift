package import AuditTrail
internal import LinuxSystem
internal import MessageFormats
package import Messages
package import Queues
package import Routing
package import Telemetry

/// Keeps one folder per dead letter, for operators who look with a file browser: a projection of the journal.
///
/// The journal's record comes first and alone decides; the folders are made and removed behind it by one worker, and set
/// right at start, so no crash and no full disk can lose, double or slow a delivery. Source: journal, "Dead letter".
///
/// ```
/// dead-letters/UNIT/20261122T081500Z-AdmissionNotice-417-1/
///     message.xml | message.json     the sender's bytes, untouched
///     reason.json                    DeadLetterReport
/// ```
///
/// Only folders whose names are exactly of that form, below a destination's name, are ever touched; whatever else
/// somebody keeps there stays, files and links of that form among it. One that an operator moves to `RETRY/` goes back into its queue (`RetryFolder`).
package struct DeadLetterFolders: Sendable {
    /// The name of the folder beside those of the units that takes what is to be tried again.
    ///
    /// No unit may have it.
    package static let retryFolder = "RETRY"

    private let root: String
    private let queue: MessageQueue
    private let directory: @Sendable () -> Directory
    private let log: Log
    private let moved: RetryFolder
    private let disk = DiskWorker()

    /// Takes the folder `DATA/dead-letters`, which must exist, and the trail of what operators do.
    package init(
        root: String, queue: MessageQueue, directory: @escaping @Sendable () -> Directory, audit: AuditLog,
        now: @escaping @Sendable () -> Timestamp, log: Log
    ) {
        self.root = root
        self.queue = queue
        self.directory = directory
        self.log = log
        moved = RetryFolder(path: "\(root)/\(RetryFolder.name)", queue: queue, audit: audit, now: now, log: log)
    }

    /// Sets the folders right, then follows the journal until its task is cancelled or the queue ends.
    ///
    /// Changes that come close together are projected together, so that a mass of rejections costs one look at them all.
    /// Folders that were moved to be tried again are looked for in between, once a second and by this one worker, so that
    /// none is made again at its unit while it is being taken.
    package func run() async {
        var revision: UInt64 = 0
        var memory = RetryFolder.Memory()
        while !Task.isCancelled, queue.isServing {
            let now = await change(since: revision, within: Limits.moveWatch)
            await takeMoved(&memory)
            guard now != revision else { continue }
            revision = await project() ? now : revision
            try? await Task.sleep(for: .seconds(revision == now ? Limits.projectionPause : Limits.projectionRetry))
        }
    }

    /// The dead letters' revision, when it changes or so many seconds have passed.
    private func change(since revision: UInt64, within seconds: Double) async -> UInt64 {
        await withTaskGroup(of: UInt64.self) { group in
            group.addTask { await queue.waitForDeadLetterChange(since: revision) }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return revision
            }
            let first = await group.next() ?? revision
            group.cancelAll()
            return first
        }
    }

    /// Looks once for folders that were moved to be tried again.
    func takeMoved(_ memory: inout RetryFolder.Memory) async {
        await moved.look(&memory, onDisk: disk)
    }

    /// Makes the folders that are missing, and removes those whose dead letter is one no more.
    ///
    /// A folder that cannot be made or removed is logged; the others go on.
    ///
    /// - Returns: whether all could be done.
    @discardableResult
    func project() async -> Bool {
        let (reports, unreadable) = await allLetters()
        let wanted = Dictionary(reports.map { (path(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
        for delivery in unreadable {
            log.write(.error, "dead-letter-unreadable", [("delivery", .token(delivery.description))])
        }
        var isComplete = await attempt("dead-letter-link-not-removed") { try removeLinks() }
        let present = await disk.run { presentFolders() }
        // Looked at after the units' folders: one that is moved meanwhile is in one of the two.
        let moving = await disk.run { moved.letters() }
        for folder in present.subtracting(wanted.keys) where !isOf(unreadable, folder) {
            isComplete = await attempt("dead-letter-folder-not-removed") { try remove(folder) } && isComplete
        }
        for (folder, report) in wanted
        where !present.contains(folder) && !moving.contains(DeadLetterName.of(report)) {
            // A message that the disk does not give back has a folder all the same, with the reason alone.
            let stored = try? await queue.payload(of: report.delivery)
            if stored == nil {
                log.write(.error, "dead-letter-unreadable", [("delivery", .token(report.delivery.description))])
            }
            isComplete =
                await attempt("dead-letter-folder-not-made") { try make(folder, report, stored) } && isComplete
        }
        return isComplete
    }

    /// All dead letters, and those of which the disk does not tell what they are.
    private func allLetters() async -> (reports: [DeadLetterReport], unreadable: Set<DeliveryID>) {
        let page = await queue.deadLetters(limit: .max)
        let units = directory().units
        let reports =
            page.letters.map { DeadLetterReport($0, unit: $0.facts.destination.unit.flatMap { units[$0] }) }
            + page.lost.map { DeadLetterReport($0, unit: $0.destination.unit.flatMap { units[$0] }) }
        return (reports, page.unreadable)
    }

    /// Whether a folder may be that of a dead letter that cannot be read: it may hold the only whole copy of the message.
    private func isOf(_ unreadable: Set<DeliveryID>, _ folder: String) -> Bool {
        let name = folder.split(separator: "/").last ?? ""
        return DeadLetterName.delivery(in: name).map(unreadable.contains) ?? false
    }

    private func attempt(_ event: StaticString, _ body: @escaping @Sendable () throws -> Void) async -> Bool {
        await disk.run {
            do {
                try body()
                return true
            } catch {
                let code = (error as? SystemError).map { Int($0.code) } ?? 0
                log.write(.error, event, [("errno", .integer(code))])
                return false
            }
        }
    }

    // MARK: What should be there, what is there

    /// `UNIT/20261122T081500Z-AdmissionNotice-417-1`, below the root.
    private func path(of report: DeadLetterReport) -> String {
        "\(report.destination.name)/\(DeadLetterName.of(report))"
    }

    /// Folders of this projection, drafts that a crash left among them, as paths below the root.
    private func presentFolders() -> Set<String> {
        var folders: Set<String> = []
        for unit in names(in: root) where isUnit(unit) && isFolder("\(root)/\(unit)") {
            for name in names(in: "\(root)/\(unit)") where isOurs(name) && isFolder("\(root)/\(unit)/\(name)") {
                folders.insert("\(unit)/\(name)")
            }
        }
        return folders
    }

    /// Removes links that stand where a destination's folder should be: what is written through one lands elsewhere.
    private func removeLinks() throws {
        for name in names(in: root) where isUnit(name) {
            guard try FileMetadata.of("\(root)/\(name)")?.kind == .symbolicLink else { continue }
            try FileBytes.remove("\(root)/\(name)")
        }
    }

    private func isOurs(_ name: String) -> Bool {
        DeadLetterName.delivery(in: name) != nil || DeadLetterName.isDraft(name)
    }

    private func isUnit(_ name: String) -> Bool {
        name != RetryFolder.name && Destination(name: name) != nil
    }

    private func names(in folder: String) -> [String] {
        (try? FileBytes.names(in: folder)) ?? []
    }

    private func isFolder(_ path: String) -> Bool {
        (try? FileMetadata.of(path))?.kind == .directory
    }

    // MARK: Making and removing

    /// Writes the folder beside its place under a name with a dot, then moves it there whole.
    private func make(_ folder: String, _ report: DeadLetterReport, _ stored: DeliveryPayload?) throws {
        let unit = report.destination.name
        let draft = "\(root)/\(unit)/\(DeadLetterName.draft(of: report.delivery))"
        try FileBytes.makeFolder("\(root)/\(unit)")
        try FileBytes.remove(draft)
        try FileBytes.makeFolder(draft)
        if let stored {
            try FileBytes.replace("\(draft)/message.\(stored.form == .xml ? "xml" : "json")", with: stored.bytes)
        }
        try FileBytes.replace(
            "\(draft)/reason.json",
            with: APIDocument(root: "deadLetter", report.value).bytes(as: .json, layout: .indented))
        try FileBytes.rename(draft, to: String(folder.split(separator: "/").last ?? ""))
    }

    private func remove(_ folder: String) throws {
        try FileBytes.remove("\(root)/\(folder)")
    }
}
