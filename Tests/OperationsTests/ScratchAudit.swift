import AuditTrail
import MessageFormats
import Messages
import TestSupport

/// An audit trail on a disk in memory that can be made to fail.
final class ScratchAudit: Sendable {
    let storage = FaultyStorage()
    let log: AuditLog

    init(now: @escaping @Sendable () -> Timestamp) async throws {
        log = try await AuditLog.open(at: "audit", storage: storage, now: now)
    }

    /// What stands in the trail, in order.
    var entries: [APIValue] {
        let text = String(decoding: storage.contents(inFolder: "audit", ending: ".jsonl") ?? [], as: UTF8.self)
        return text.split(separator: "\n").compactMap { try? APIDocument.read(Array($0.utf8), as: .json) }
    }

    /// The actions that stand in the trail, in order.
    var actions: [String] { entries.compactMap { $0["action"]?.text } }
}
