import DurableLog
import Foundation
import GatewayService
import Telemetry
import TestSupport

/// A gateway in this process with a folder of its own, and the systems that talk to it over sockets.
final class Journey {
    static let ward = "SE0000000001-AVD52"
    static let healthCentre = "SE0000000001-HC01"
    static let social = "SE0000000002-SOC1"
    static let nurses = "SE0000000002-KHS1"
    static let neighbour = "SE0000000003-SOC1"

    let folder: TemporaryFolder
    private(set) var gateway: Gateway?
    private let configuration: Configuration

    /// The port that the gateway listens on now.
    var port: Int { gateway?.port ?? 0 }
    /// The gateway's folder.
    var path: String { "\(folder.path)/gateway" }
    /// The folder of dead letters.
    var deadLetters: String { "\(path)/data/dead-letters" }

    private init(_ folder: TemporaryFolder, _ gateway: Gateway, _ configuration: Configuration) {
        self.folder = folder
        self.gateway = gateway
        self.configuration = configuration
    }

    /// Writes a starter folder and starts a gateway on a free port; 1177 is where `publisherPort` says.
    private static func start(
        storage: any Storage, publisherPort: Int, _ adjust: (inout Configuration) -> Void
    ) async throws -> Journey {
        let folder = TemporaryFolder()
        try StarterFolder.write(to: "\(folder.path)/gateway", port: 0, publisherPort: publisherPort)
        var configuration = try Configuration(file: "\(folder.path)/gateway/vaxel.json")
        configuration.logLevel = .error
        configuration.journal.segment = 1
        configuration.delivery.firstRetry = 0.05
        configuration.publisher.firstRetry = 0.05
        configuration.publisher.longestRetry = 0.2
        adjust(&configuration)
        return Journey(folder, try await Gateway.start(configuration, storage: storage), configuration)
    }

    /// Runs a story with a gateway, and stops the gateway however the story ends.
    static func run(
        storage: any Storage = DiskStorage(), publisherPort: Int = 1, adjust: (inout Configuration) -> Void = { _ in },
        _ story: (Journey) async throws -> Void
    ) async throws {
        let journey = try await start(storage: storage, publisherPort: publisherPort, adjust)
        do {
            try await story(journey)
        } catch {
            await journey.gateway?.stop()
            throw error
        }
        await journey.gateway?.stop()
    }

    /// Stops the gateway, lets something happen to its folder, and starts another one on it, for reading only if asked.
    func restart(readingOnly: Bool = false, while stopped: () throws -> Void = {}) async throws {
        await gateway?.stop()
        // The journal's lock goes with the last reference to the gateway.
        gateway = nil
        try stopped()
        let configuration = configuration
        gateway = try await eventually("the gateway to start anew") {
            try? await Gateway.start(configuration, readingOnly: readingOnly)
        }
    }

    /// What the operator must do before the running gateway takes messages; nil when nothing is to be done.
    var standstill: String? { gateway?.standstill }

    /// Stops the gateway, and returns why another one does not start on its folder.
    func failToStart(while stopped: () throws -> Void) async throws -> String {
        await gateway?.stop()
        gateway = nil
        try stopped()
        do {
            gateway = try await Gateway.start(configuration)
            return "it starts"
        } catch {
            return error.description
        }
    }

    /// Has the gateway read directory and tokens anew; what is wrong with them, if anything.
    func reload() async -> ConfigurationFault? {
        await gateway?.reload()
    }

    /// A system with its token.
    func system(_ name: String) throws -> APIClient {
        APIClient(port: port, token: try token(of: name))
    }

    /// A system's token.
    func token(of name: String) throws -> String {
        try TokenFile.read("\(path)/tokens/\(name).token")
    }

    var ehr: APIClient { get throws { try system("ehr") } }
    var municipal: APIClient { get throws { try system("municipal") } }
    var operations: APIClient { get throws { try system("operator") } }

    /// The folders of a unit's dead letters, below the folder of all dead letters.
    static func deadLetterFolders(of unit: String, below root: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(unit)")) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().map { "\(root)/\(unit)/\($0)" }
    }

    /// The first folder of a dead letter of the social service, when there is one.
    func deadLetterFolder() async throws -> String {
        let root = deadLetters
        return try await eventually("a dead letter's folder") {
            Self.deadLetterFolders(of: Self.social, below: root).first
        }
    }

    /// Returns when the social service has no folder of a dead letter any more.
    func waitUntilNoDeadLetterFolder() async throws {
        let root = deadLetters
        _ = try await eventually("the end of the folder") {
            Self.deadLetterFolders(of: Self.social, below: root).isEmpty ? true : nil
        }
    }
}

extension JSONTree {
    /// The messageId of a delivery's message.
    var messageID: String? { self["message"]["messageId"].text }
    /// The units of a transport receipt.
    var units: [String] { self["recipients"].items.compactMap { $0["unit"].text } }
}
