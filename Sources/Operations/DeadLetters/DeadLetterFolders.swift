internal import HTTPDoors
internal import LinuxSystem
internal import MessageFormats
internal import Messages
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
package struct DeadLetterFolders: Sendable {
    private let root: String
    private let queue: MessageQueue
    private let directory: @Sendable () -> Directory
    private let log: Log

    /// Takes the folder `DATA/dead-letters`, which must exist.
    package init(root: String, queue: MessageQueue, directory: @escaping @Sendable () -> Directory, log: Log) {
        self.root = root
        self.queue = queue
        self.directory = directory
        self.log = log
    }

    /// Sets the folders right, then follows the journal until its task is cancelled or the queue ends.
    package func run() async {
        var revision: UInt64 = 0
        while !Task.isCancelled, queue.isServing {
            await project()
            revision = await queue.waitForDeadLetterChange(since: revision)
        }
    }

    /// Makes the folders that are missing and removes those whose dead letter is one no more.
    ///
    /// A folder that cannot be made is logged and tried again with the next change; others go on.
    func project() async {
        let letters = allLetters()
        let wanted = Dictionary(letters.map { (path(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
        removeLinks()
        let present = presentFolders()
        for folder in present.subtracting(wanted.keys) {
            do { try FileBytes.remove("\(root)/\(folder)") } catch { tell("dead-letter.folder.not-removed", error) }
        }
        for (folder, letter) in wanted where !present.contains(folder) {
            do { try await make(folder, letter) } catch { tell("dead-letter.folder.not-made", error) }
        }
    }

    // MARK: What should be there, what is there

    private func allLetters() -> [DeadLetter] {
        var letters: [DeadLetter] = []
        while true {
            let page = queue.deadLetters(
                in: nil, after: letters.last?.facts.delivery, limit: Limits.deadLettersPerPage)
            letters += page
            guard page.count == Limits.deadLettersPerPage else { return letters }
        }
    }

    /// `UNIT/20261122T081500Z-AdmissionNotice-417-1`, below the root.
    private func path(of letter: DeadLetter) -> String {
        let type = DeadLetterReport(letter, unit: nil).shownType
        return "\(letter.facts.destination.name)/\(compact(letter.diedAt))-\(type)-\(letter.facts.delivery)"
    }

    /// A moment to the second as folder names have it: `20261122T081500Z`.
    private func compact(_ moment: Timestamp) -> String {
        let text = Timestamp(microseconds: moment.seconds * 1_000_000).rfc3339
        return text.filter { $0 != "-" && $0 != ":" }
    }

    /// Drafts that a crash left are among them: no dead letter wants one, so they go.
    private func presentFolders() -> Set<String> {
        var folders: Set<String> = []
        for unit in entries(of: .directory) {
            for name in (try? FileBytes.names(in: "\(root)/\(unit)")) ?? [] { folders.insert("\(unit)/\(name)") }
        }
        return folders
    }

    /// Removes links that stand where units' folders belong: what they point to is none of ours to write to or remove.
    private func removeLinks() {
        for link in entries(of: .symbolicLink) {
            do { try FileBytes.remove("\(root)/\(link)") } catch { tell("dead-letter.link.not-removed", error) }
        }
    }

    private func entries(of kind: FileMetadata.Kind) -> [String] {
        let names = (try? FileBytes.names(in: root)) ?? []
        return names.filter { (try? FileMetadata.of("\(root)/\($0)"))??.kind == kind }
    }

    // MARK: Making and removing

    /// Writes the folder beside its place under a name with a dot, then moves it there whole.
    private func make(_ folder: String, _ letter: DeadLetter) async throws {
        guard let stored = try await queue.payload(of: letter.facts.delivery) else { return }
        let unit = letter.facts.destination.name
        let draft = "\(root)/\(unit)/.\(letter.facts.delivery)"
        try FileBytes.makeFolder("\(root)/\(unit)")
        try FileBytes.remove(draft)
        try FileBytes.makeFolder(draft)
        try FileBytes.replace("\(draft)/message.\(stored.form == .xml ? "xml" : "json")", with: stored.bytes)
        let report = DeadLetterReport(letter, unit: letter.facts.destination.unit.flatMap { directory().units[$0] })
        try FileBytes.replace(
            "\(draft)/reason.json", with: APIDocument(root: "deadLetter", report.value).bytes(as: .json))
        try FileBytes.rename(draft, to: String(folder.split(separator: "/").last ?? ""))
    }

    private func tell(_ event: StaticString, _ error: any Error) {
        let code = (error as? SystemError).map { Int($0.code) } ?? 0
        log.write(.error, event, [("errno", .integer(code))])
    }
}
