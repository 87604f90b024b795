package import HTTPWire
package import LinuxSystem

/// Why a server could not start or an exchange has no response; each case says what the other side may have seen.
package enum TransportFailure: Error, Sendable, Hashable {
    /// The address is no number, its path is too long, or the name is unknown. Nothing was sent.
    case addressUnusable
    /// The server cannot listen there. Nothing was opened.
    case cannotListen(SystemError)
    /// No connection came about. Nothing was sent.
    case cannotConnect(SystemError)
    /// Method, target or host cannot stand in a request. Nothing was sent.
    case requestUnwritable(HTTPProblem)
    /// The deadline passed; `requestSent` tells whether the other side may have seen any of the request.
    case timedOut(requestSent: Bool)
    /// The connection ended before the response did; `requestSent` as above.
    case connectionLost(requestSent: Bool)
    /// The other side answered what is no HTTP. It has seen the request.
    case responseMalformed(HTTPProblem)
    /// The response's body is larger than the limit. The other side has seen the request.
    case responseTooLarge
    /// The caller's task was cancelled; `requestSent` as above.
    case cancelled(requestSent: Bool)
}
