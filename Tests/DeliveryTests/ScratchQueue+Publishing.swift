import Delivery
import HTTPTransport
import MessageFormats
import Messages
import Plans
import Queues
import Routing
import SampleWorld
import Telemetry

extension ScratchQueue {
    private var receipts: ApplicationReceipts {
        ApplicationReceipts(gatewayUnit: .gateway, fingerprints: fingerprints, unitName: { _ in nil }, now: now)
    }

    /// Decodes what is stored.
    var documents: DeliveryDocuments {
        DeliveryDocuments(reader: MessageReader(), queue: queue, receipts: receipts, directory: { .sample() })
    }

    /// Starts a worker that publishes to a service.
    func startPublishing(
        to endpoint: HTTPEndpoint, log: Log = .silent, register: PlanRegister = PlanRegister(),
        directory: Directory = .sample(), withdrawsOnClose: Bool = false
    ) -> Task<Void, Never> {
        let worker = PublishingWorker(
            queue: queue, documents: documents, register: register, client: HTTPClient(endpoint: endpoint),
            directory: { directory }, withdrawsOnClose: { withdrawsOnClose && $0 == .sample("SE0000000001-VG1") },
            sourceSystem: .gateway, retry: RetryPace(first: 0.001, longest: 0.002), now: now,
            log: log)
        return Task { await worker.run() }
    }

    /// Runs a worker against a service until a condition holds, and lets it end what it has begun.
    func publish(
        to endpoint: HTTPEndpoint, log: Log = .silent, register: PlanRegister = PlanRegister(),
        directory: Directory = .sample(), withdrawsOnClose: Bool = false, until holds: () -> Bool
    ) async {
        let running = startPublishing(
            to: endpoint, log: log, register: register, directory: directory, withdrawsOnClose: withdrawsOnClose)
        await until(holds)
        queue.endWaiting()
        await running.value
    }

    /// Whether so many deliveries have come to an end.
    func hasSettled(_ count: Int) -> Bool {
        let sum = queue.conservation()
        return sum.completed + sum.dead + sum.cancelled == count
    }
}
