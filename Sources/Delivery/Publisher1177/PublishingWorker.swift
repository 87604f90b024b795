package import HTTPTransport
internal import HTTPWire
package import Messages
package import Queues
package import Routing
package import Telemetry

/// Sends agreed plans to the 1177 publishing service, one after the other, until each has been taken.
///
/// Before each sending it is asked again whether the plan may be shown, and whether a newer version has come meanwhile,
/// wished for or not; then it is skipped. A service that is down, overloaded or not to be reached as configured costs a
/// plan no attempt; only one that says that the document itself is wrong makes it a dead letter.
package struct PublishingWorker: Sendable {
    private let queue: MessageQueue
    private let documents: DeliveryDocuments
    private let register: PlanRegister
    private let client: HTTPClient
    private let directory: @Sendable () -> Directory
    private let sourceSystem: UnitID
    private let retry: RetryPace
    private let log: Log

    /// Sets up the worker.
    ///
    /// - Parameters:
    ///   - queue: where plans wait.
    ///   - documents: decodes the stored plans.
    ///   - register: knows the newest version of each plan; filled here from the journal when the worker starts.
    ///   - client: speaks to the publishing service.
    ///   - directory: the directory in force.
    ///   - sourceSystem: the gateway's own HSA-id.
    ///   - retry: how long to wait after the service did not take a plan.
    ///   - log: told when the service does not take a plan.
    package init(
        queue: MessageQueue, documents: DeliveryDocuments, register: PlanRegister, client: HTTPClient,
        directory: @escaping @Sendable () -> Directory, sourceSystem: UnitID, retry: RetryPace, log: Log
    ) {
        self.queue = queue
        self.documents = documents
        self.register = register
        self.client = client
        self.directory = directory
        self.sourceSystem = sourceSystem
        self.retry = retry
        self.log = log
    }

    /// Runs until its task is cancelled or the queue ends.
    package func run() async {
        await fillRegister()
        var failuresInARow = 0
        while !Task.isCancelled, queue.isServing {
            await queue.waitForDelivery(in: [.publisher1177], atMost: Limits.publisherPoll)
            if await publishNext() {
                failuresInARow = 0
            } else {
                failuresInARow += 1
                try? await Task.sleep(for: .seconds(retry.delay(after: failuresInARow)))
            }
        }
    }

    /// Publishes the plan that is next, if there is one; false when there is reason to wait before the next try.
    private func publishNext() async -> Bool {
        let leased: [LeasedDelivery]
        do {
            leased = try await queue.lease(
                from: [.publisher1177], by: .gateway, maximum: 1, duration: Limits.publishingLease)
        } catch {
            // A full disk lends nothing while plans are waiting: without a pause this would turn round and round.
            log.write(.error, "publisher1177-nothing-lent", [])
            return false
        }
        guard let delivery = leased.first else { return true }
        let outcome = await publish(delivery)
        await settle(delivery, outcome)
        if case .tryAgain = outcome { return false }
        return true
    }

    private func fillRegister() async {
        for id in queue.messages(ofTypes: [MessageType.sipEstablished.name]) {
            if let plan = await documents.message(id) {
                register.note(plan)
            } else {
                log.write(.error, "publisher1177-plan-unreadable", [("message", .token(id.description))])
            }
        }
    }

    // MARK: One plan

    private enum Outcome {
        case published
        case skipped(note: String)
        case tryAgain
        case refused(DeliveryFault)
    }

    private func publish(_ delivery: LeasedDelivery) async -> Outcome {
        let document: CarePlanDocument
        do {
            let plan = try documents.message(of: delivery)
            if let version = register.newerVersion(than: plan) {
                return .skipped(note: "not published: version \(version) of the plan has come meanwhile")
            }
            document = try CarePlanDocument(
                of: plan, sender: directory().units[plan.sender.unit], sourceSystem: sourceSystem)
        } catch let fault as PublicationFault {
            return .refused(DeliveryFault(code: fault.code.text, reason: fault.reason))
        } catch {
            return .refused(
                DeliveryFault(
                    code: RejectionCode.storedMessageUnreadable.text, reason: "the stored plan cannot be read"))
        }
        return await send(document, traceparent: delivery.traceparent)
    }

    private func send(_ document: CarePlanDocument, traceparent: String?) async -> Outcome {
        var headers = HTTPHeaders([("Content-Type", "application/xml; charset=utf-8")])
        if let traceparent { headers.append("traceparent", traceparent) }
        do {
            let answer = try await client.send(
                method: "PUT", target: "/care-plans/\(document.documentID)", headers: headers, body: document.bytes,
                within: Limits.publishingAnswer)
            return outcome(of: answer.status)
        } catch {
            log.write(.warning, "publisher1177-unreachable", [])
            return .tryAgain
        }
    }

    /// What the service's answer means.
    ///
    /// Only what is said of the document itself buries it. Everything else is said of us, of the way there, or of the
    /// moment, and would bury every plan that waits. Source: RFC 9110 §15.
    private func outcome(of status: Int) -> Outcome {
        switch status {
        case 200..<300:
            return .published
        case 400, 413, 415, 422:
            log.write(.error, "publisher1177-refused", [("status", .integer(status))])
            return .refused(
                DeliveryFault(
                    code: RejectionCode.publicationRefused.text,
                    reason: "the publishing service answered \(status) and will not take the plan as it is"))
        default:
            log.write(.warning, "publisher1177-not-taken", [("status", .integer(status))])
            return .tryAgain
        }
    }

    private func settle(_ delivery: LeasedDelivery, _ outcome: Outcome) async {
        switch outcome {
        case .published:
            _ = try? await queue.complete(
                delivery.lease, by: .gateway, reference: nil, note: "published", receipt: { _ in nil })
        case .skipped(let note):
            _ = try? await queue.complete(
                delivery.lease, by: .gateway, reference: nil, note: note, receipt: { _ in nil })
        case .tryAgain:
            _ = try? await queue.release(delivery.lease, by: .gateway, delay: 0)
        case .refused(let fault):
            _ = try? await queue.reject(
                delivery.lease, by: .gateway, failure: fault, permanent: true, receipt: { _ in nil })
        }
    }
}
