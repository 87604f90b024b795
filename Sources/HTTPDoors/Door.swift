package import AccessControl
package import HTTPWire
package import Messages

/// One entry of the table of doors: its sign, and who answers behind it.
package struct Door: Sendable {
    /// Who may come in.
    package enum Access: Hashable, Sendable {
        /// Anyone, without login: liveness and readiness.
        case open
        /// Programs of this machine, without login: figures that need not leave it.
        case local
        /// Systems that hold this right for at least one unit; which units, the endpoint decides.
        case right(Right)
        /// Systems that hold at least one of these rights.
        case anyRight([Right])
    }

    /// Makes the answer to a call, or refuses it.
    package typealias Answerer = @Sendable (Call) async throws(Rejection) -> HTTPResponse

    /// What is told of it, and what it is found by.
    package let sign: DoorSign
    private let answer: Answerer

    /// Makes an entry of the table.
    package init(_ sign: DoorSign, answer: @escaping Answerer) {
        self.sign = sign
        self.answer = answer
    }

    /// The method, in capitals; `GET` answers `HEAD` too.
    package var method: String { sign.method }
    /// The path that leads to it.
    package var pattern: PathPattern { sign.pattern }
    /// Who may come in.
    package var access: Access { sign.access }
    /// Bytes of body that are read before the call is refused with 413.
    package var bodyLimit: Int { sign.bodyLimit }

    /// The answer to a call whose caller has been admitted.
    ///
    /// A query that the sign does not name is refused first, but where no login is needed: probes come with queries that
    /// keep caches away. A body where the sign has none is refused too, unless it is an empty object.
    ///
    /// - Throws: `Rejection`, which the table renders as a problem document.
    package func respond(to call: Call) async throws(Rejection) -> HTTPResponse {
        if !sign.isOpen, !call.head.query.isEmpty { try call.expectQuery(sign.queryNames) }
        switch sign.body {
        case .none: try call.expectNoBody()
        // Whoever takes messages tells their places himself.
        case .messages: break
        case .object:
            do throws(Rejection) {
                return try await answer(call)
            } catch {
                throw error.located(inBodyOf: call)
            }
        }
        return try await answer(call)
    }
}

extension Door.Access {
    /// Whether a caller may come in at all.
    package func admits(_ identity: Identity) -> Bool {
        switch self {
        case .open, .local: true
        case .right(let right): identity.mayAnywhere(right)
        case .anyRight(let rights): rights.contains(where: identity.mayAnywhere)
        }
    }

    /// The code for a caller who may not come in: reading payloads has one of its own, so that people know what to ask for.
    package var refusal: RejectionCode {
        self == .right(.payload) ? .payloadRightMissing : .rightMissing
    }
}
