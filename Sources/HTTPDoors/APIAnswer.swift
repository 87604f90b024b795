package import HTTPWire
package import MessageFormats

/// Renders API values as answers, in JSON or as XML in `urn:vaxel:api:1`.
package enum APIAnswer {
    /// An answer with a body.
    package static func response(
        status: Int, root: String, _ value: APIValue, for call: Call, headers: [(String, String)] = []
    ) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: HTTPHeaders(
                [
                    ("Content-Type", call.answerType),
                    ("Vaxel-Request-Id", call.requestID), ("Cache-Control", "no-store"),
                ] + headers),
            body: APIDocument(root: root, value).bytes(as: call.answerForm))
    }

    /// An answer without a body.
    package static func empty(status: Int, headers: [(String, String)] = [], for call: Call) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: HTTPHeaders([("Vaxel-Request-Id", call.requestID), ("Cache-Control", "no-store")] + headers))
    }
}
