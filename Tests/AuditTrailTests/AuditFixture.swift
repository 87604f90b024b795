import AuditTrail
import DurableLog
import Foundation
import Messages
import TestSupport

/// Short ways to an audit trail on a disk in memory.
enum AuditFixture {
    static let folder = "audit"
    /// 2026-11-22T08:15:00Z.
    static let noon = Timestamp(microseconds: 1_795_335_300_000_000)

    static func open(_ storage: FaultyStorage) async throws -> AuditLog {
        try await AuditLog.open(at: folder, storage: storage, now: { noon })
    }

    static func event(_ reason: String = "Avvikelse 12", at moment: Timestamp = noon) throws -> AuditEvent {
        AuditEvent(
            at: moment, action: .payloadRead, system: SystemID("payload-reader") ?? .anonymous, who: "Läsare \"Ett\"",
            units: [.publisher1177], message: MessageID("0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1b11"), delivery: "417-1",
            reason: reason, requestID: "8f3a01c2-1f")
    }

    static func lines(_ storage: FaultyStorage, ending: String = ".jsonl") -> [String] {
        let bytes = storage.contents(inFolder: folder, ending: ending) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Changes a text in the oldest file of the trail.
    static func replace(_ old: String, with new: String, on storage: FaultyStorage) {
        storage.change(inFolder: folder, ending: ".jsonl") { bytes in
            bytes = Array(String(decoding: bytes, as: UTF8.self).replacing(old, with: new, maxReplacements: 1).utf8)
        }
    }
}
