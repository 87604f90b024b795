internal import Messages
package import Plans
package import Queues
package import Telemetry

/// Fills the register of plans from the journal, before the first message is taken.
///
/// In the order of acceptance: what a closing closes, and what opens a plan again, depends on it.
package struct StoredPlans: Sendable {
    private let queue: MessageQueue
    private let documents: DeliveryDocuments
    private let log: Log

    /// Takes where the messages are kept, what decodes them, and where to tell of one that cannot be read.
    package init(queue: MessageQueue, documents: DeliveryDocuments, log: Log) {
        self.queue = queue
        self.documents = documents
        self.log = log
    }

    /// Notes every plan, closing and cancellation that the journal holds; the queue must list `PlanRegister.types`.
    package func note(in register: PlanRegister) async {
        for id in queue.listedMessages() {
            if let message = await documents.message(id) {
                documents.note(message, in: register)
            } else {
                log.write(.error, "publisher1177-plan-unreadable", [("message", .token(id.description))])
            }
        }
    }
}
