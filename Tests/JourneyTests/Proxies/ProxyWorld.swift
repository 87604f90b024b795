import Foundation
import TestSupport

/// A proxy of this machine with a configuration of `deploy/`, whose paths lead into a test's own folder.
struct ProxyWorld {
    /// One of the proxies that the deployment has a configuration for.
    enum Kind: String, Sendable {
        case nginx
        case haproxy

        /// Whether it can be tested here.
        var isInstalled: Bool { MachineProgram.all(rawValue, "openssl", "curl") }
    }

    /// What the proxy answered; status 0 when the handshake failed.
    struct Answer {
        let status: Int
        let json: JSONTree
    }

    let folder: String
    let authority: TestAuthority
    /// The socket that stands for the port to the outside.
    var outside: String { "\(folder)/outside.sock" }
    private let curl: MachineProgram

    /// Makes an authority, and the certificate of the proxy itself.
    init(_ folder: String, host: String) async throws {
        self.folder = folder
        guard let curl = MachineProgram("curl") else { throw NeverHappened(description: "no curl") }
        self.curl = curl
        authority = try await TestAuthority("\(folder)/tls")
        try await authority.makeServer("server", host: host)
    }

    // MARK: Proxies

    /// Starts nginx with files of `deploy/nginx` and whatever else is to stand in its http block.
    func startNginx(_ files: [String], paths: [(String, String)], more: String = "") async throws
        -> MachineProgram.Running
    {
        let blocks = try files.map { try text("deploy/nginx/\($0)", paths) } + [more]
        try write(
            """
            daemon off;
            master_process off;
            pid \(folder)/nginx.pid;
            error_log \(folder)/nginx-error.log info;
            events { worker_connections 64; }
            http {
            access_log \(folder)/nginx-access.log;
            client_body_temp_path \(folder)/body;
            proxy_temp_path \(folder)/proxy;
            fastcgi_temp_path \(folder)/fastcgi;
            uwsgi_temp_path \(folder)/uwsgi;
            scgi_temp_path \(folder)/scgi;
            \(blocks.joined(separator: "\n"))
            }
            """, to: "nginx.conf")
        return try start("nginx", ["-p", folder, "-c", "\(folder)/nginx.conf", "-e", "\(folder)/nginx-error.log"])
    }

    /// Starts HAProxy with the file of `deploy/haproxy`.
    func startHAProxy(paths: [(String, String)]) async throws -> MachineProgram.Running {
        let own = [("    user haproxy\n    group haproxy\n    log /dev/log local0 info\n", "")]
        try write(try text("deploy/haproxy/haproxy.cfg", own + paths), to: "haproxy.cfg")
        return try start("haproxy", ["-db", "-f", "\(folder)/haproxy.cfg"])
    }

    private func start(_ name: String, _ arguments: [String]) throws -> MachineProgram.Running {
        guard let program = MachineProgram(name) else { throw NeverHappened(description: "no \(name)") }
        return try program.start(arguments, log: "\(folder)/\(name).log")
    }

    /// A file of the deployment with its paths replaced; each must be there.
    private func text(_ file: String, _ paths: [(String, String)]) throws -> String {
        var text = String(decoding: try RepositoryFiles.bytes(file), as: UTF8.self)
        for (old, new) in paths {
            guard text.contains(old) else { throw NeverHappened(description: "\(old) in \(file)") }
            text = text.replacing(old, with: new)
        }
        return text
    }

    private func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    // MARK: Clients

    /// Calls the proxy as an outside system does, with a certificate of the authority or of another one.
    ///
    /// - Parameter options: what curl is told besides.
    func call(
        _ method: String, _ path: String, as name: String?, of issuer: TestAuthority? = nil, headers: [String] = [],
        body: String = "", host: String = "vaxel.example.se", options: [String] = []
    ) async throws -> Answer {
        let output = "\(folder)/answer-\(UInt64.random(in: 0...UInt64.max))"
        try write(body, to: "request-body")
        var arguments = options + self.arguments(method, as: name, of: issuer) + ["-o", output, "-w", "%{http_code}"]
        for header in headers { arguments += ["-H", header] }
        if !body.isEmpty { arguments += ["--data-binary", "@\(folder)/request-body"] }
        let end = try await curl.run(arguments + ["https://\(host)\(path)"])
        let bytes = (try? Data(contentsOf: URL(fileURLWithPath: output))).map(Array.init) ?? []
        return Answer(status: Int(end.output) ?? 0, json: JSONTree(bytes))
    }

    /// A call that is under way as long as what is returned is kept.
    func hold(_ method: String, _ path: String, as name: String) throws -> MachineProgram.Running {
        try curl.start(
            arguments(method, as: name, of: nil) + ["https://vaxel.example.se\(path)"], log: "\(folder)/held.log")
    }

    private func arguments(_ method: String, as name: String?, of issuer: TestAuthority?) -> [String] {
        let keys = (issuer ?? authority).folder
        let common = [
            "-sS", "--max-time", "120", "--unix-socket", outside, "--cacert", "\(authority.folder)/server.crt", "-X",
            method,
        ]
        return common + (name.map { ["--cert", "\(keys)/\($0).crt", "--key", "\(keys)/\($0).key"] } ?? [])
    }

    /// Waits until the proxy answers.
    func waitForProxy(as name: String) async throws {
        _ = try await eventually("the proxy") { try await call("GET", "/livez", as: name).status == 200 ? true : nil }
    }
}
