internal import HTTPDoors
internal import HTTPTransport
internal import HTTPWire
internal import MessageFormats
internal import Messages

/// Leads each request to its door: finds it, sees who calls, and lets the body be read only when both are in order.
///
/// 401, 403, 404 and 405 are answered from the head, before a byte of the body is taken. Source: interfaces §3.
struct DoorTable: Sendable {
    /// Told of an answer: the request, the door's pattern, never the path, since a path holds ids, the answer, the id of the
    /// request, and whether there is no other reason for the answer than that its caller has gone.
    typealias Observer = @Sendable (HTTPRequestHead, PathPattern?, HTTPResponse, String, Bool) -> Void

    /// The doors of one path.
    private struct Corridor: Sendable {
        let pattern: PathPattern
        var doors: [Door]
    }

    /// By the number of segments of their paths, in the order in which they were given.
    private let corridors: [Int: [Corridor]]
    private let reception: Reception
    private let requestIDs: RequestIDs
    private let observe: Observer

    /// Makes the table.
    ///
    /// - Parameters:
    ///   - doors: all doors; the first that fits is taken.
    ///   - reception: sees who calls.
    ///   - requestIDs: draws the ids of requests.
    ///   - observe: told of every answer.
    init(
        _ doors: [Door], reception: Reception, requestIDs: RequestIDs, observe: @escaping Observer
    ) {
        var corridors: [Int: [Corridor]] = [:]
        for door in doors {
            var same = corridors[door.pattern.length] ?? []
            if let index = same.firstIndex(where: { $0.pattern == door.pattern }) {
                same[index].doors.append(door)
            } else {
                same.append(Corridor(pattern: door.pattern, doors: [door]))
            }
            corridors[door.pattern.length] = same
        }
        self.corridors = corridors
        self.reception = reception
        self.requestIDs = requestIDs
        self.observe = observe
    }

    /// What becomes of a request whose head has been read.
    func admit(_ head: HTTPRequestHead, _ peer: HTTPPeer) -> HTTPAdmission {
        let requestID = requestIDs.id(for: head)
        do {
            let (door, parameters) = try find(head, peer)
            let identity = try reception.receive(head, peer, at: door)
            let type = try Self.answerType(head, at: door)
            return .readBody(limit: door.bodyLimit, of: reception.owner(ofBodyOf: head, by: identity)) { body in
                reception.note(body, of: head, by: identity)
                let call = Call(
                    head: head, parameters: parameters, identity: identity, answerForm: Self.form(of: type),
                    answerType: type.essence, requestID: requestID, body: body)
                let (answer, isForNobody) = await answer(call, door)
                observe(head, door.pattern, answer, requestID, isForNobody)
                return answer
            }
        } catch {
            let answer = problem(error, head: head, requestID: requestID)
            observe(head, nil, answer, requestID, false)
            return error.delay > 0 ? .answerLater(answer, seconds: error.delay) : .answer(answer)
        }
    }

    /// The answer to what is no request by the rules of HTTP, or to one whose answer there is no room for.
    func refuse(_ refusal: HTTPRefusal) -> HTTPResponse {
        let rejection = Rejection(RejectionCode(httpStatus: refusal.status), "\(refusal.reason)")
        let form = refusal.requestHead.map { Self.preferredForm($0) } ?? .json
        let requestID =
            refusal.withdrawn?.first("vaxel-request-id") ?? requestIDs.id(for: refusal.requestHead)
        let answer = ProblemAnswer.response(
            for: rejection, form: form, requestID: requestID, swedish: refusal.requestHead?.prefersSwedish ?? false)
        // What was withdrawn has been told of as given. Strangers cannot fill the log with these: answers so long are for callers
        // who were let in, and `/metrics` for this machine. The door is found again as by a caller who may be at any.
        if refusal.withdrawn != nil, let head = refusal.requestHead {
            let door = try? find(head, HTTPPeer(isLoopback: true, overUnixSocket: false)).0
            observe(head, door?.pattern, answer, requestID, false)
        }
        return answer
    }

    // MARK: Steps

