internal import HTTPTransport
internal import LinuxSystem
package import Messages
package import Queues
package import Telemetry

/// Pushes receipts to the systems that wish it: one worker for each, so that one that is down holds up no other.
///
/// The workers follow the directory: a reload starts, ends and replaces them. What waits for a system that is not pushed to
/// any more stays, until it is again or the receipts expire.
package final class ReceiptPushing: Sendable {
    private struct Worker {
        let address: PushAddress
        let task: Task<Void, Never>
    }

    private struct Workers {
        var bySystem: [SystemID: Worker] = [:]
        /// The last one of each system that has been told to end and may still be at it.
        var ending: [SystemID: Task<Void, Never>] = [:]
        var isEnded = false
    }

    private let queue: MessageQueue
    private let documents: DeliveryDocuments
    private let retry: RetryPace
    private let now: @Sendable () -> Timestamp
    private let log: Log
    private let workers = Lock(Workers())

    /// Sets up the pushing; nothing is pushed before `serve`.
    ///
    /// - Parameters:
    ///   - queue: where receipts wait.
    ///   - documents: decodes the stored receipts.
    ///   - retry: how long to wait after a system did not take a receipt.
    ///   - now: the wall clock.
    ///   - log: told when a system does not take receipts.
    package init(
        queue: MessageQueue, documents: DeliveryDocuments, retry: RetryPace, now: @escaping @Sendable () -> Timestamp,
        log: Log
    ) {
        self.queue = queue
        self.documents = documents
        self.retry = retry
        self.now = now
        self.log = log
    }

    /// Pushes to these systems from now on, and to no others; call it from one place at a time.
    package func serve(_ addresses: [SystemID: PushAddress]) {
        workers.withLock { workers in
            guard !workers.isEnded else { return }
            for (system, worker) in workers.bySystem where addresses[system] != worker.address {
                worker.task.cancel()
                workers.ending[system] = worker.task
                workers.bySystem[system] = nil
            }
            for (system, address) in addresses where workers.bySystem[system] == nil {
                workers.bySystem[system] = Worker(
                    address: address, task: start(system, address, after: workers.ending.removeValue(forKey: system)))
            }
        }
    }

    /// Starts a worker; what it says of the system's state must not be taken back by the one before it.
    private func start(
        _ system: SystemID, _ address: PushAddress, after earlier: Task<Void, Never>?
    ) -> Task<Void, Never> {
        let pusher = ReceiptPusher(
            system: system, address: address, client: HTTPClient(endpoint: address.endpoint), documents: documents,
            queue: queue, log: log)
        let loop = OutboundLoop(errand: pusher, queue: queue, receipts: documents.receipts, retry: retry, now: now)
        return Task {
            await earlier?.value
            await loop.run()
        }
    }

    /// Ends all pushing for good, and returns when nothing is under way any more; the queue must have ended its waiting.
    package func stop() async {
        let tasks = workers.withLock { workers in
            workers.isEnded = true
            return Array(workers.ending.values) + workers.bySystem.values.map(\.task)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
