internal import AccessControl
internal import AuditTrail
internal import HTTPDoors
internal import HTTPWire
internal import MessageFormats
internal import Messages
internal import Queues

/// What operators do with a queue as a whole; the audit trail has it before it is done.
extension QueueEndpoints {
    func pause(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let destination = try destination(of: call)
        let reason = try call.auditReason()
        try await note(.queuePaused, at: destination, call, reason: reason)
        do {
            _ = try await queue.pause(destination, by: call.identity.system, reason: reason)
        } catch {
            throw Rejection(queueFailure: error)
        }
        return APIAnswer.empty(status: 204, for: call)
    }

    func resume(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let destination = try destination(of: call)
        try await note(.queueResumed, at: destination, call, reason: nil)
        do {
            try await queue.resume(destination, by: call.identity.system)
        } catch {
            throw Rejection(queueFailure: error)
        }
        return APIAnswer.empty(status: 204, for: call)
    }

    func replay(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let order = try order(in: call)
        try await note(
            .replayOrdered, at: order.destination, call, of: AuditEvent.Period(from: order.from, to: order.to),
            reason: order.reason)
        let outcome: ReplayOutcome
        do {
            outcome = try await queue.replay(order)
        } catch {
            throw Rejection(queueFailure: error)
        }
        switch outcome {
        case .ordered(let told), .running(let told):
            let seen = figures(of: [order.destination], for: call.identity).first?.replay
            let progress = seen?.id == told.id ? seen ?? told : told
            return APIAnswer.response(status: 202, root: "replay", QueueReport.value(progress), for: call)
        case .busy(let progress):
            throw Rejection(
                .replayRunning,
                "replay \(progress.id) runs, from \(progress.order.from.rfc3339) to \(progress.order.to.rfc3339)")
        }
    }

    private func order(in call: Call) throws(Rejection) -> ReplayOrder {
        let destination = try destination(of: call)
        let body = try call.bodyObject(Self.replayBody)
        let from = try body.requiredMoment("from")
        let to = try body.requiredMoment("to")
        guard from <= to else {
            throw Rejection(.requestBodyInvalid, "to is before from", path: "/to")
        }
        return ReplayOrder(
            destination: destination, from: from, to: to, by: call.identity.system,
            reason: try body.requiredSharedText("reason", maximum: Limits.reasonCharacters))
    }

    private func note(
        _ action: AuditEvent.Action, at destination: Destination, _ call: Call, of period: AuditEvent.Period? = nil,
        reason: String?
    ) async throws(Rejection) {
        try await audit.note(
            AuditEvent(
                at: now(), action: action, system: call.identity.system, who: call.identity.who, units: [destination],
                period: period, reason: reason, requestID: call.requestID))
    }
}
