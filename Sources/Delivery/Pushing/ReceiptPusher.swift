internal import HTTPTransport
internal import HTTPWire
internal import MessageFormats
internal import Messages
internal import Queues
internal import Telemetry

/// Posts receipts to the system that sent what they are about, each until it has been taken.
///
/// A receipt may come more than once: after a crash, or when its answer was lost. It is never receipted itself.
struct ReceiptPusher: OutboundErrand {
    /// What the system's answer means.
    enum Outcome: Sendable {
        /// It has the receipt.
        case taken
        /// It will never take the receipt as it is.
        case refused(DeliveryFault)
        /// There is nothing to send.
        case unreadable
    }

    let system: SystemID
    let address: PushAddress
    let client: HTTPClient
    let documents: DeliveryDocuments
    let queue: MessageQueue
    let log: Log

    var destination: Destination { .receipts(of: system) }

    /// Statuses of the 4xx that say nothing of the receipt, or need not: of who calls, of the way there, or of the moment.
    ///
    /// A proxy says 400 of a certificate that has run out, and a wrong form in the directory is 406 or 415: that would bury
    /// everything. Where others are taken the receipt is to blame, as with 5xx.
    ///
    /// Source: RFC 9110 §15.5; RFC 8470 §5.2; RFC 6585 §4.
    private static let saidOfTheWay: Set<Int> = [400, 401, 403, 404, 405, 406, 407, 408, 410, 415, 421, 425, 426, 429]

    func attempt(_ delivery: LeasedDelivery) async throws(Hindrance) -> Outcome {
        guard let message = try? documents.message(forSystemOf: delivery) else { return .unreadable }
        let response: HTTPResponse
        do {
            response = try await client.send(
                method: "POST", target: address.path, headers: headers(of: delivery),
                body: MessageWriter().write(message, as: address.form), within: Limits.outboundAnswer)
        } catch {
            log.write(.warning, "receipts-unreachable", [("system", .token(system.text))])
            throw Hindrance(error)
        }
        return try outcome(of: response)
    }

    /// The delivery's id stays the same however often it is tried, so that a receiver knows what it has.
    private func headers(of delivery: LeasedDelivery) -> HTTPHeaders {
        var headers = HTTPHeaders([
            ("Content-Type", address.form == .xml ? "application/xml; charset=utf-8" : "application/json"),
            ("Vaxel-Message-Id", delivery.facts.message.description),
            ("Idempotency-Key", "\"\(delivery.facts.delivery)\""),
        ])
        if delivery.isReplayed { headers.append("Vaxel-Replayed", "true") }
        if let traceparent = delivery.traceparent { headers.append("traceparent", traceparent) }
        return headers
    }

    private func outcome(of response: HTTPResponse) throws(Hindrance) -> Outcome {
        let fields: [(StaticString, LogValue)] = [
            ("system", .token(system.text)), ("status", .integer(response.status)),
        ]
        switch response.status {
        case 200..<300:
            return .taken
        case 400..<500 where !Self.saidOfTheWay.contains(response.status):
            log.write(.error, "receipt-refused", fields)
            let reason = "the system answered \(response.status) and will not take the receipt as it is"
            return .refused(DeliveryFault(code: RejectionCode.receiptRefused.text, reason: reason))
        default:
            log.write(.warning, "receipts-not-taken", fields)
            throw Hindrance(response)
        }
    }

    // MARK: What becomes of a delivery

    func isAnswer(_ outcome: Outcome) -> Bool {
        if case .unreadable = outcome { false } else { true }
    }

    func settle(_ delivery: LeasedDelivery, _ outcome: Outcome) async {
        switch outcome {
        case .taken:
            _ = try? await queue.complete(delivery.lease, by: .gateway, receipt: { _ in nil })
        case .refused(let fault):
            await reject(delivery, fault, permanent: true)
        case .unreadable:
            let fault = DeliveryFault(
                code: RejectionCode.storedMessageUnreadable.text, reason: "the stored receipt cannot be read")
            await reject(delivery, fault, permanent: true)
        }
    }

    func countAttempt(at delivery: LeasedDelivery) async {
        log.write(
            .warning, "receipt-fails-alone",
            [("system", .token(system.text)), ("message", .token(delivery.facts.message.description))])
        let reason = "the system breaks on this receipt, or never answers, while it takes others"
        await reject(
            delivery, DeliveryFault(code: RejectionCode.receiptRefused.text, reason: reason), permanent: false)
    }

    private func reject(_ delivery: LeasedDelivery, _ fault: DeliveryFault, permanent: Bool) async {
        _ = try? await queue.reject(
            delivery.lease, by: .gateway, failure: fault, permanent: permanent, receipt: { _ in nil })
    }

    func tell(of halt: OutboundHalt) {
        switch halt {
        case .nothingLent:
            log.write(.error, "receipts-nothing-lent", [("system", .token(system.text))])
        case .paused(let seconds):
            log.write(
                .warning, "receipts-paused",
                [("system", .token(system.text)), ("milliseconds", .integer(Int(seconds * 1_000)))])
        }
    }
}
