/// A header line of a request or an answer that carries something to know.
package struct HeaderSign: Sendable {
    let name: String
    let words: String
    let shape: Shape
    /// Whether the line is in every answer of its kind; those of requests may always be left out.
    let isAlwaysThere: Bool

    /// Declares a header line.
    package init(_ name: String, _ words: String, _ shape: Shape = .anyText, isAlwaysThere: Bool = true) {
        self.name = name
        self.words = words
        self.shape = shape
        self.isAlwaysThere = isAlwaysThere
    }
}

extension HeaderSign {
    // MARK: Of requests

    /// An id of the client's own for the request; one that is not fit for a log is passed over, so nothing is refused.
    static let givenRequestID = HeaderSign(
        "Vaxel-Request-Id",
        """
        An id of the client's own: 1 to 64 letters, digits, `.`, `-` and `_` without a person number in them. Any other \
        is passed over.
        """)

    /// The language of a problem's title.
    static let language = HeaderSign(
        "Accept-Language", "A problem's `title` is Swedish when this wants Swedish more than English.")

    /// The trace that a message belongs to.
    ///
    /// Source: W3C Trace Context, version 00.
    package static let traceparent = HeaderSign(
        "traceparent",
        "W3C Trace Context; kept with the message when it is well-formed, and given on to receivers and to 1177.")

    // MARK: Of answers

    /// The id of the request, in every answer of the API and in every problem.
    static let requestID = HeaderSign("Vaxel-Request-Id", "The id of the request: the client's, else the gateway's.")

    /// Where the status of an accepted message is.
    package static let location = HeaderSign("Location", "`/v1/messages/{messageId}`")

    /// What the status of a refusal asks for, as `ProblemAnswer` writes it.
    static func ofRefusal(_ status: Int) -> [HeaderSign] {
        switch status {
        case 401: [HeaderSign("WWW-Authenticate", "`Bearer realm=\"vaxel\"`, for an unknown token with `error`.")]
        case 415:
            [
                HeaderSign("Accept", "The media types that are read.", isAlwaysThere: false),
                HeaderSign("Accept-Encoding", "`identity`, when the content coding was refused.", isAlwaysThere: false),
            ]
        case 429, 503, 507: [HeaderSign("Retry-After", "Seconds to wait.", .count)]
        default: []
        }
    }
}
