internal import AccessControl
internal import AuditTrail
internal import Delivery
internal import DurableLog
internal import HTTPTransport
internal import LinuxSystem
internal import MessageFormats
internal import Messages
internal import Routing

/// What is looked at before the gateway starts: files, modes, and who runs it.
package enum Preflight {
    /// What was found in order.
    package struct Report: Sendable {
        /// One line per thing that is right.
        package let lines: [String]
        /// What is allowed and yet not wise.
        package let warnings: [String]
    }

    /// Everything that a start needs, read and checked.
    struct Readiness {
        let configuration: Configuration
        let tables: DirectoryTables
        let warnings: [String]
    }

    /// Reads and checks what `serve` would, and starts nothing.
    ///
    /// - Throws: `ConfigurationFault` at the first thing that would keep the gateway from starting.
    package static func check(_ file: String) throws(ConfigurationFault) -> Report {
        let ready = try prepare(try Configuration(file: file))
        let configuration = ready.configuration
        let directory = ready.tables.directory
        let audit = try auditTrail(in: configuration.data)
        let hold = try storeHold(in: configuration.data)
        let proxySocket = configuration.listen.proxySocket.map {
            "listens for the TLS proxy, user \($0.proxy.id), at unix:\($0.path)"
        }
        return Report(
            lines: [
                "\(file): sound",
                "listens on http://\(configuration.listen.address):\(configuration.listen.port)",
            ] + (proxySocket.map { [$0] } ?? []) + [
                "data in \(configuration.data)",
                "\(directory.organisations.count) organisations, \(directory.units.count) units, "
                    + "\(directory.subscriptions.count) subscriptions",
                "plans go to 1177 at \(configuration.publisher.endpoint.url)",
            ] + pushLines(ready.tables) + [audit.line],
            warnings: ready.warnings + audit.warnings
                + (hold.map { [Standstill.text(for: $0, configuration: file)] } ?? []))
    }

    private static func pushLines(_ tables: DirectoryTables) -> [String] {
        tables.pushAddresses.sorted { $0.key < $1.key }.map { system, address in
            "receipts for \(system) go to \(address.endpoint.url), \(address.path), as "
                + address.form.rawValue.uppercased()
        }
    }

    /// Whether the store would start held; whether it is whole is for `vaxel store verify` to say.
    private static func storeHold(in data: String) throws(ConfigurationFault) -> StoreHold? {
        do {
            return try Journal.hold(at: "\(data)/journal")
        } catch {
            throw ConfigurationFault(file: "\(data)/journal", detail: error.description)
        }
    }

    /// Whether the audit trail is whole; a broken one is told of at every start, and does not keep the gateway from it.
    private static func auditTrail(
        in data: String
    ) throws(ConfigurationFault) -> (line: String, warnings: [String]) {
        let path = "\(data)/audit"
        guard FileBytes.exists(path) else { return ("the audit trail is not begun", []) }
        let report: AuditReport
        do {
            report = try AuditLog.verify(path)
        } catch {
            throw ConfigurationFault(file: path, detail: error.description)
        }
        guard report.isWhole else {
            return (
                "the audit trail is broken: \(report.brokenLines) of \(report.lines) lines",
                report.breaks.map {
                    "\(path)/\($0.file): line \($0.line) is not what was written there, or not in its place"
                }
            )
        }
        let count = report.lines == 1 ? "1 line" : "\(report.lines) lines"
        let tail = report.tornTail.map { ", and \($0.count) torn bytes behind them in \($0.file)" } ?? ""
        return ("the audit trail is whole: \(count)\(tail)", [])
    }

    /// Reads directory and credentials, and refuses what is not safe to run.
    static func prepare(_ configuration: Configuration) throws(ConfigurationFault) -> Readiness {
        let warnings = try judgeUser(ProcessSettings.effectiveUserID, configuration.listen, in: configuration.folder)
        try expectPrivateSecrets(configuration)
        try configuration.listen.proxySocket?.expectSafeFolder()
        return Readiness(
            configuration: configuration, tables: try DirectoryTables(configuration), warnings: warnings)
    }

    /// Root is warned against; root listening beyond this machine is refused.
    static func judgeUser(
        _ user: UInt32, _ listen: Configuration.Listen, in folder: String
    ) throws(ConfigurationFault) -> [String] {
        guard user == 0 else { return [] }
        guard listen.isLoopback else {
            throw ConfigurationFault(
                file: folder, path: "/listen/address",
                detail: "the gateway does not listen beyond this machine as root; run it as a user of its own")
        }
        return ["running as root; a user of its own would keep a fault in the gateway from the rest of the machine"]
    }

    private static func expectPrivateSecrets(_ configuration: Configuration) throws(ConfigurationFault) {
        // Who can write to it could give himself any right.
        try TokenFile.expectWritableByOwnerOnly(configuration.file)
        try DataFolder.check(configuration.data)
        let tokens = "\(configuration.folder)/tokens"
        guard FileBytes.exists(tokens) else { return }
        let names: [String]
        do {
            names = try FileBytes.names(in: tokens)
        } catch {
            throw ConfigurationFault(file: tokens, detail: "\(error)")
        }
        for name in names { try TokenFile.expectPrivate("\(tokens)/\(name)") }
    }
}
