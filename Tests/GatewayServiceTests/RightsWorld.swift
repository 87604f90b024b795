import AccessControl
import DurableLog
@testable import GatewayService
import HTTPDoors
import HTTPWire
import LinuxSystem
import MessageFormats
import Messages
import Queues
import SampleWorld
import Telemetry
import TestSupport
import Testing

/// A gateway of the sample organisation without its listener, and what calls need to be about something.
final class RightsWorld {
    /// What there must be before a call.
    enum Subject {
        /// Nothing at all.
        case nothing
        /// A schema of the documentation.
        case schema
        /// A message of the ward that waits for the social service.
        case message
        /// None yet; the call posts one.
        case freshBody
        /// The same, leased by the calling system.
        case lease
        /// The same, given up.
        case deadLetter
    }

    static let kvittens = """
        {"readBy": {"localId": "p1", "name": "Testperson Ett"}, "readAt": "READ-AT"}
        """

    /// What is in the path of a call for what never was.
    private static let nowhere = [
        "messageId": "00000000-0000-4000-8000-ffffffffffff", "unit": "SE0000000009-NONE1", "caseId": "C-none",
        "leaseId": "4000000000-0-1", "deliveryId": "4000000000-0", "id": "4000000000-0",
    ]

    let doors: [String: Door]
    private let parts: GatewayParts
    private let sample: String
    private var count = 0
    private var prepared: (parameters: [String: String], message: Message)?

    private init(_ parts: GatewayParts, _ sample: String) {
        self.parts = parts
        self.sample = sample
        doors = Dictionary(uniqueKeysWithValues: parts.doors.map { ("\($0.method) \($0.pattern)", $0) })
    }

