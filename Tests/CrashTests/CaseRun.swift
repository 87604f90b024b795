import Foundation
import GatewayService
import Glibc
import TestSupport

/// One telling of the whole case: a served gateway, a stand-in for 1177, and what the systems of both sides know.
///
/// A system keeps its own state over the gateway's crashes, as real ones do: what it posted, leased and waits for.
final class CaseRun {
    /// Where a kill meets the run.
    enum Kill: Hashable, Sendable {
        /// When the step of this index is over, before the next begins.
        case after(Int)
        /// When the first request of the step of this index has been written and its answer has not been read; where a step
        /// only looks at 1177, while the gateway may be talking to it.
        case within(Int, microseconds: Int)
    }

    static let ward = "SE0000000001-AVD52"
    static let healthCentre = "SE0000000001-HC01"
    static let social = "SE0000000002-SOC1"
    static let nurses = "SE0000000002-KHS1"
    static let housing = "SE0000000002-SABO1"
    static let publisher = "publisher1177"
    /// In whose name the gateway tells what 1177 did.
    static let gatewayUnit = "SE0000000001-VAXEL"

    let caseID = "N-2026-000417"
    private let folder = TemporaryFolder()
    private let stub: BuiltProgram
    private var gateway: BuiltProgram
    /// So many microseconds into the next request the gateway is killed.
    private var cut: Int?

    /// The messages that were posted, by the names that the story gives them.
    var messages: [String: SampleMessage] = [:]
    /// The unit that sent each.
    var senders: [String: String] = [:]
    /// The units that each went to, without 1177.
    var recipients: [String: [String]] = [:]
    /// What each unit waits for and has not completed.
    var awaited: [String: Set<CaseDelivery>] = [:]
    /// What each unit was offered last of each message.
    var offered: [CaseDelivery: [String: JSONTree]] = [:]

    init() async throws {
        stub = try await BuiltProgram.start(
            "vaxel-1177-stub", ["--port", "0", "--data", "\(folder.path)/1177"], log: "\(folder.path)/1177.log")
        let path = "\(folder.path)/gateway"
        try StarterFolder.write(to: path, port: 0, publisherPort: stub.port)
        // Small segments, so that a start also reads more than one.
        let file = URL(filePath: "\(path)/vaxel.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing("\"data\": \"data\",", with: "\"data\": \"data\", \"journal\": { \"segmentMiB\": 1 },")
            .write(to: file, atomically: false, encoding: .utf8)
        gateway = try await Self.startGateway(folder.path)
    }

    private static func startGateway(_ folder: String) async throws -> BuiltProgram {
        try await BuiltProgram.start(
            "vaxel", ["serve", "--config", "\(folder)/gateway/vaxel.json"], log: "\(folder)/log")
    }

    /// Tells the story, with a kill or without one, and says what there is at the end.
    static func tell(_ story: [CaseStep], kill: Kill? = nil) async throws -> JSONTree {
        let run = try await CaseRun()
        for (index, step) in story.enumerated() {
            if case .within(index, let microseconds) = kill { run.cut = microseconds }
            do {
                try await step.perform(run)
            } catch {
                throw CaseFault(description: "step \(index) (\(step.name)): \(error)")
            }
            if kill == .after(index) { try await run.crash() }
        }
        let outcome = try await run.outcome()
        _ = await run.gateway.end(SIGTERM)
        _ = await run.stub.end(SIGTERM)
        return outcome
    }

    private func crash() async throws {
        _ = await gateway.end(SIGKILL)
        gateway = try await Self.startGateway(folder.path)
    }

    /// Where the run says so, kills the gateway a little later and starts it anew.
    func meetKill() async throws {
        guard let microseconds = cut else { return }
        cut = nil
        try await Task.sleep(for: .microseconds(microseconds))
        try await crash()
    }

    // MARK: Talking

    /// A system's connection to the gateway as it runs now.
    func system(_ name: String) throws -> APIClient {
        APIClient(port: gateway.port, token: try token(of: name))
    }

    /// The system that speaks for a unit.
    func system(of unit: String) -> String {
        unit.hasPrefix("SE0000000001") ? "ehr" : "municipal"
    }

    /// What a citizen is shown.
    var journal: APIClient { APIClient(port: stub.port, token: nil) }

    private func token(of system: String) throws -> String {
        try TokenFile.read("\(folder.path)/gateway/tokens/\(system).token")
    }

    /// Sends a request that changes something; where the run says so, a first time into a gateway that is killed.
    func post(
        _ target: String, by system: String, type: String = "application/json", body: String = ""
    ) async throws -> Answer {
        if cut != nil {
            let connection = try RawConnection(port: gateway.port)
            await connection.send(
                "POST \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(try token(of: system))\r\n"
                    + (body.isEmpty ? "" : "Content-Type: \(type)\r\n")
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            try await meetKill()
            withExtendedLifetime(connection) {}
        }
        return try await self.system(system).call(
            "POST", target, type: body.isEmpty ? nil : type, body: Array(body.utf8))
    }
}

/// A step of the story that did not go as it should.
struct CaseFault: Error, CustomStringConvertible {
    let description: String
}

/// Ends a step when something did not go as it should.
func expectCase(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    if !condition { throw CaseFault(description: what()) }
}
