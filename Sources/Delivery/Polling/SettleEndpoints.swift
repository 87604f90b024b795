internal import AccessControl
package import HTTPDoors
internal import HTTPWire
internal import MessageFormats
internal import Messages
package import Queues

/// The doors through which a unit settles what it has leased: complete, reject, renew and release.
package struct SettleEndpoints: Sendable {
    private let queue: MessageQueue
    private let receipts: ApplicationReceipts
    private let rights: @Sendable () -> PollingRights

    /// Takes the queue, what makes the application receipts that a settlement causes, and who has a part in which unit.
    package init(
        queue: MessageQueue, receipts: ApplicationReceipts, rights: @escaping @Sendable () -> PollingRights
    ) {
        self.queue = queue
        self.receipts = receipts
        self.rights = rights
    }

    /// The entries in the table of doors.
    package var doors: [Door] {
        [
            Door(Self.completeSign) { call async throws(Rejection) in
                try await complete(call)
            },
            Door(Self.rejectSign) { call async throws(Rejection) in
                try await reject(call)
            },
            Door(Self.renewSign) { call async throws(Rejection) in
                try await renew(call)
            },
            Door(Self.releaseSign) { call async throws(Rejection) in
                try await release(call)
            },
        ]
    }

    private func complete(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let lease = try await lease(of: call)
        let body = try call.bodyObject(Self.completion)
        let reference = try body.sharedText("receiverReference", maximum: Limits.reference)
        let warnings = try body.sharedTexts("warnings", count: Limits.warnings, maximum: Limits.reference)
        // One text in the history, for people to read.
        let note = warnings.isEmpty ? nil : warnings.joined(separator: "\n")
        return try await answer(call) { () async throws(QueueFailure) in
            try await queue.complete(lease, by: call.identity.system, reference: reference, note: note) {
                receipts.accepted($0, reference: reference)
            }
        }
    }

    private func reject(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let lease = try await lease(of: call)
        let body = try call.bodyObject(Self.rejection)
        let fault = DeliveryFault(
            code: try body.requiredSharedText("code", maximum: Limits.reference),
            reason: try body.requiredSharedText("reason", maximum: Limits.reason))
        let permanent = try body.requiredBoolean("permanent")
        return try await answer(call) { () async throws(QueueFailure) in
            try await queue.reject(lease, by: call.identity.system, failure: fault, permanent: permanent) {
                permanent ? receipts.rejected($0, fault: fault) : receipts.gaveUp($0)
            }
        }
    }

    private func release(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let lease = try await lease(of: call)
        let delay = try call.number(Self.delay)
        return try await answer(call) { () async throws(QueueFailure) in
            try await queue.release(lease, by: call.identity.system, delay: Double(delay))
        }
    }

    private func renew(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let lease = try await lease(of: call)
        let duration = try call.number(LeaseEndpoint.duration)
        if let failure = queue.failure { throw Rejection(queueFailure: failure) }
        let outcome = try queue.asked { queue throws(QueueFailure) in
            try queue.renew(lease, by: call.identity.system, duration: duration)
        }
        switch outcome {
        case .renewed(let until):
            return APIAnswer.response(
                status: 200, root: "lease",
                .object([("leaseId", .text(lease.description)), ("leaseExpiresAt", .text(until.rfc3339))]), for: call)
        case .lost(let reason):
            throw Rejection(.leaseLost, reason.detail)
        }
    }

    // MARK: Reading and answering

    /// The lease that the path names.
    ///
    /// One of a unit that the caller has no part in looks like one that never was. Whoever leased on call may settle after
    /// the hours; that it is the same system the queue sees to.
    private func lease(of call: Call) async throws(Rejection) -> LeaseID {
        guard let lease = call.parameters["leaseId"].flatMap({ LeaseID($0) }),
            let facts = try await queue.awaited({ queue async throws(QueueFailure) in try await queue.facts(of: lease) }
            ),
            let unit = facts.destination.unit, rights().hasPart(in: unit, call.identity)
        else {
            throw Rejection(.leaseLost, "no such lease is known; lease again")
        }
        return lease
    }

    private func answer(
        _ call: Call, to settlement: () async throws(QueueFailure) -> SettleOutcome
    ) async throws(Rejection) -> HTTPResponse {
        let outcome: SettleOutcome
        do throws(QueueFailure) {
            outcome = try await settlement()
        } catch {
            throw Rejection(queueFailure: error)
        }
        switch outcome {
        case .settled, .alreadySettled: return APIAnswer.empty(status: 204, for: call)
        case .lost(.accepted): throw Rejection(.negativeAfterPositive, LeaseLoss.accepted.detail)
        case .lost(let reason): throw Rejection(.leaseLost, reason.detail)
        }
    }
}
