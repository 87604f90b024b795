package import HTTPWire

/// Whose a body is: the room for bodies is shared out among owners.
package struct HTTPBodyOwner: Sendable {
    /// The same for all bodies of one owner.
    package let name: String
    /// Told how many bytes came of a body that ended before it was whole.
    package let unfinished: (@Sendable (Int) -> Void)?

    /// An owner by name.
    ///
    /// - Parameters:
    ///   - name: the same for all bodies of one owner; there must be few of them, since none is forgotten.
    ///   - unfinished: told how many bytes came of a body that ended before it was whole.
    package init(_ name: String, unfinished: (@Sendable (Int) -> Void)? = nil) {
        self.name = name
        self.unfinished = unfinished
    }
}

/// What to do with a request whose head is there and whose body is not.
package enum HTTPAdmission: Sendable {
    /// Answer now; if the request has a body, it is not read, and the connection ends after the answer.
    case answer(HTTPResponse)
    /// Give that answer after so many seconds, and end the connection; neither a body nor a next request is read.
    ///
    /// No thread waits meanwhile. A client that sends no more gets it no sooner: only a server that stops gives it at once.
    case answerLater(HTTPResponse, seconds: Double)
    /// Read the body of at most `limit` bytes, beyond it 413, and let `then` answer it.
    ///
    /// A body announced longer is refused before any of it is read; so is any announced body where the limit is 0.
    /// `then` runs as a task that begins, and goes on after each wait, on the connection's own loop: it must not block. It is
    /// cancelled when the client goes away. The body of an `owner` takes room of that owner's part.
    case readBody(limit: Int, of: HTTPBodyOwner? = nil, then: @Sendable ([UInt8]) async -> HTTPResponse)
}

/// A request that the protocol itself refuses; the connection ends after the answer.
package struct HTTPRefusal: Sendable, Hashable {
    /// 400, 408, 413, 414, 417, 431, 501, 503 or 505.
    package let status: Int
    /// A stable name: an `HTTPProblem`'s, `head-timeout`, `body-timeout`, `body-too-large`, `bodies-in-flight`,
    /// `answers-in-flight` or `too-many-connections`.
    package let reason: String
    /// The head, if it could be read.
    package let requestHead: HTTPRequestHead?
    /// The headers of the answer in whose place it is given; nil where the service has made none.
    package let withdrawn: HTTPHeaders?

    /// A refusal of which the server knows this much.
    package init(status: Int, reason: String, requestHead: HTTPRequestHead?, withdrawn: HTTPHeaders? = nil) {
        self.status = status
        self.reason = reason
        self.requestHead = requestHead
        self.withdrawn = withdrawn
    }
}

/// Told of the rounds in which a loop serves its connections, so that what several requests need can be done for all at once.
package struct HTTPRounds: Sendable {
    let begin: @Sendable () -> Void
    let end: @Sendable () -> Void

    /// Takes what is to be done.
    ///
    /// - Parameters:
    ///   - begin: several connections are ready: called on the loop before the first is served.
    ///   - end: called there when each has had its turn: what it had sent has been handled, as far as that is no more than
    ///     others can wait for, and as far as nothing had to be waited for.
    package init(begin: @escaping @Sendable () -> Void, end: @escaping @Sendable () -> Void) {
        self.begin = begin
        self.end = end
    }
}

/// What a server serves.
package struct HTTPService: Sendable {
    let admit: @Sendable (HTTPRequestHead, HTTPPeer) -> HTTPAdmission
    let refuse: @Sendable (HTTPRefusal) -> HTTPResponse
    let rounds: HTTPRounds?

    /// Makes a service of its two decisions.
    ///
    /// - Parameters:
    ///   - admit: decides by the head. Runs on the connection's loop: it must neither wait nor work long.
    ///   - refuse: renders what the protocol refuses, with a `Retry-After` where one is due. Runs there too.
    ///   - rounds: told of the loops' rounds; nil where nobody wants to know.
    package init(
        admit: @escaping @Sendable (HTTPRequestHead, HTTPPeer) -> HTTPAdmission,
        refuse: @escaping @Sendable (HTTPRefusal) -> HTTPResponse, rounds: HTTPRounds? = nil
    ) {
        self.admit = admit
        self.refuse = refuse
        self.rounds = rounds
    }

    func response(to refusal: HTTPRefusal) -> HTTPResponse {
        var response = refuse(refusal)
        response.closesConnection = true
        return response
    }
}
