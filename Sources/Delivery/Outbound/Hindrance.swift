internal import HTTPTransport
internal import HTTPWire

/// Why a destination did not take a delivery that it may take later.
enum Hindrance: Error, Hashable {
    /// It was not to be reached, or not as configured: that says nothing of any delivery.
    case unreachable
    /// It has too much to do, and may have said for how many seconds.
    case busy(seconds: Double?)
    /// It broke on what it was given, would not have it, or never answered: this delivery or any may be why.
    case failing
}

extension Hindrance {
    /// What an exchange without an answer says.
    init(_ failure: TransportFailure) {
        self =
            switch failure {
            // It had the request, and broke on it or on its answer.
            case .timedOut(requestSent: true), .connectionLost(requestSent: true), .responseMalformed,
                .responseTooLarge:
                .failing
            case .addressUnusable, .cannotListen, .cannotConnect, .requestUnwritable, .timedOut, .connectionLost,
                .cancelled:
                .unreachable
            }
    }

    /// What hinders a destination that answers; a wish for a pause is heeded when it is a number of seconds.
    ///
    /// Source: RFC 9110 §10.2.3; RFC 6585 §4.
    init(_ response: HTTPResponse) {
        self =
            switch response.status {
            case 429, 503:
                .busy(seconds: response.headers.first("retry-after").flatMap { UInt32($0) }.map(Double.init))
            // A proxy says 400 of our certificate when it has run out, is revoked or is not shown, and a service behind it of
            // what it was given: which of the two, the answers to others tell.
            case 400, 406, 415, 500...599: .failing
            default: .unreachable
            }
    }
}
