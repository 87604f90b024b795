package import HTTPTransport
package import Messages
package import Plans
package import Queues
package import Routing
package import Telemetry

/// Brings plans at 1177 to what is to be shown of them, one event after the other, until each has been taken.
///
/// An event is a version of a plan, its closing, or the cancellation of either. Before each sending it is asked again what
/// is to be shown; an event that a later one has overtaken sends nothing. A service that is down, overloaded or not to be
/// reached as configured costs an event no attempt: everything waits, and one event is tried after each pause. One that says
/// that the document itself is wrong makes it a dead letter, and one that breaks on it while it takes others costs it an
/// attempt. The sender hears what became of it.
package struct PublishingWorker: Sendable {
    private let queue: MessageQueue
    private let receipts: ApplicationReceipts
    private let planner: PublicationPlanner
    private let client: PublishingClient
    private let retry: RetryPace
    private let now: @Sendable () -> Timestamp
    private let log: Log

    /// Sets up the worker.
    ///
    /// - Parameters:
    ///   - queue: where events wait.
    ///   - documents: decodes the stored messages.
    ///   - register: knows what is to be shown of each plan.
    ///   - client: speaks to the publishing service.
    ///   - directory: the directory in force.
    ///   - withdrawsOnClose: whether a care giver has its plans taken away when they are closed, instead of shown as closed.
    ///   - sourceSystem: the gateway's own HSA-id.
    ///   - retry: how long to wait after the service did not take a plan.
    ///   - now: the wall clock.
    ///   - log: told when the service does not take a plan, and of plans that are held.
    package init(
        queue: MessageQueue, documents: DeliveryDocuments, register: PlanRegister, client: HTTPClient,
        directory: @escaping @Sendable () -> Directory, withdrawsOnClose: @escaping @Sendable (UnitID) -> Bool,
        sourceSystem: UnitID, retry: RetryPace, now: @escaping @Sendable () -> Timestamp, log: Log
    ) {
        self.queue = queue
        self.retry = retry
        self.now = now
        self.log = log
        receipts = documents.receipts
        planner = PublicationPlanner(
            documents: documents, register: register, directory: directory, withdrawsOnClose: withdrawsOnClose,
            sourceSystem: sourceSystem)
        self.client = PublishingClient(http: client, log: log)
    }

    /// Runs until its task is cancelled or the queue ends.
    package func run() async {
        await OutboundLoop(errand: self, queue: queue, receipts: receipts, retry: retry, now: now).run()
    }
}

extension PublishingWorker: OutboundErrand {
    /// What became of an event.
    enum Outcome: Sendable {
        case done(PublicationResult)
        case failed(PublicationFault)
    }

    var destination: Destination { .publisher1177 }

    func attempt(_ delivery: LeasedDelivery) async throws(Hindrance) -> Outcome {
        let steps: [PublicationStep]
        do {
            steps = try await planner.steps(for: delivery)
        } catch {
            return .failed(error)
        }
        var outcome = Outcome.done(.superseded)
        for step in steps {
            // What was done before is done again with the next try, which changes nothing.
            outcome = try await self.outcome(of: step, delivery)
            guard case .done = outcome else { break }
        }
        return outcome
    }

    func isAnswer(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .done(let result): result != .superseded
        case .failed(let fault): fault.code == .publicationRefused
        }
    }

    func settle(_ delivery: LeasedDelivery, _ outcome: Outcome) async {
        let receipts = receipts
        switch outcome {
        case .done(let result):
            _ = try? await queue.complete(
                delivery.lease, by: .gateway, reference: nil, note: result.rawValue,
                receipt: { receipts.published($0, as: result) })
        case .failed(let fault) where fault.isHeld:
            await hold(delivery, fault)
        case .failed(let fault):
            await reject(delivery, fault, permanent: true)
        }
    }

    func countAttempt(at delivery: LeasedDelivery) async {
        log.write(.warning, "publisher1177-fails-alone", [("message", .token(delivery.facts.message.description))])
        await reject(delivery, .brokenService, permanent: false)
    }

    func tell(of halt: OutboundHalt) {
        switch halt {
        case .nothingLent:
            log.write(.error, "publisher1177-nothing-lent", [])
        case .paused(let seconds):
            log.write(.warning, "publisher1177-paused", [("milliseconds", .integer(Int(seconds * 1_000)))])
        }
    }

    // MARK: One event

    private func reject(_ delivery: LeasedDelivery, _ fault: PublicationFault, permanent: Bool) async {
        let receipts = receipts
        _ = try? await queue.reject(
            delivery.lease, by: .gateway, failure: DeliveryFault(code: fault.code.text, reason: fault.reason),
            permanent: permanent, receipt: { receipts.publicationFailed($0, fault: fault) })
    }

    private func outcome(of step: PublicationStep, _ delivery: LeasedDelivery) async throws(Hindrance) -> Outcome {
        switch step {
        case .put(let document, let result):
            return try outcome(await client.put(document, traceparent: delivery.traceparent), result)
        case .delete(let documentID):
            return try outcome(
                await client.delete(documentID: documentID, traceparent: delivery.traceparent), .withdrawn)
        case .nothing:
            return .done(.superseded)
        }
    }

    private func outcome(
        _ answer: PublishingClient.Answer, _ result: PublicationResult
    ) throws(Hindrance) -> Outcome {
        switch answer {
        case .done: return .done(result)
        case .tryAgain(let hindrance): throw hindrance
        case .refused(let fault): return .failed(fault)
        }
    }

    /// Keeps a plan back until the directory has been mended, and looks at it again from time to time.
    ///
    /// No dead letter: nobody need retry it by hand. A newer version waits behind it at most until the next look, which
    /// finds it superseded.
    private func hold(_ delivery: LeasedDelivery, _ fault: PublicationFault) async {
        _ = try? await queue.hold(
            delivery.lease, by: .gateway, fault: DeliveryFault(code: fault.code.text, reason: fault.reason),
            seconds: Limits.heldPlan)
        log.write(
            .warning, "publisher1177-held",
            [("message", .token(delivery.facts.message.description)), ("code", .token(fault.code.text))])
    }
}
