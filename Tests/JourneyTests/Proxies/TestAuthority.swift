import Foundation
import TestSupport

/// An authority of a test's own, made by openssl: it issues client certificates, lets them run out, and revokes them.
///
/// As at real authorities a root stands over the one that issues: `ca.crt` has both, and `ca.crl` the lists of both.
struct TestAuthority {
    /// Who issued what a client shows.
    struct Failed: Error {
        let output: String
    }

    let folder: String
    private let openssl: MachineProgram

    /// Makes the keys and certificates of the authority and its root in a folder that is made for it.
    init(_ folder: String) async throws {
        guard let openssl = MachineProgram("openssl") else { throw Failed(output: "no openssl") }
        self.openssl = openssl
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["root", "issuing"] {
            try writeSettings(of: name)
            try write("", to: "\(name).txt")
            try write("01\n", to: "\(name).serial")
        }
        try await run(
            ["req", "-x509", "-subj", "/CN=Test root", "-days", "30", "-out", "\(folder)/root.crt"] + newKey("root"))
        try await run(["req", "-new", "-subj", "/CN=Test CA", "-out", "\(folder)/issuing.csr"] + newKey("issuing"))
        try await sign("issuing", by: "root", ["-extensions", "authority"])
        try write(try read("issuing.crt") + read("root.crt"), to: "ca.crt")
        try await writeRevocationLists()
    }

    private func writeSettings(of name: String) throws {
        try write(
            """
            [ca]
            default_ca = own
            [own]
            database = \(folder)/\(name).txt
            new_certs_dir = \(folder)
            serial = \(folder)/\(name).serial
            certificate = \(folder)/\(name).crt
            private_key = \(folder)/\(name).key
            default_md = sha256
            default_days = 30
            default_crl_days = 30
            policy = any
            unique_subject = no
            [any]
            commonName = supplied
            serialNumber = optional
            organizationName = optional
            [authority]
            basicConstraints = critical, CA:TRUE
            keyUsage = critical, keyCertSign, cRLSign
            """, to: "\(name).cnf")
    }

    /// A certificate that names a server, by itself its own authority.
    func makeServer(_ name: String, host: String) async throws {
        try await run(
            ["req", "-x509", "-subj", "/CN=\(host)", "-addext", "subjectAltName=DNS:\(host)", "-days", "30"]
                + ["-out", "\(folder)/\(name).crt"] + newKey(name))
        try write(try read("\(name).crt") + read("\(name).key"), to: "\(name).pem")
    }

    /// Issues a client certificate for a subject as `/serialNumber=SE…/CN=…`; one that has run out when so wanted.
    func issue(_ name: String, subject: String, isExpired: Bool = false) async throws {
        try await run(["req", "-new", "-utf8", "-subj", subject, "-out", "\(folder)/\(name).csr"] + newKey(name))
        let dates = isExpired ? ["-startdate", "20200101000000Z", "-enddate", "20210101000000Z"] : []
        try await sign(name, by: "issuing", dates)
    }

    private func sign(_ name: String, by authority: String, _ more: [String]) async throws {
        try await run(
            ["ca", "-batch", "-notext", "-config", "\(folder)/\(authority).cnf", "-in", "\(folder)/\(name).csr"]
                + ["-out", "\(folder)/\(name).crt"] + more)
    }

    /// Revokes a certificate, and writes the lists anew.
    func revoke(_ name: String) async throws {
        try await run(["ca", "-config", "\(folder)/issuing.cnf", "-revoke", "\(folder)/\(name).crt"])
        try await writeRevocationLists()
    }

    private func writeRevocationLists() async throws {
        for name in ["issuing", "root"] {
            try await run(["ca", "-config", "\(folder)/\(name).cnf", "-gencrl", "-out", "\(folder)/\(name).crl"])
        }
        try write(try read("issuing.crl") + read("root.crl"), to: "ca.crl")
    }

    private func newKey(_ name: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "\(folder)/\(name).key"]
    }

    private func read(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }

    private func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    private func run(_ arguments: [String]) async throws {
        let end = try await openssl.run(arguments)
        guard end.status == 0 else { throw Failed(output: "\(arguments): \(end.errors)") }
    }
}
