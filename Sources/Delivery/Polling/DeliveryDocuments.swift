internal import AccessControl
internal import HTTPDoors
internal import HTTPWire
package import MessageFormats
package import Messages
internal import Plans
package import Queues
package import Routing

/// Turns leased deliveries into what a poller is given: the message decoded from the sender's bytes, so that it can be
/// written in the form the poller asks for.
package struct DeliveryDocuments: Sendable {
    private let reader: MessageReader
    private let queue: MessageQueue
    private let directory: @Sendable () -> Directory
    private let catalogue: MessageCatalogue
    /// Makes the receipts of deliveries that cannot be handed out.
    let receipts: ApplicationReceipts

    /// Makes what pollers are given.
    ///
    /// - Parameters:
    ///   - reader: reads the stored bytes.
    ///   - queue: where a delivery that cannot be read any more is buried.
    ///   - receipts: makes the receipts of those.
    ///   - directory: the directory in force, which says the versions that a unit reads.
    ///   - catalogue: the versions that a message can be written down to.
    package init(
        reader: MessageReader, queue: MessageQueue, receipts: ApplicationReceipts,
        directory: @escaping @Sendable () -> Directory, catalogue: MessageCatalogue = .standard
    ) {
        self.reader = reader
        self.queue = queue
        self.receipts = receipts
        self.directory = directory
        self.catalogue = catalogue
    }

    /// The answer that gives deliveries to the caller that has leased them; nil when none of them can be given.
    ///
    /// One whose stored bytes this version cannot decode is buried as a dead letter and left out, so that it stops nobody
    /// else's.
    func answer(with leased: [LeasedDelivery], to call: Call) async -> HTTPResponse? {
        let system = call.identity.system
        let directory = directory()
        let write: @Sendable () -> (HTTPResponse?, [(LeaseID, Rejection)]) = {
            written(leased, to: call, by: directory)
        }
        // Decoding and writing much would hold up the other connections of the loop.
        let isLarge = leased.reduce(0) { $0 + $1.payload.count } > Limits.decodedAtOnce
        let (response, unreadable) = isLarge ? await LargeWork.shared.run(for: system, write) : write()
        for (lease, rejection) in unreadable {
            let fault = DeliveryFault(
                code: RejectionCode.storedMessageUnreadable.text, reason: rejection.first.detail)
            _ = try? await queue.reject(
                lease, by: system, failure: fault, permanent: true, receipt: { receipts.gaveUp($0) })
        }
        return response
    }

    /// The answer, written, and the leases of what cannot be read.
    private func written(
        _ leased: [LeasedDelivery], to call: Call, by directory: Directory
    ) -> (HTTPResponse?, [(LeaseID, Rejection)]) {
        var values: [APIValue] = []
        var unreadable: [(LeaseID, Rejection)] = []
        for delivery in leased {
            do throws(Rejection) {
                let message = try message(of: delivery)
                values.append(
                    value(delivery, message: reading(of: message, for: delivery.facts.destination.unit, by: directory)))
            } catch {
                unreadable.append((delivery.lease, error))
            }
        }
        guard !values.isEmpty else { return (nil, unreadable) }
        var response = APIAnswer.response(
            status: 200, root: "leases", .object([("deliveries", .list(item: "delivery", values))]), for: call)
        response.isOwed = true
        return (response, unreadable)
    }

    /// The message in a version that the unit reads.
    ///
    /// What the directory has come to say since the message was accepted refuses nothing any more: a message that the unit
    /// does not read comes as it was sent, whole.
    private func reading(of message: Message, for unit: UnitID?, by directory: Directory) -> Message {
        let unit = unit.flatMap { directory.units[$0] }
        if case .writtenDown(let older) = unit?.fit(of: message, in: catalogue) { return older }
        return message
    }

    /// What is pushed to a system, decoded, in the version that a poller of the unit which it is addressed to would get.
    func message(forSystemOf delivery: LeasedDelivery) throws(Rejection) -> Message {
        let message = try message(of: delivery)
        guard case .unit(let unit) = message.receivers.first else { return message }
        return reading(of: message, for: unit, by: directory())
    }

    /// Decodes the sender's bytes again.
    ///
    /// The rules are not asked again: what was accepted stays accepted.
    func message(of delivery: LeasedDelivery) throws(Rejection) -> Message {
        try message(in: delivery.payload, form: delivery.form, contentType: delivery.contentType)
    }

    /// A message that the gateway has accepted, decoded; nil when it cannot be read.
    func message(_ id: MessageID) async -> Message? {
        guard let stored = try? await queue.payload(of: id) else { return nil }
        return try? message(in: stored.bytes, form: stored.form, contentType: stored.contentType)
    }

    /// Tells the register of plans of a message on disk.
    func note(_ message: Message, in register: PlanRegister) {
        guard let status = try? queue.status(of: message.id) else { return }
        let planCase = status.caseKey.map { PlanCase($0.value) }
        register.note(message, order: status.sequence, inCase: planCase) { id in
            (try? queue.status(of: id))?.cancellation != nil
        }
    }

    private func message(
        in bytes: [UInt8], form: MessageForm, contentType: String
    ) throws(Rejection) -> Message {
        try reader.decode(bytes, as: form == .xml ? .xml : .json, charset: MediaType(contentType)?.charset)
    }

    private func value(_ delivery: LeasedDelivery, message: Message) -> APIValue {
        var members: [(String, APIValue)] = [
            ("deliveryId", .text(delivery.facts.delivery.description)),
            ("unit", .text(delivery.facts.destination.name)),
            ("leaseId", .text(delivery.lease.description)),
            ("leaseExpiresAt", .text(delivery.leaseExpiresAt.rfc3339)),
            ("attempt", .integer(delivery.attempt)),
            ("enqueuedAt", .text(delivery.enqueuedAt.rfc3339)),
        ]
        if !delivery.missingBefore.isEmpty {
            members.append(("missingBefore", ids(delivery.missingBefore)))
        }
        if !delivery.overtakenBy.isEmpty {
            members += [("outOfOrder", .boolean(true)), ("overtakenBy", ids(delivery.overtakenBy))]
        }
        if let isOffered = delivery.originalOffered { members.append(("originalOffered", .boolean(isOffered))) }
        if delivery.isReplayed { members.append(("replayed", .boolean(true))) }
        if let traceparent = delivery.traceparent { members.append(("traceparent", .text(traceparent))) }
        members.append(("message", .message(message)))
        return .object(members)
    }

    private func ids(_ messages: [MessageID]) -> APIValue {
        .list(item: "messageId", messages.map { .text($0.description) })
    }
}
