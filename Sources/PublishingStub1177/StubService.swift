internal import LinuxSystem
internal import HTTPTransport
internal import HTTPWire
internal import Synchronization

/// The stub's doors.
final class StubService: Sendable {
    private let store: PlanStore
    private let delay: Int
    private let failuresLeft: Atomic<Int>

    init(store: PlanStore, options: StubOptions) {
        self.store = store
        delay = options.delay
        failuresLeft = Atomic(options.failFirst)
    }

    /// What the server serves.
    var http: HTTPService {
        HTTPService(
            admit: { head, _ in self.admit(head) },
            refuse: { Self.problem($0.status, "the request was refused: \($0.reason)") })
    }

    private func admit(_ head: HTTPRequestHead) -> HTTPAdmission {
        let segments = head.pathSegments
        let isReading = head.method == "GET" || head.method == "HEAD"
        switch segments.first {
        case "" where segments.count == 1:
            return .answer(isReading ? page() : Self.methodNotAllowed("GET, HEAD"))
        case "published" where segments.count == 1:
            return .answer(isReading ? list() : Self.methodNotAllowed("GET, HEAD"))
        case "care-plans" where segments.count == 2 && !segments[1].isEmpty:
            switch head.method {
            case "PUT": return admitPut(head, documentID: segments[1])
            case "DELETE": return .readBody(limit: 0) { _ in await self.withdraw(segments[1]) }
            case "GET", "HEAD": return .answer(bytes(of: segments[1]))
            default: return .answer(Self.methodNotAllowed("GET, HEAD, PUT, DELETE"))
            }
        default:
            return .answer(Self.problem(404, "there is nothing here"))
        }
    }

    // MARK: Writing

    private func admitPut(_ head: HTTPRequestHead, documentID: String) -> HTTPAdmission {
        let type = head.headers.first("content-type").flatMap { MediaType($0) }
        guard let type, ["application/xml", "text/xml"].contains(type.essence), [nil, "utf-8"].contains(type.charset)
        else { return .answer(Self.problem(415, "a plan is application/xml in UTF-8")) }
        guard documentID.utf8.count <= Limits.documentIDBytes else {
            return .answer(Self.problem(422, "the documentId is longer than \(Limits.documentIDBytes) bytes"))
        }
        return .readBody(limit: Limits.bodyBytes) { await self.put($0, documentID: documentID) }
    }

    private func put(_ bytes: [UInt8], documentID: String) async -> HTTPResponse {
        await wait()
        if failuresLeft.load(ordering: .relaxed) > 0, failuresLeft.subtract(1, ordering: .relaxed).oldValue > 0 {
            return Self.problem(503, "told to fail")
        }
        guard let root = try? PlanElement.parse(bytes) else {
            return Self.findings([Finding(path: "/", detail: "is not well-formed XML as this service takes it")])
        }
        let findings = CarePlanRules.findings(in: root, documentID: documentID)
        guard findings.isEmpty else { return Self.findings(findings) }
        let plan = StoredPlan(plan: CarePlan(root), bytes: bytes, receivedAt: Self.now())
        do {
            switch try await store.put(plan) {
            case .created: return HTTPResponse(status: 201)
            case .replaced: return HTTPResponse(status: 200)
            }
        } catch {
            return Self.notKept(error)
        }
    }

    private func withdraw(_ documentID: String) async -> HTTPResponse {
        await wait()
        do {
            guard try await store.withdraw(documentID) else { return Self.problem(404, "no such plan") }
            return HTTPResponse(status: 204)
        } catch {
            return Self.notKept(error)
        }
    }

    private func wait() async {
        guard delay > 0 else { return }
        // Cancelled when the client is gone; what it sent is taken all the same.
        try? await Task.sleep(for: .milliseconds(delay))
    }

    // MARK: Reading

    private func bytes(of documentID: String) -> HTTPResponse {
        guard let plan = store.plan(documentID) else { return Self.problem(404, "no such plan") }
        guard !plan.isWithdrawn else { return Self.problem(410, "the plan is withdrawn") }
        return HTTPResponse(
            status: 200, headers: HTTPHeaders([("Content-Type", "application/xml")]), body: plan.bytes)
    }

    private func list() -> HTTPResponse {
        let entries = store.all.map { stored in
            let plan = stored.plan
            return """
                {"documentId": \(JSONText.quoted(plan.documentID)), "title": \(JSONText.quoted(plan.title)), \
                "typeOfCarePlan": \(JSONText.quoted(plan.type)), "careUnit": \(JSONText.quoted(plan.careUnit)), \
                "receivedAt": \(JSONText.quoted(stored.receivedAt)), "withdrawn": \(stored.isWithdrawn)}
                """
        }
        return Self.json(200, entries.isEmpty ? "[]\n" : "[\n" + entries.joined(separator: ",\n") + "\n]\n")
    }

    private func page() -> HTTPResponse {
        let headers = HTTPHeaders([
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", PublishedPage.contentSecurityPolicy),
            ("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store"),
        ])
        return HTTPResponse(status: 200, headers: headers, body: Array(PublishedPage.html(of: store.all).utf8))
    }

    // MARK: Answers

    private static func findings(_ findings: [Finding]) -> HTTPResponse {
        let entries = findings.prefix(Limits.findings).map {
            "{\"path\": \(JSONText.quoted($0.path)), \"detail\": \(JSONText.quoted($0.detail))}"
        }
        return json(422, "{\"errors\": [" + entries.joined(separator: ", ") + "]}\n")
    }

    private static func notKept(_ failure: SystemError) -> HTTPResponse {
        Console.complain("vaxel-1177-stub: cannot keep a plan: \(failure)")
        return problem(500, "the plan could not be kept")
    }

    private static func methodNotAllowed(_ allowed: String) -> HTTPResponse {
        var response = problem(405, "allowed here: \(allowed)")
        response.headers.append("Allow", allowed)
        return response
    }

    private static func problem(_ status: Int, _ detail: String) -> HTTPResponse {
        json(status, "{\"errors\": [{\"path\": \"\", \"detail\": \(JSONText.quoted(detail))}]}\n")
    }

    private static func json(_ status: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: HTTPHeaders([("Content-Type", "application/json")]), body: Array(text.utf8))
    }

    // UTC, whole seconds: 2026-11-22T08:15:00Z.
    private static func now() -> String {
        UTCText.of(microseconds: SystemClock.system.wallMicroseconds(), fraction: false)
    }
}
