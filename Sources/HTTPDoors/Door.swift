package import AccessControl
package import HTTPWire
package import Messages

/// One entry of the table of doors: a method and a path, who may come in, how much they may bring, and who answers.
package struct Door: Sendable {
    /// Who may come in.
    package enum Access: Hashable, Sendable {
        /// Anyone, without login: liveness and readiness.
        case open
        /// Systems that hold this right for at least one unit; which units, the endpoint decides.
        case right(Right)
        /// Systems that hold at least one of these rights.
        case anyRight([Right])
    }

    package let method: String
    package let pattern: PathPattern
    package let access: Access
    /// Bytes of body that are read before the call is refused with 413.
    package let bodyLimit: Int
    /// Makes the answer. A thrown rejection is rendered as a problem document by the table.
    package let answer: @Sendable (Call) async throws(Rejection) -> HTTPResponse

    package init(
        _ method: String, _ pattern: PathPattern, access: Access, bodyLimit: Int = Limits.smallBody,
        answer: @escaping @Sendable (Call) async throws(Rejection) -> HTTPResponse
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.bodyLimit = bodyLimit
        self.answer = answer
    }
}

extension Door.Access {
    /// Whether a caller may come in at all.
    package func admits(_ identity: Identity) -> Bool {
        switch self {
        case .open: true
        case .right(let right): identity.mayAnywhere(right)
        case .anyRight(let rights): rights.contains(where: identity.mayAnywhere)
        }
    }
}
