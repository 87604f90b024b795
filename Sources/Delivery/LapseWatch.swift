internal import Messages
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
        var failedReads = queue.failedReads
        while !Task.isCancelled, queue.isServing {
            do {
                if expiryDue <= .now {
                    try await expireReceipts()
                    expiryDue = .now + .seconds(Limits.expiryInterval)
                }
                let settled = try await queue.settleLapsed { receipts.gaveUp($0) }
                if settled > 0 { log.write(.info, "leases-lapsed", [("count", .integer(settled))]) }
                failedReads = tellFailedReads(since: failedReads)
                tellLostLetters()
                let replayed = try await queue.advanceReplays { destination, records in
                    log.write(
                        .error, "replay-unread",
                        [
                            ("unit", .token(destination.name)), ("first", .integer(Int(clamping: records.lowerBound))),
                            ("last", .integer(Int(clamping: records.upperBound))),
                        ])
                }
                if replayed > 0 { log.write(.info, "replay-advanced", [("count", .integer(replayed))]) }
                try? await Task.sleep(
                    for: .seconds(min(queue.nextWakeup() ?? Limits.watchInterval, Limits.watchInterval)))
            } catch {
                log.write(.error, "leases-not-settled", [])
                try? await Task.sleep(for: .seconds(Limits.pauseAfterFailure))
            }
        }
    }

    /// Tells that the disk has refused messages, or not given what was stored; returns how often by now.
    private func tellFailedReads(since before: Int) -> Int {
        let failed = queue.failedReads
        if failed > before {
            log.write(
                .error, "messages-unread",
                [("reads", .integer(failed - before)), ("waiting", .integer(queue.unreadDeliveries))])
        }
        return failed
    }

    /// Tells of each delivery that was given up since nothing of its message can be read.
    private func tellLostLetters() {
        for letter in queue.takeLostLetters() {
            log.write(
                .error, "message-lost",
                [
                    ("delivery", .token(letter.delivery.description)), ("unit", .token(letter.destination.name)),
                    ("message", .token(letter.message?.description ?? "unknown")),
                ])
        }
    }

    private func expireReceipts() async throws(QueueFailure) {
        let expired = try await queue.expireReceipts(after: Limits.receiptAge)
        if expired > 0 { log.write(.info, "receipts-expired", [("count", .integer(expired))]) }
    }
}
