internal import AccessControl
internal import HTTPDoors
internal import HTTPTransport
internal import HTTPWire
internal import MessageFormats
internal import Messages

/// Leads each request to its door: finds it, sees who calls, and lets the body be read only when both are in order.
///
/// 401, 403, 404 and 405 are answered from the head, before a byte of the body is taken. Source: interfaces §3.
struct DoorTable: Sendable {
    private let doors: [Door]
    private let access: @Sendable () -> AccessTable
    private let requestIDs: RequestIDs
    private let observe: @Sendable (HTTPRequestHead, PathPattern?, HTTPResponse, String) -> Void

    /// Makes the table.
    ///
    /// - Parameters:
    ///   - doors: all doors; the first that fits is taken.
    ///   - access: credentials and grants as they are now; asked at each request.
    ///   - requestIDs: draws the ids of requests.
    ///   - observe: told of every answer, with the door's pattern, never the path, since a path holds ids.
    init(
        _ doors: [Door], access: @escaping @Sendable () -> AccessTable, requestIDs: RequestIDs,
        observe: @escaping @Sendable (HTTPRequestHead, PathPattern?, HTTPResponse, String) -> Void
    ) {
        self.doors = doors
        self.access = access
        self.requestIDs = requestIDs
        self.observe = observe
    }

    /// What becomes of a request whose head has been read.
    func admit(_ head: HTTPRequestHead, _ peer: HTTPPeer) -> HTTPAdmission {
        let requestID = requestIDs.next()
        do {
            let (door, parameters) = try find(head, peer)
            let identity = try identify(head, peer, for: door)
            let form = try answerForm(head)
            return .readBody(limit: door.bodyLimit) { body in
                let call = Call(
                    head: head, parameters: parameters, identity: identity, answerForm: form, requestID: requestID,
                    body: body)
                let answer = await answer(call, door)
                observe(head, door.pattern, answer, requestID)
                return answer
            }
        } catch {
            let answer = problem(error, head: head, requestID: requestID)
            observe(head, nil, answer, requestID)
            return .answer(answer)
        }
    }

    /// The answer to what is no request by the rules of HTTP.
    func refuse(_ refusal: HTTPRefusal) -> HTTPResponse {
        let rejection = Rejection(RejectionCode(httpStatus: refusal.status), "\(refusal.reason)")
        let form = refusal.requestHead.map(preferredForm) ?? .json
        return ProblemAnswer.response(for: rejection, form: form, requestID: requestIDs.next())
    }

    // MARK: Steps

    private func find(_ head: HTTPRequestHead, _ peer: HTTPPeer) throws(Rejection) -> (Door, [String: String]) {
        let path = head.pathSegments
        // What one may not reach looks like what is not there. Behind the proxy's socket is the world outside.
        let reachable = doors.filter { $0.access != .local || (peer.isLoopback && !peer.overUnixSocket) }
        let fitting = reachable.compactMap { door in door.pattern.match(path).map { (door, $0) } }
        guard !fitting.isEmpty else { throw Rejection(.notFound, "there is nothing at this path") }
        let method = head.method == "HEAD" ? "GET" : head.method
        guard let found = fitting.first(where: { $0.0.method == method }) else {
            throw Rejection(.methodNotAllowed, "allowed here: \(allowedMethods(at: path).joined(separator: ", "))")
        }
        return found
    }

    private func allowedMethods(at path: [String]) -> [String] {
        doors.filter { $0.pattern.match(path) != nil }.flatMap { $0.method == "GET" ? ["GET", "HEAD"] : [$0.method] }
    }

    private func identify(
        _ head: HTTPRequestHead, _ peer: HTTPPeer, for door: Door
    ) throws(Rejection) -> Identity {
        if door.access == .open || door.access == .local { return .anonymous }
        let identity: Identity
        do {
            identity = try access().identify(
                Claim(
                    authorization: head.headers.all("authorization"),
                    certificate: head.headers.all("vaxel-client-hsa-id").filter { !$0.isEmpty },
                    isFromProxy: peer.overUnixSocket))
        } catch {
            throw Rejection(error)
        }
        guard door.access.admits(identity) else {
            throw Rejection(door.access.refusal, "system \(identity.system) has no right to that call")
        }
        return identity
    }

    private func answerForm(_ head: HTTPRequestHead) throws(Rejection) -> WireForm {
        guard let form = negotiatedForm(head) else {
            throw Rejection(.notAcceptable, "answers are application/json or application/xml")
        }
        return form
    }

    private func answer(_ call: Call, _ door: Door) async -> HTTPResponse {
        do {
            return try await door.respond(to: call)
        } catch {
            return problem(error, head: call.head, requestID: call.requestID)
        }
    }

    private func problem(_ rejection: Rejection, head: HTTPRequestHead, requestID: String) -> HTTPResponse {
        let swedish = head.headers.first("accept-language")?.lowercased().hasPrefix("sv") ?? false
        var response = ProblemAnswer.response(
            for: rejection, form: preferredForm(head), requestID: requestID, swedish: swedish)
        if rejection.first.code == .methodNotAllowed {
            response.headers.append("Allow", allowedMethods(at: head.pathSegments).joined(separator: ", "))
        }
        return response
    }

    // MARK: Forms

    /// What answers are made of; figures and health are plain text, which says nothing about XML or JSON.
    private static let offered = [
        MediaType("application", "json"), MediaType("application", "xml"), MediaType("text", "xml"),
        MediaType("application", "problem+json"), MediaType("application", "problem+xml"), MediaType("text", "plain"),
    ]

    /// The form that `Accept` asks for; without one, the form of what was sent; nil when neither form is wanted.
    private func negotiatedForm(_ head: HTTPRequestHead) -> WireForm? {
        let accept = head.headers.all("accept")
        guard !accept.isEmpty, accept != ["*/*"] else { return sentForm(head) }
        guard let index = AcceptHeader(accept).prefers(among: Self.offered) else { return nil }
        return Self.offered[index].subtype.hasSuffix("xml") ? .xml : .json
    }

    private func preferredForm(_ head: HTTPRequestHead) -> WireForm {
        negotiatedForm(head) ?? sentForm(head)
    }

    private func sentForm(_ head: HTTPRequestHead) -> WireForm {
        guard let sent = head.headers.first("content-type").flatMap({ MediaType($0) }) else { return .json }
        return sent.subtype.hasSuffix("xml") ? .xml : .json
    }
}
