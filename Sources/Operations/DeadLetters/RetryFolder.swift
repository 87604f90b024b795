internal import AuditTrail
internal import LinuxSystem
internal import Messages
internal import Queues
internal import Telemetry

/// The folder `dead-letters/RETRY/`: what an operator moves there goes back into its queue.
///
/// Only a folder whose name is exactly that of a dead letter counts. It is first hidden under a name with a dot, so that
/// a start after a crash knows it for one that was being taken (`RetryEntry`). Then the audit trail has it, then the
/// queue. Then it is named done, since a letter that dies again must not be taken for the one that was moved, and goes,
/// with whatever the operator put into it. Who moved it nobody can say: a folder keeps its owner when it is moved.
///
/// All else in the folder is left alone and logged once.
struct RetryFolder: Sendable {
    /// The folder's name beside those of the units; the directory takes no unit of that name.
    static let name = DeadLetterFolders.retryFolder

    /// What is remembered from look to look.
    struct Memory {
        /// What has been complained of, while it lies there.
        var complaints: Set<String> = []
        /// What the audit trail tells of and is not done yet.
        var audited: Set<DeliveryID> = []
    }

    let path: String
    let queue: MessageQueue
    let audit: AuditLog
    let now: @Sendable () -> Timestamp
    let log: Log

    /// The names of the dead letters whose folders lie here; they are not to be made again at their units.
    func letters() -> Set<String> {
        let ours = entries().compactMap { name in isFolder(name) ? RetryEntry(name) : nil }
        return Set(ours.filter { $0.stage != .done }.map(\.letter))
    }

    /// Looks once, and takes back what lies there.
    func look(_ memory: inout Memory, onDisk: DiskWorker) async {
        let names = await onDisk.run { entries() }
        memory.complaints.formIntersection(names)
        for name in names {
            guard let entry = RetryEntry(name), await onDisk.run({ isFolder(name) }) else {
                complain(.warning, "dead-letter-move-unknown", name, &memory)
                continue
            }
            switch entry.stage {
            case .moved: await take(entry, &memory, onDisk)
            case .taken: await finish(entry, &memory, onDisk)
            case .done: await remove(entry.done, &memory, onDisk)
            }
        }
    }

    /// Takes a folder that an operator moved here, when it is that of a dead letter.
    private func take(_ entry: RetryEntry, _ memory: inout Memory, _ onDisk: DiskWorker) async {
        do {
            guard try await deadLetter(of: entry) != nil else {
                return complain(.warning, "dead-letter-move-unknown", entry.letter, &memory)
            }
        } catch {
            return complain(.error, "dead-letter-unreadable", entry.letter, &memory)
        }
        guard await onDisk.run({ rename(entry.letter, to: entry.taken) }) else {
            return complain(.error, "dead-letter-folder-not-taken", entry.letter, &memory)
        }
        await finish(entry, &memory, onDisk)
    }

    /// Puts a letter back into its queue, when it is the one still that was moved, and removes its hidden folder.
    private func finish(_ entry: RetryEntry, _ memory: inout Memory, _ onDisk: DiskWorker) async {
        do {
            if let letter = try await deadLetter(of: entry), await !retry(letter, &memory) {
                return complain(.error, "dead-letter-not-retried", entry.taken, &memory)
            }
        } catch {
            // It is a dead letter still, as far as anybody knows: the folder stays until the disk tells.
            return complain(.error, "dead-letter-unreadable", entry.taken, &memory)
        }
        memory.audited.remove(entry.delivery)
        let isNamedDone = await onDisk.run { rename(entry.taken, to: entry.done) }
        await remove(isNamedDone ? entry.done : entry.taken, &memory, onDisk)
    }

    private func remove(_ name: String, _ memory: inout Memory, _ onDisk: DiskWorker) async {
        guard await onDisk.run({ attempt { try FileBytes.remove("\(path)/\(name)") } }) else {
            return complain(.error, "dead-letter-folder-not-removed", name, &memory)
        }
        memory.complaints.remove(name)
    }

    /// Whether it is back in its queue, or was before; tried again at the next look otherwise.
    private func retry(_ letter: DeadLetter, _ memory: inout Memory) async -> Bool {
        let id = letter.facts.delivery
        do {
            if !memory.audited.contains(id) {
                try await audit.record(
                    AuditEvent(
                        at: now(), action: .deadLetterRetried, system: .folder, units: [letter.facts.destination],
                        message: letter.facts.message, delivery: id.description))
                memory.audited.insert(id)
            }
            _ = try await queue.retryDeadLetter(id, by: .folder)
            return true
        } catch {
            return false
        }
    }

    /// The dead letter whose folder it is; none when the letter is dead anew, by another death.
    private func deadLetter(of entry: RetryEntry) async throws(QueueFailure) -> DeadLetter? {
        try await queue.deadLetter(entry.delivery).flatMap { DeadLetterName.of($0) == entry.letter ? $0 : nil }
    }

    /// Says something of a name once, while it lies there; never the name, which somebody else chose.
    private func complain(_ level: LogLevel, _ event: StaticString, _ name: String, _ memory: inout Memory) {
        guard memory.complaints.insert(name).inserted else { return }
        let delivery = RetryEntry(name).map { LogValue.token($0.delivery.description) } ?? "unknown"
        log.write(level, event, [("delivery", delivery)])
    }

    // MARK: Disk

    private func entries() -> [String] {
        // A link in the folder's place leads where the operator's hand may not reach.
        guard (try? FileMetadata.of(path))?.kind == .directory else { return [] }
        return (try? FileBytes.names(in: path)) ?? []
    }

    private func isFolder(_ name: String) -> Bool {
        (try? FileMetadata.of("\(path)/\(name)"))?.kind == .directory
    }

    private func rename(_ old: String, to new: String) -> Bool {
        attempt { try FileBytes.rename("\(path)/\(old)", to: new) }
    }

    private func attempt(_ body: () throws -> Void) -> Bool {
        (try? body()) != nil
    }
}
