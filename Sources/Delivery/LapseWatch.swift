package import Queues
package import Telemetry

/// Sees to it that lapsed leases become retries, that deliveries whose attempts are used up become dead letters with a
/// receipt to their sender, that receipts which nobody fetches expire, and that replays go on.
package struct LapseWatch: Sendable {
    private let queue: MessageQueue
    private let receipts: ApplicationReceipts
    private let log: Log

    /// Takes the queue to watch, what makes the receipts, and where to tell what was found.
    package init(queue: MessageQueue, receipts: ApplicationReceipts, log: Log) {
        self.queue = queue
        self.receipts = receipts
        self.log = log
    }

    /// Runs until its task is cancelled, or the queue ends or fails.
    ///
    /// A full disk is no end: leases stay as they are until there is room again.
    package func run() async {
        var expiryDue = ContinuousClock.now
        while !Task.isCancelled, queue.isServing {
            do {
                if expiryDue <= .now {
                    try await expireReceipts()
                    expiryDue = .now + .seconds(Limits.expiryInterval)
                }
                let settled = try await queue.settleLapsed { receipts.gaveUp($0) }
                if settled > 0 { log.write(.info, "leases-lapsed", [("count", .integer(settled))]) }
                let replayed = try await queue.advanceReplays()
                if replayed > 0 { log.write(.info, "replay-advanced", [("count", .integer(replayed))]) }
                try? await Task.sleep(
                    for: .seconds(min(queue.nextWakeup() ?? Limits.watchInterval, Limits.watchInterval)))
            } catch {
                log.write(.error, "leases-not-settled", [])
                try? await Task.sleep(for: .seconds(Limits.pauseAfterFailure))
            }
        }
    }

    private func expireReceipts() async throws(QueueFailure) {
        let expired = try await queue.expireReceipts(after: Limits.receiptAge)
        if expired > 0 { log.write(.info, "receipts-expired", [("count", .integer(expired))]) }
    }
}
