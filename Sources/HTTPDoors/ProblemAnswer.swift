package import HTTPWire
package import MessageFormats
package import Messages

/// Renders refusals as problem documents (RFC 9457): `application/problem+json`, or `problem+xml` for XML clients.
package enum ProblemAnswer {
    /// The answer to a rejected call.
    ///
    /// - Parameters:
    ///   - rejection: what is wrong.
    ///   - form: XML or JSON.
    ///   - requestID: the id under which the request stands in the log.
    ///   - swedish: whether the caller's `Accept-Language` prefers Swedish.
    /// - Returns: the answer, with the headers that its status asks for.
    package static func response(
        for rejection: Rejection, form: WireForm, requestID: String, swedish: Bool = false
    ) -> HTTPResponse {
        let first = rejection.first
        let code = first.code
        var members: [(String, APIValue)] = [
            ("type", .text("urn:vaxel:problem:\(code.text)")),
            ("title", .text(swedish ? code.swedish : code.english)),
            ("status", .integer(code.status)),
            ("detail", .text(first.detail)),
            ("code", .text(code.text)),
            ("mendBy", .text(code.mendBy.rawValue)),
            ("requestId", .text(requestID)),
        ]
        let located = rejection.problems.filter { $0.path != nil || $0.line != nil }
        if !located.isEmpty || rejection.problems.count > 1 {
            members.append(("errors", .list(item: "error", rejection.problems.map(Self.error))))
        }
        var response = HTTPResponse(
            status: code.status,
            headers: HTTPHeaders([
                ("Content-Type", form == .xml ? "application/problem+xml" : "application/problem+json"),
                ("Content-Language", swedish ? "sv" : "en"),
                ("Vaxel-Request-Id", requestID),
            ]),
            body: APIDocument(root: "problem", namespace: .problem, .object(members)).bytes(as: form))
        switch code.status {
        case 401: response.headers.append("WWW-Authenticate", "Bearer realm=\"vaxel\"")
        case 429, 503: response.headers.append("Retry-After", "5")
        case 507: response.headers.append("Retry-After", "60")
        default: break
        }
        return response
    }

    /// One problem as a member of `errors`, also used for warnings.
    package static func error(_ problem: Problem) -> APIValue {
        var members: [(String, APIValue)] = []
        if let path = problem.path { members.append(("path", .text(path))) }
        if let line = problem.line { members.append(("line", .integer(line))) }
        members.append(("code", .text(problem.code.text)))
        members.append(("detail", .text(problem.detail)))
        return .object(members)
    }
}

extension Rejection {
    /// A rejection for one reason.
    package init(_ code: RejectionCode, _ detail: String, path: String? = nil, line: Int? = nil) {
        self.init(Problem(code, path: path, line: line, detail: detail))
    }
}

extension RejectionCode {
    /// The code for what the protocol itself refuses with an HTTP status.
    package init(httpStatus status: Int) {
        self =
            switch status {
            case 408: .requestTimeout
            case 413: .bodyTooLarge
            case 414: .uriTooLong
            case 417: .expectationFailed
            case 431: .headTooLarge
            case 501: .notImplemented
            case 503: .overloaded
            case 505: .versionNotSupported
            default: .malformedRequest
            }
    }
}