    /// Runs a story in a world of its own; what calls are about is made of a sample, which the ward sends to the social service.
    ///
    /// It is one to which nobody subscribes: no other unit has a part in it.
    static func run(
        about sample: String = "GeneralMessage", _ story: (RightsWorld) async throws -> Void
    ) async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/gateway"
        try StarterFolder.write(to: path, port: 0, publisherPort: 1)
        var configuration = try Configuration(file: "\(path)/vaxel.json")
        configuration.logLevel = .error
        configuration.journal.segment = 1
        let parts = try await GatewayParts(try Preflight.prepare(configuration), storage: FaultyStorage())
        do {
            try await story(RightsWorld(parts, sample))
        } catch {
            await parts.queue.close()
            throw error
        }
        await parts.queue.close()
    }

    /// A system that holds one right, and the right `compulsory` in a scope of its own or nowhere, as a directory file grants
    /// them.
    func identity(
        _ held: RightsMatrixTests.Held, compulsory: RightsMatrixTests.Scope? = nil
    ) throws -> Identity {
        let all = [held] + (compulsory.map { [RightsMatrixTests.Held(right: .compulsory, scope: $0)] } ?? [])
        let grants = all.map { #"{"rights": ["\#($0.right.rawValue)"], \#($0.scope.inDirectory)}"# }
        let system = #"{"name": "municipal", "grants": [\#(grants.joined(separator: ", "))]}"#
        let object = try ConfigurationObject(bytes: Array(system.utf8), file: "directory.json")
        let read = try DirectoryFile.system(object, in: parts.tables.value.directory, acceptsUnencryptedTraffic: false)
        return Identity(system: read.id, who: "Prov", grants: read.grants)
    }

    /// Why a call is refused; nil when it is not.
    func call(_ door: Door, _ row: RightsMatrixTests.Row, by identity: Identity) async throws -> Rejection? {
        // What refused a caller has changed nothing, so the next one may be sent to it.
        let (parameters, message) = if let prepared { prepared } else { try await prepare(row.subject) }
        prepared = (parameters, message)
        let refusal = try await refusal(of: door, row, parameters, message, by: identity)
        if refusal == nil { prepared = nil }
        return refusal
    }

    /// Why a call for what never was is refused; nil when it is not.
    func callForNothing(_ door: Door, _ row: RightsMatrixTests.Row, by identity: Identity) async throws -> Rejection? {
        try await refusal(of: door, row, Self.nowhere, nil, by: identity)
    }

    private func refusal(
        of door: Door, _ row: RightsMatrixTests.Row, _ parameters: [String: String], _ message: Message?,
        by identity: Identity
    ) async throws -> Rejection? {
        guard door.access.admits(identity) else { return Rejection(door.access.refusal) }
        let readAt = Timestamp(microseconds: SystemClock.system.wallMicroseconds()).rfc3339
        var body = Array(row.body.replacing("READ-AT", with: readAt).utf8)
        if row.subject == .freshBody, let message { body = MessageWriter().write(message, as: .json) }
        let call = try made(door, parameters, query: row.query, body: body, by: identity)
        do {
            _ = try await door.respond(to: call)
            return nil
        } catch {
            return error
        }
    }

    /// The answer of a door that takes neither places nor a body.
    func answer(_ door: String, by identity: Identity) async throws -> HTTPResponse {
        let door = try #require(doors[door])
        return try await door.respond(to: made(door, [:], body: [], by: identity))
    }

    /// How many deliveries of the social service a caller is lent now.
    func lease(_ door: String, by identity: Identity) async throws -> Int {
        let door = try #require(doors[door])
        let parameters = ["unit": UnitID.socialService.text]
        let answer = try await door.respond(to: made(door, parameters, query: "?wait=0", body: [], by: identity))
        return answer.status == 204 ? 0 : try answer.value()["deliveries"]?.items?.count ?? 0
    }

    /// Brings about what a call is to be about, and gives what stands in its path.
    func prepare(_ subject: Subject) async throws -> (parameters: [String: String], message: Message) {
        count += 1
        let digits = String(count)
        let id = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        let message = try ValidSample.read(sample).head("messageId", .text(id)).sent(by: .ward)
            .addressed(to: .unit(.socialService)).head("transmissionId", nil).head("caseId", .text("C-\(count)"))
        var parameters = ["messageId": id, "unit": UnitID.socialService.text, "caseId": "C-\(count)"]
        parameters["file"] = subject == .schema ? "message.xsd" : "catalogue.html"
        guard subject != .freshBody, subject != .nothing, subject != .schema else { return (parameters, message) }
        _ = try await post("POST /v1/messages", [:], MessageWriter().write(message, as: .json))
        guard subject != .message else { return (parameters, message) }
        let leased = try await post(
            "POST /v1/queues/{unit}/leases", parameters, [], query: "?max=100&wait=0&lease=3600")
        let deliveries = try #require(try leased.value()["deliveries"]?.items)
        let delivery = try #require(deliveries.first { $0["message"]?["messageId"]?.text == id })
        parameters["leaseId"] = try #require(delivery["leaseId"]?.text)
        parameters["deliveryId"] = try #require(delivery["deliveryId"]?.text)
        parameters["id"] = parameters["deliveryId"]
        if subject == .deadLetter {
            let fault = #"{"code": "X", "reason": "Prov", "permanent": true}"#
            _ = try await post("POST /v1/leases/{leaseId}/reject", parameters, Array(fault.utf8))
        }
        return (parameters, message)
    }

    private func post(
        _ door: String, _ parameters: [String: String], _ body: [UInt8], query: String = ""
    ) async throws -> HTTPResponse {
        let door = try #require(doors[door])
        // By the system that calls afterwards, since only who leased may settle.
        let identity = Identity(
            system: .municipal, who: "Prov", grants: [Grant(Set(Right.allCases), scope: .everywhere)])
        return try await door.respond(to: made(door, parameters, query: query, body: body, by: identity))
    }

    private func made(
        _ door: Door, _ parameters: [String: String], query: String = "", body: [UInt8], by identity: Identity
    ) throws -> Call {
        try .made(
            door.method, "/x\(query)", parameters: parameters,
            headers: body.isEmpty ? [] : [("Content-Type", "application/json")], by: identity, body: body)
    }
}
