internal import Dispatch
package import DurableLog
internal import LinuxSystem
package import Messages
internal import Synchronization

/// The audit trail: who did what with which message and why, one line each, in a file a month, chained.
///
/// ```
/// DATA/audit/2026-11.jsonl     lines of November by the clock of UTC
/// DATA/audit/*.torn            what a crash left of a line that nobody had been answered for
/// ```
///
/// Lines are only ever added. Each seals all before it (`chain`), so a line that was changed, taken out, put in or moved
/// is found at the next start and by `verify`. That assumes that whoever changes the trail does not reckon the chain
/// anew: it holds no secret, so it does not defend against one who can rewrite all lines from some place on, nor against
/// one who cuts lines off the end. Against both, copy the trail, or the chain of its last line, to where its writer
/// cannot reach it.
///
/// Any thread may call it. The disk is waited for on a queue of its own.
package final class AuditLog: Sendable {
    /// What was found at the start.
    package let found: AuditReport
    private let file: Lock<AuditFile>
    private let disk: DispatchQueue
    private let failed: Atomic<Bool>

    private init(_ file: consuming AuditFile, disk: DispatchQueue) {
        found = file.chain.report
        self.disk = disk
        failed = Atomic(file.failure != nil)
        self.file = Lock(file)
    }

    /// Whether a write or sync has failed: nothing is taken until a new start.
    ///
    /// Never waits for the disk.
    package var hasFailed: Bool { failed.load(ordering: .relaxed) }

    /// Opens the trail in a folder, which is made when it is missing, and checks it from its first line to its last.
    ///
    /// A torn last line is cut off and kept in a file beside it. A broken chain does not keep it from opening: the chain
    /// goes on behind it, with a line that names each broken one, `chain-broken`, which is written once.
    ///
    /// - Throws: `AuditFailure` when the folder or a file in it cannot be read.
    package static func open(
        at path: String, storage: any Storage, now: @escaping @Sendable () -> Timestamp
    ) async throws(AuditFailure) -> AuditLog {
        let disk = DispatchQueue(label: "vaxel.audit-trail")
        return try await Self.on(disk) { () throws(AuditFailure) in
            var file: AuditFile
            do throws(SystemError) {
                file = try AuditFile(try storage.openFolder(path))
            } catch {
                throw .notOpened(error)
            }
            for place in file.chain.untoldBreaks {
                let event = AuditEvent(
                    at: now(), action: .chainBroken, system: .gateway, reason: place.description)
                // Told of at the next start otherwise: a trail that takes no entry must not keep messages from moving.
                try? file.append(event)
            }
            return AuditLog(file, disk: disk)
        }
    }

    /// Adds an entry, and returns when the disk has it.
    ///
    /// - Throws: `AuditFailure`; what the entry is about must then not be done. After `failed` all others throw too.
    package func record(_ event: AuditEvent) async throws(AuditFailure) {
        try await Self.on(disk) { () throws(AuditFailure) in
            try self.file.withLock { file throws(AuditFailure) in
                defer { self.failed.store(file.failure != nil, ordering: .relaxed) }
                try file.append(event)
            }
        }
    }

    /// Reads the trail in a folder, which must exist, and reckons its chain anew; changes nothing.
    ///
    /// While a gateway adds to it, a line that is half written shows as a torn tail.
    ///
    /// - Throws: `AuditFailure` when the folder or a file in it cannot be read.
    package static func verify(_ path: String, storage: any Storage = DiskStorage()) throws(AuditFailure) -> AuditReport
    {
        do {
            return try AuditScan(try storage.openFolder(path)).follow().report
        } catch {
            throw .notOpened(error)
        }
    }

    private static func on<Output: Sendable>(
        _ queue: DispatchQueue, _ work: @escaping @Sendable () throws(AuditFailure) -> Output
    ) async throws(AuditFailure) -> Output {
        let result: Result<Output, AuditFailure> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(AuditFailure) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
