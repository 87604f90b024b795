internal import GatewayService
internal import HTTPTransport
internal import HTTPWire
internal import MessageFormats
internal import Messages

/// A running gateway as the commands speak to it: its address and a token.
///
/// Either `--config FILE` (its address; the token lies beside it, `--as SYSTEM`), or `--url URL --token-file FILE`.
struct GatewayConnection: Sendable {
    private let client: HTTPClient
    private let token: String

    /// The options that every command with a connection has.
    static func options(as system: String) -> [Command.Option] {
        [
            Command.Option("config", "FILE", "the gateway's configuration; its token folder lies beside it"),
            Command.Option("as", "SYSTEM", "with --config: whose token to use (default: \(system))"),
            Command.Option("url", "URL", "the gateway's address, when there is no configuration file here"),
            Command.Option("token-file", "FILE", "with --url: a file that holds the token, readable by its owner only"),
        ]
    }

    /// Reads address and token from the options.
    init(_ arguments: Arguments, as system: String) throws(CommandFailure) {
        switch (arguments["config"], arguments["url"]) {
        case (let config?, nil):
            do {
                let configuration = try Configuration(file: config)
                let name = arguments["as"] ?? system
                token = try TokenFile.read("\(configuration.folder)/tokens/\(name).token")
                client = HTTPClient(endpoint: .tcp(host: configuration.listen.address, port: configuration.listen.port))
            } catch {
                throw .failed(error.description)
            }
        case (nil, let url?):
            guard let file = arguments["token-file"] else { throw .usage("--url needs --token-file FILE") }
            guard let endpoint = HTTPEndpoint(url: url) else { throw .usage("--url takes http://HOST:PORT") }
            do {
                token = try TokenFile.read(file)
            } catch {
                throw .failed(error.description)
            }
            client = HTTPClient(endpoint: endpoint)
        default:
            throw .usage("say which gateway: --config FILE, or --url URL --token-file FILE")
        }
    }

    /// A connection to a known address with a known token.
    init(port: Int, token: String) {
        client = HTTPClient(endpoint: .tcp(host: "127.0.0.1", port: port))
        self.token = token
    }

    /// Sends one request and returns the answer, whatever its status.
    func send(
        _ method: String, _ target: String, accept: String = "application/json", contentType: String? = nil,
        body: [UInt8] = [], within seconds: Double = 75
    ) async throws(CommandFailure) -> HTTPResponse {
        var headers = HTTPHeaders([("Authorization", "Bearer \(token)"), ("Accept", accept)])
        if let contentType { headers.append("Content-Type", contentType) }
        do {
            return try await client.send(
                method: method, target: target, headers: headers, body: body, within: seconds)
        } catch {
            throw .failed("the gateway does not answer (\(error)). Is it running? vaxel serve --config FILE")
        }
    }

    /// Sends one request and returns the JSON of a successful answer.
    func json(
        _ method: String, _ target: String, body: [UInt8] = []
    ) async throws(CommandFailure) -> APIValue {
        let answer = try await send(method, target, contentType: body.isEmpty ? nil : "application/json", body: body)
        guard (200..<300).contains(answer.status) else { throw .failed(Self.explanation(of: answer)) }
        guard !answer.body.isEmpty else { return .null }
        do {
            return try APIDocument.read(answer.body, as: .json)
        } catch {
            throw .failed("the gateway's answer is no JSON: \(error.first.detail)")
        }
    }

    /// What a problem answer says, for a person: code, title, detail and where.
    static func explanation(of answer: HTTPResponse) -> String {
        guard let value = try? APIDocument.read(answer.body, as: .json), let code = value["code"]?.text else {
            return "HTTP \(answer.status)"
        }
        var lines = ["HTTP \(answer.status) \(code): \(value["title"]?.text ?? "")"]
        if let detail = value["detail"]?.text { lines.append("  \(detail)") }
        for error in value.list("errors") {
            let place = [error["path"]?.text, error["line"]?.integer.map { "line \($0)" }].compactMap(\.self)
            lines.append(
                "  \(place.joined(separator: ", ")): \(error["code"]?.text ?? "") \(error["detail"]?.text ?? "")")
        }
        if let mender = value["mendBy"]?.text { lines.append("  to be mended by: \(mender)") }
        return lines.joined(separator: "\n")
    }
}
