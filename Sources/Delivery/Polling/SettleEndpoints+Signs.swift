internal import AccessControl
package import HTTPDoors
internal import Messages

extension SettleEndpoints {
    /// What stands on the doors, in their order.
    package static let signs = [completeSign, rejectSign, renewSign, releaseSign]

    static let delay = NumberParameter(
        "delay", 0...Limits.longestReleaseDelay, default: 0, "Seconds before it is offered anew.")

    static let completeSign = DoorSign(
        "POST", "/v1/leases/{leaseId}/complete", access: .right(.receive), name: "completeLease",
        summary: "The receiver has the message; its sender gets an application receipt.",
        places: ["leaseId": .leaseID], body: .object(completion),
        answers: [DoorAnswer(204, "It is settled, now or before.")], refusals: refusals)

    static let rejectSign = DoorSign(
        "POST", "/v1/leases/{leaseId}/reject", access: .right(.receive), name: "rejectLease",
        summary: "The receiver cannot take the message, now or ever.", places: ["leaseId": .leaseID],
        body: .object(rejection),
        answers: [DoorAnswer(204, "It is a dead letter, or is tried again later.")],
        refusals: refusals + [.negativeAfterPositive])

    static let renewSign = DoorSign(
        "POST", "/v1/leases/{leaseId}/renew", access: .right(.receive), name: "renewLease",
        summary: "Prolongs a lease that has not run out.", places: ["leaseId": .leaseID],
        query: [.number(LeaseEndpoint.duration)],
        answers: [
            DoorAnswer(
                200, "It lasts until then.",
                .object(
                    .answer(
                        "Lease", root: "lease",
                        [.required("leaseId", .leaseID), .required("leaseExpiresAt", .moment)])))
        ], refusals: refusals)

    static let releaseSign = DoorSign(
        "POST", "/v1/leases/{leaseId}/release", access: .right(.receive), name: "releaseLease",
        summary: "Gives a delivery back untried.", places: ["leaseId": .leaseID], query: [.number(delay)],
        answers: [DoorAnswer(204, "It is in its queue again.")], refusals: refusals)

    static let completion = ObjectShape.request(
        "Completion", root: "complete",
        [
            .optional("receiverReference", .text(1...Limits.reference), "The receiver's own id of what it made of it."),
            .optional(
                "warnings", .list(item: "warning", .text(1...Limits.reference), 0...Limits.warnings),
                "For people to read, without person numbers."),
        ])

    static let rejection = ObjectShape.request(
        "LeaseRejection", root: "reject",
        [
            .required("code", .text(1...Limits.reference), "The receiver's own code."),
            .required("reason", .text(1...Limits.reason), "For people to read, without person numbers."),
            .required("permanent", .boolean, "True for a dead letter; else it is tried again."),
        ])

    private static let refusals: [RejectionCode] = [.leaseLost] + RejectionCode.ofQueueFailures
}
