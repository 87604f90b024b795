internal import AuditTrail
internal import LinuxSystem
internal import Messages
internal import Queues
internal import Telemetry

/// The folder `dead-letters/RETRY/`: what an operator moves there goes back into its queue.
///
/// Only a folder whose name is exactly that of a dead letter counts. It is first hidden under a name with a dot, so that
/// a start after a crash knows it for one that was being taken: `.20261122T081500Z-AdmissionNotice-417-1`. Then the audit
/// trail has it, then the queue, and then the folder goes, with whatever the operator put into it. Who moved it nobody
/// can say: a folder keeps its owner when it is moved.
///
/// All else in the folder is left alone and logged once.
struct RetryFolder: Sendable {
    /// The folder's name beside those of the units; no HSA-id that the catalogue gives out is like it.
    static let name = "RETRY"

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

    /// The dead letters whose folders lie here; they are not to be made again at their units.
    func deliveries() -> Set<DeliveryID> {
        Set(entries().compactMap { DeadLetterName.delivery(in: $0) })
    }

    /// Looks once, and takes back what lies there.
    func look(_ memory: inout Memory, onDisk: DiskWorker) async {
        let names = await onDisk.run { entries() }
        memory.complaints.formIntersection(names)
        for name in names {
            guard let letter = DeadLetterName.delivery(in: name) else {
                complain(.warning, "dead-letter-move-unknown", name, &memory)
                continue
            }
            if name.hasPrefix(".") {
                await finish(letter, name, &memory, onDisk)
            } else if await onDisk.run({ isFolder(name) }), isKnown(letter, as: name) {
                guard await onDisk.run({ attempt { try FileBytes.rename("\(path)/\(name)", to: ".\(name)") } }) else {
                    complain(.error, "dead-letter-folder-not-taken", name, &memory)
                    continue
                }
                await finish(letter, ".\(name)", &memory, onDisk)
            } else {
                complain(.warning, "dead-letter-move-unknown", name, &memory)
            }
        }
    }

    /// Puts a letter back into its queue, when it is one still, and removes its hidden folder.
    private func finish(_ id: DeliveryID, _ name: String, _ memory: inout Memory, _ onDisk: DiskWorker) async {
        if let letter = queue.deadLetter(id) {
            guard await retry(letter, &memory) else {
                return complain(.error, "dead-letter-not-retried", name, &memory)
            }
        }
        memory.audited.remove(id)
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

    private func isKnown(_ id: DeliveryID, as name: String) -> Bool {
        queue.deadLetter(id).map { DeadLetterName.of($0) == name } ?? false
    }

    /// Says something of a name once, while it lies there; never the name, which somebody else chose.
    private func complain(_ level: LogLevel, _ event: StaticString, _ name: String, _ memory: inout Memory) {
        guard memory.complaints.insert(name).inserted else { return }
        let delivery = DeadLetterName.delivery(in: name).map { LogValue.token($0.description) } ?? "unknown"
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

    private func attempt(_ body: () throws -> Void) -> Bool {
        (try? body()) != nil
    }
}
