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
            Door("POST", "/v1/leases/{leaseId}/complete", access: .right(.receive)) { call async throws(Rejection) in
                try await complete(call)
            },
            Door("POST", "/v1/leases/{leaseId}/reject", access: .right(.receive)) { call async throws(Rejection) in
                try await reject(call)
            },
            Door("POST", "/v1/leases/{leaseId}/renew", access: .right(.receive)) { call async throws(Rejection) in
                try renew(call)
            },
            Door("POST", "/v1/leases/{leaseId}/release", access: .right(.receive)) { call async throws(Rejection) in
                try await release(call)
            },
        ]
    }

    private func complete(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let lease = try lease(of: call)
        try call.expectQuery([])
        let body = try call.bodyObject(known: ["receiverReference", "warnings"])
        let reference = try body.sharedText("receiverReference", maximum: Limits.reference)
        let note = try warnings(in: body)
        return try await answer(call) { () async throws(QueueFailure) in
            try await queue.complete(lease, by: call.identity.system, reference: reference, note: note) {
                receipts.accepted($0, reference: reference)
            }
        }
    }

    private func reject(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let lease = try lease(of: call)
        try call.expectQuery([])
        let body = try call.bodyObject(known: ["code", "reason", "permanent"])
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
        let lease = try lease(of: call)
        try call.expectQuery(["delay"])
        let delay = try call.number("delay", in: 0...Limits.longestReleaseDelay, default: 0)
        return try await answer(call) { () async throws(QueueFailure) in
            try await queue.release(lease, by: call.identity.system, delay: Double(delay))
        }
    }

    private func renew(_ call: Call) throws(Rejection) -> HTTPResponse {
        let lease = try lease(of: call)
        try call.expectQuery(["lease"])
        let duration = try call.number("lease", in: 1...Limits.longestLease, default: 60)
        switch queue.renew(lease, by: call.identity.system, duration: duration) {
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
    private func lease(of call: Call) throws(Rejection) -> LeaseID {
        guard let lease = call.parameters["leaseId"].flatMap({ LeaseID($0) }), let facts = queue.facts(of: lease),
            let unit = facts.destination.unit, rights().hasPart(in: unit, call.identity)
        else {
            throw Rejection(.leaseLost, "no such lease is known; lease again")
        }
        return lease
    }

    /// The receiver's warnings as one text for the history, for people to read.
    private func warnings(in body: APIObject) throws(Rejection) -> String? {
        guard let value = body["warnings"] else { return nil }
        guard let items = value.items, items.count <= Limits.warnings else {
            throw Rejection(
                .requestBodyInvalid, "a list of at most \(Limits.warnings) texts is expected", path: "/warnings")
        }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            guard let text = item.text, (1...Limits.reference).contains(text.unicodeScalars.count) else {
                throw Rejection(
                    .requestBodyInvalid, "a text of at most 200 characters is expected", path: "/warnings/\(index)")
            }
            try APIObject.expectNoPersonID(in: text, path: "/warnings/\(index)")
            texts.append(text)
        }
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
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
