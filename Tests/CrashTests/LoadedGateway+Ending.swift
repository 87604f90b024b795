import AuditTrail
import Foundation
import Glibc
import Synchronization
import TestSupport

/// What is found when the program is started once more.
struct CrashOutcome: Sendable {
    /// The states of each acknowledged message's deliveries, as its sender sees them.
    var states: [String: [String]] = [:]
    /// Resends that were not answered as what is known already.
    var doubled = 0
    /// Whether the deliveries that were made are those that are accounted for.
    var isConserved = false
    /// Whether the audit trail's chain is whole.
    var isTrailWhole = false
    /// Readings that were answered and that the trail does not have.
    var unaudited = 0
}

extension LoadedGateway {
    private static let width = 8

    /// Starts the program once more, sends what is pending, takes everything there is, and looks at what is left.
    func drain() async throws -> CrashOutcome {
        let program = try await start()
        let (ehr, municipal) = (try client("ehr", program), try client("municipal", program))
        for (_, message) in pending.withLock({ $0 }) {
            let status = try await ehr.send(message).status
            if status == 202 || status == 200 { ledger.withLock { $0.acknowledge(message.id) } }
        }
        var outcome = CrashOutcome()
        while try await take(by: municipal, wait: 0) > 0 {}
        while try await takeReceipts(by: ehr, max: 100, wait: 0) > 0 {}
        for message in samples.withLock({ $0 }) where try await ehr.send(message).status != 200 { outcome.doubled += 1 }
        while try await take(by: municipal, wait: 0) > 0 { outcome.doubled += 1 }
        outcome.states = try await states(by: ehr)
        let metrics = try await client("operator", program).get("/metrics", accept: "*/*").text
        outcome.isConserved = metrics.contains("\nvaxel_conservation_difference 0\n")
        _ = await program.end(SIGTERM)
        outcome.isTrailWhole = try AuditLog.verify(auditPath).isWhole
        outcome.unaudited = known.readings.subtracting(try reasons()).count
        return outcome
    }

    private func states(by ehr: APIClient) async throws -> [String: [String]] {
        try await withThrowingTaskGroup(of: (String, [String]).self) { group in
            var states: [String: [String]] = [:]
            for (number, id) in known.acknowledged.enumerated() {
                if number >= Self.width, let (id, found) = try await group.next() { states[id] = found }
                group.addTask {
                    let deliveries = try await ehr.get("/v1/messages/\(id)").json["deliveries"].items
                    return (id, deliveries.compactMap { $0["state"].text })
                }
            }
            for try await (id, found) in group { states[id] = found }
            return states
        }
    }

    /// The reasons that stand in the audit trail.
    private func reasons() throws -> Set<String> {
        let names = try FileManager.default.contentsOfDirectory(atPath: auditPath).filter { $0.hasSuffix(".jsonl") }
        return Set(
            try names.flatMap { name in
                try String(contentsOfFile: "\(auditPath)/\(name)", encoding: .utf8).split(separator: "\n")
                    .compactMap { JSONTree(Array($0.utf8))["reason"].text }
            })
    }
}