    private func find(
        _ head: HTTPRequestHead, _ peer: HTTPPeer
    ) throws(Reception.Refusal) -> (Door, [String: String]) {
        let path = head.pathSegments
        // What one may not reach looks like what is not there. Behind the proxy's socket is the world outside.
        let isLocal = peer.isLoopback && !peer.overUnixSocket
        let method = head.method == "HEAD" ? "GET" : head.method
        var isThere = false
        for corridor in corridors[path.count] ?? [] {
            guard let parameters = corridor.pattern.match(path) else { continue }
            for door in corridor.doors where door.access != .local || isLocal {
                if door.method == method { return (door, parameters) }
                isThere = true
            }
        }
        guard isThere else {
            throw Reception.Refusal(rejection: Rejection(.notFound, "there is nothing at this path"))
        }
        throw Reception.Refusal(
            rejection: Rejection(
                .methodNotAllowed, "allowed here: \(allowedMethods(at: path).joined(separator: ", "))"))
    }

    private func allowedMethods(at path: [String]) -> [String] {
        (corridors[path.count] ?? []).filter { $0.pattern.match(path) != nil }.flatMap(\.doors)
            .flatMap { $0.method == "GET" ? ["GET", "HEAD"] : [$0.method] }
    }

    private func answer(_ call: Call, _ door: Door) async -> (HTTPResponse, isForNobody: Bool) {
        do {
            return (try await door.respond(to: call), false)
        } catch {
            let answer = problem(Reception.Refusal(rejection: error), head: call.head, requestID: call.requestID)
            return (answer, error == .callerGone)
        }
    }

    /// Not inlined: what few answers need would be in the memory of every request.
    @inline(never)
    private func problem(_ refusal: Reception.Refusal, head: HTTPRequestHead, requestID: String) -> HTTPResponse {
        var response = ProblemAnswer.response(
            for: refusal.rejection, form: Self.preferredForm(head), requestID: requestID,
            swedish: head.prefersSwedish, retryAfter: refusal.retryAfter)
        if refusal.rejection.first.code == .methodNotAllowed {
            response.headers.append("Allow", allowedMethods(at: head.pathSegments).joined(separator: ", "))
        }
        return response
    }

    // MARK: Forms

    /// What answers are made of; all are in UTF-8, which a client may say that it takes.
    private static let jsonFirst = offers("application/json", "application/xml", "text/xml")
    private static let xmlFirst = offers("application/xml", "text/xml", "application/json")
    /// What refusals are made of.
    private static let problems = offers("application/problem+json", "application/problem+xml")

    private static func offers(_ types: String...) -> [MediaType] {
        types.compactMap { MediaType("\($0); charset=utf-8") }
    }

    /// The media type that a door's answer is to have; doors without login answer in plain text whatever is asked for.
    ///
    /// Where there is nothing to answer but refusals, a client may want no more than those. Source: RFC 9110 §12.5.1.
    private static func answerType(_ head: HTTPRequestHead, at door: Door) throws(Reception.Refusal) -> MediaType {
        let isOpen = door.access == .open || door.access == .local
        if let type = negotiated(head, among: answers(to: head)) { return type }
        guard !isOpen, door.sign.answersWithBody || negotiated(head, among: problems) == nil else {
            return answers(to: head)[0]
        }
        throw Reception.Refusal(
            rejection: Rejection(.notAcceptable, "answers are application/json, application/xml or text/xml"))
    }

    /// The types of answers, that of what was sent first: it is taken where `Accept` likes several the same.
    private static func answers(to head: HTTPRequestHead) -> [MediaType] {
        sentForm(head) == .xml ? xmlFirst : jsonFirst
    }

    /// The type that `Accept` asks for, and without one the first; nil when none of these is wanted.
    private static func negotiated(_ head: HTTPRequestHead, among offers: [MediaType]) -> MediaType? {
        let accepted = head.headers.all("accept")
        guard !accepted.isEmpty else { return offers.first }
        return AcceptHeader(accepted).prefers(among: offers).map { offers[$0] }
    }

    /// The form of a refusal: what is wanted of answers or of problems, else that of what was sent.
    private static func preferredForm(_ head: HTTPRequestHead) -> WireForm {
        negotiated(head, among: answers(to: head) + problems).map(form) ?? sentForm(head)
    }

    private static func form(of type: MediaType) -> WireForm { type.subtype.hasSuffix("xml") ? .xml : .json }

    private static func sentForm(_ head: HTTPRequestHead) -> WireForm {
        head.headers.first("content-type").flatMap { MediaType($0) }.map(form) ?? .json
    }
}
