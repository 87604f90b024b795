import Foundation
import TestSupport

/// An authority of a test's own, made by openssl: it issues client certificates, lets them run out, and revokes them.
struct TestAuthority {
    /// Who issued what a client shows.
    struct Failed: Error {
        let output: String
    }

    let folder: String
    private let openssl: MachineProgram

    /// Makes the authority's own key and certificate in a folder that is made for it.
    init(_ folder: String) async throws {
        guard let openssl = MachineProgram("openssl") else { throw Failed(output: "no openssl") }
        self.openssl = openssl
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try """
        [ca]
        default_ca = own
        [own]
        database = \(folder)/index.txt
        new_certs_dir = \(folder)
        serial = \(folder)/serial
        certificate = \(folder)/ca.crt
        private_key = \(folder)/ca.key
        default_md = sha256
        default_days = 30
        default_crl_days = 30
        policy = any
        unique_subject = no
        [any]
        commonName = supplied
        serialNumber = optional
        organizationName = optional
        """.write(toFile: "\(folder)/ca.cnf", atomically: true, encoding: .utf8)
        try "".write(toFile: "\(folder)/index.txt", atomically: true, encoding: .utf8)
        try "01\n".write(toFile: "\(folder)/serial", atomically: true, encoding: .utf8)
        try await run(
            ["req", "-x509", "-subj", "/CN=Test CA", "-days", "30", "-out", "\(folder)/ca.crt"] + newKey("ca"))
        try await writeRevocationList()
    }

    /// A certificate that names a server, by itself its own authority.
    func makeServer(_ name: String, host: String) async throws {
        try await run(
            ["req", "-x509", "-subj", "/CN=\(host)", "-addext", "subjectAltName=DNS:\(host)", "-days", "30"]
                + ["-out", "\(folder)/\(name).crt"] + newKey(name))
        let certificate = try String(contentsOfFile: "\(folder)/\(name).crt", encoding: .utf8)
        let key = try String(contentsOfFile: "\(folder)/\(name).key", encoding: .utf8)
        try (certificate + key).write(toFile: "\(folder)/\(name).pem", atomically: true, encoding: .utf8)
    }

    /// Issues a client certificate for a subject as `/serialNumber=SE…/CN=…`; one that has run out when so wanted.
    func issue(_ name: String, subject: String, isExpired: Bool = false) async throws {
        try await run(["req", "-new", "-utf8", "-subj", subject, "-out", "\(folder)/\(name).csr"] + newKey(name))
        let dates = isExpired ? ["-startdate", "20200101000000Z", "-enddate", "20210101000000Z"] : []
        try await run(
            ["ca", "-batch", "-notext", "-config", "\(folder)/ca.cnf", "-in", "\(folder)/\(name).csr"]
                + ["-out", "\(folder)/\(name).crt"] + dates)
    }

    /// Revokes a certificate, and writes the list anew.
    func revoke(_ name: String) async throws {
        try await run(["ca", "-config", "\(folder)/ca.cnf", "-revoke", "\(folder)/\(name).crt"])
        try await writeRevocationList()
    }

    private func writeRevocationList() async throws {
        try await run(["ca", "-config", "\(folder)/ca.cnf", "-gencrl", "-out", "\(folder)/ca.crl"])
    }

    private func newKey(_ name: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "\(folder)/\(name).key"]
    }

    private func run(_ arguments: [String]) async throws {
        let end = try await openssl.run(arguments)
        guard end.status == 0 else { throw Failed(output: "\(arguments): \(end.errors)") }
    }
}
