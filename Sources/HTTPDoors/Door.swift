package import AccessControl
package import HTTPWire
package import Messages

/// One entry of the table of doors: a method and a path, who may come in, how much they may bring, and who answers.
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

    /// The method, in capitals; `GET` answers `HEAD` too.
    package let method: String
    /// The path that leads to it.
    package let pattern: PathPattern
    /// Who may come in.
    package let access: Access
    /// Bytes of body that are read before the call is refused with 413.
    package let bodyLimit: Int
    private let answer: Answerer

    /// Makes an entry of the table; without a limit, a GET takes no body and any other method a small one.
    package init(
        _ method: String, _ pattern: PathPattern, access: Access, bodyLimit: Int? = nil,
        answer: @escaping Answerer
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.bodyLimit = bodyLimit ?? (method == "GET" ? 0 : Limits.smallBody)
        self.answer = answer
    }

    /// The answer to a call whose caller has been admitted.
    ///
    /// - Throws: `Rejection`, which the table renders as a problem document.
    package func respond(to call: Call) async throws(Rejection) -> HTTPResponse {
        try await answer(call)
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
