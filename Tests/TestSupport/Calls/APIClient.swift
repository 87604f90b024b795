internal import HTTPTransport
internal import HTTPWire

/// One system as it talks to a gateway on this machine.
package struct APIClient: Sendable {
    private let client: HTTPClient
    private let token: String?

    /// A system's connections to a port; without a token it does not say who it is.
    package init(port: Int, token: String?) {
        client = HTTPClient(endpoint: .tcp(host: "127.0.0.1", port: port))
        self.token = token
    }

    /// A system's connections to a Unix socket.
    package init(socket path: String, token: String? = nil) {
        client = HTTPClient(endpoint: .unix(path))
        self.token = token
    }

    /// Sends one request; without a limit of its own it has half a minute, times the tests' patience.
    package func call(
        _ method: String, _ target: String, accept: String = "application/json", type: String? = nil,
        body: [UInt8] = [], headers extra: [(String, String)] = [], within seconds: Double? = nil
    ) async throws -> Answer {
        var headers = HTTPHeaders(extra + [("Accept", accept)])
        if let token { headers.append("Authorization", "Bearer \(token)") }
        if let type { headers.append("Content-Type", type) }
        let limit = seconds ?? Double(30 * Patience.factor)
        return Answer(
            try await client.send(method: method, target: target, headers: headers, body: body, within: limit))
    }

    /// Reads something.
    package func get(_ target: String, accept: String = "application/json") async throws -> Answer {
        try await call("GET", target, accept: accept)
    }

    /// Posts JSON, or nothing.
    package func post(_ target: String, _ json: String = "", accept: String = "application/json") async throws -> Answer
    {
        try await call(
            "POST", target, accept: accept, type: json.isEmpty ? nil : "application/json", body: Array(json.utf8))
    }

    /// Posts a message.
    package func send(_ message: SampleMessage, accept: String = "application/json") async throws -> Answer {
        try await call(
            "POST", "/v1/messages", accept: accept, type: message.contentType, body: Array(message.text.utf8))
    }

    /// Leases from a unit and returns the deliveries; none when the answer is 204.
    package func lease(
        _ unit: String, max: Int = 10, wait: Int = 0, lease: Int = 60
    ) async throws -> [JSONTree] {
        try await post("/v1/queues/\(unit)/leases?max=\(max)&wait=\(wait)&lease=\(lease)").json["deliveries"].items
    }

    /// Completes a leased delivery.
    package func complete(_ delivery: JSONTree, reference: String? = nil) async throws -> Answer {
        try await post(
            "/v1/leases/\(delivery["leaseId"].text ?? "")/complete",
            reference.map { "{\"receiverReference\": \"\($0)\"}" } ?? "")
    }

    /// Rejects a leased delivery.
    package func reject(
        _ delivery: JSONTree, permanent: Bool, code: String = "EJ-KAND"
    ) async throws -> Answer {
        try await post(
            "/v1/leases/\(delivery["leaseId"].text ?? "")/reject",
            "{\"code\": \"\(code)\", \"reason\": \"The case is not known here\", \"permanent\": \(permanent)}")
    }
}
