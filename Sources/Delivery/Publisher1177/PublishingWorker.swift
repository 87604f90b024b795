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
        var health = DestinationHealth(pace: retry)
        while !Task.isCancelled, queue.isServing {
            await queue.waitForDelivery(in: [.publisher1177], atMost: Limits.publisherPoll)
            guard let pause = await publishNext(&health) else { continue }
            queue.note(health.outage(pausing: pause, at: now()), at: .publisher1177)
            log.write(.warning, "publisher1177-paused", [("milliseconds", .integer(Int(pause * 1_000)))])
            try? await Task.sleep(for: .seconds(pause))
        }
    }

    /// Sees to the event that is next, if there is one.
    ///
    /// - Returns: seconds to wait before the next try; nil when there is no reason to.
    private func publishNext(_ health: inout DestinationHealth) async -> Double? {
        let receipts = receipts
        let leased: [LeasedDelivery]
        do {
            leased = try await queue.lease(
                from: [.publisher1177], by: .gateway, maximum: 1, duration: Limits.publishingLease,
                receipt: { receipts.gaveUp($0) })
        } catch {
            // A full disk lends nothing while plans are waiting: without a pause this would turn round and round.
            log.write(.error, "publisher1177-nothing-lent", [])
            return Limits.pauseAfterFailure
        }
        guard let delivery = leased.first else { return nil }
        switch await publish(delivery) {
        case .tryAgain(let hindrance):
            return await putOff(delivery, hindrance, &health)
        case let outcome:
            if outcome.isAnswer {
                health.noteAnswer(to: delivery.facts.delivery)
                queue.note(nil, at: .publisher1177)
            }
            await settle(delivery, outcome)
            return nil
        }
    }

    /// Gives back what the service did not take: untried when the service is to blame, else with its attempt counted.
    private func putOff(
        _ delivery: LeasedDelivery, _ hindrance: Hindrance, _ health: inout DestinationHealth
    ) async -> Double? {
        let receipts = receipts
        let chance = Double.random(in: 0...1)
        switch health.noteFailure(hindrance, of: delivery.facts.delivery, at: now(), chance: chance) {
        case .destination(let pause):
            _ = try? await queue.release(delivery.lease, by: .gateway, delay: 0)
            return pause
        case .delivery:
            let fault = PublicationFault.brokenService
            log.write(.warning, "publisher1177-fails-alone", [("message", .token(delivery.facts.message.description))])
            _ = try? await queue.reject(
                delivery.lease, by: .gateway, failure: DeliveryFault(code: fault.code.text, reason: fault.reason),
                permanent: false, receipt: { receipts.publicationFailed($0, fault: fault) })
            return nil
        }
    }

    // MARK: One event

    private enum Outcome {
        case done(PublicationResult)
        case tryAgain(Hindrance)
        case failed(PublicationFault)

        /// Whether the service has said something of the event, so that it works.
        var isAnswer: Bool {
            switch self {
            case .done(let result): result != .superseded
            case .failed(let fault): fault.code == .publicationRefused
            case .tryAgain: false
            }
        }
    }

    private func publish(_ delivery: LeasedDelivery) async -> Outcome {
        let steps: [PublicationStep]
        do {
            steps = try await planner.steps(for: delivery)
        } catch {
            return .failed(error)
        }
        var outcome = Outcome.done(.superseded)
        for step in steps {
            outcome = await self.outcome(of: step, delivery)
            // What was done before is done again with the next try, which changes nothing.
            guard case .done = outcome else { break }
        }
        return outcome
    }

    private func outcome(of step: PublicationStep, _ delivery: LeasedDelivery) async -> Outcome {
        switch step {
        case .put(let document, let result):
            return outcome(await client.put(document, traceparent: delivery.traceparent), result)
        case .delete(let documentID):
            return outcome(await client.delete(documentID: documentID, traceparent: delivery.traceparent), .withdrawn)
        case .nothing:
            return .done(.superseded)
        }
    }

    private func outcome(_ answer: PublishingClient.Answer, _ result: PublicationResult) -> Outcome {
        switch answer {
        case .done: .done(result)
        case .tryAgain(let hindrance): .tryAgain(hindrance)
        case .refused(let fault): .failed(fault)
        }
    }

    private func settle(_ delivery: LeasedDelivery, _ outcome: Outcome) async {
        let receipts = receipts
        switch outcome {
        case .done(let result):
            _ = try? await queue.complete(
                delivery.lease, by: .gateway, reference: nil, note: result.rawValue,
                receipt: { receipts.published($0, as: result) })
        case .tryAgain: break
        case .failed(let fault) where fault.isHeld:
            await hold(delivery, fault)
        case .failed(let fault):
            _ = try? await queue.reject(
                delivery.lease, by: .gateway, failure: DeliveryFault(code: fault.code.text, reason: fault.reason),
                permanent: true, receipt: { receipts.publicationFailed($0, fault: fault) })
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
