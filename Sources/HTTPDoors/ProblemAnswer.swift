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
    ///   - swedish: whether the caller would rather read Swedish.
    ///   - retryAfter: seconds after which the call may succeed, where that is known.
    /// - Returns: the answer, with the headers that its status asks for.
    package static func response(
        for rejection: Rejection, form: WireForm, requestID: String, swedish: Bool = false, retryAfter: Int? = nil
    ) -> HTTPResponse {
        let value = document(for: rejection, requestID: requestID, swedish: swedish)
        return HTTPResponse(
            status: rejection.status,
            headers: HTTPHeaders(
                [
                    ("Content-Type", form == .xml ? "application/problem+xml" : "application/problem+json"),
                    ("Content-Language", swedish ? "sv" : "en"),
                    ("Vaxel-Request-Id", requestID),
                    ("Cache-Control", "no-store"),
                ] + headers(for: rejection.first.code, retryAfter: retryAfter)),
            body: APIDocument(root: "problem", namespace: .problem, value).bytes(as: form))
    }

    /// The members of a problem document.
    package static func document(for rejection: Rejection, requestID: String, swedish: Bool) -> APIValue {
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
        return .object(members)
    }

    /// What a status asks for.
    ///
    /// Source: RFC 9110 §11.6.1, §12.5.1, §12.5.3 and §10.2.3; RFC 6750 §3.
    private static func headers(for code: RejectionCode, retryAfter: Int?) -> [(String, String)] {
        switch code.status {
        case 401:
            let fault = code == .credentialUnknown ? ", error=\"invalid_token\"" : ""
            return [("WWW-Authenticate", "Bearer realm=\"vaxel\"\(fault)")]
        case 415 where code == .contentEncodingUnsupported: return [("Accept-Encoding", "identity")]
        case 415: return [("Accept", "application/json, application/xml, text/xml")]
        case 503 where code == .storeHeld || code == .storeReadOnly:
            // It takes a person, so asking every few seconds is of no use.
            return [("Retry-After", String(retryAfter ?? 60))]
        case 429, 503: return [("Retry-After", String(retryAfter ?? 5))]
        case 507: return [("Retry-After", String(retryAfter ?? 60))]
        default: return []
        }
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
