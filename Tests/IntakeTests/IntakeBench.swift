import AccessControl
import HTTPDoors
import HTTPWire
@testable import Intake
import MessageFormats
import Messages
import Plans
import Queues
import Routing
import SampleWorld
import TestSupport
import Testing

/// An intake over a queue on a disk in memory, and short ways to post to it as the systems of the sample organisation.
struct IntakeBench {
    let scratch: ScratchQueue
    let plans = PlanRegister()
    private let endpoint: IntakeEndpoint
    static let ehr = Identity.limited(.ehr, [.send], .ward, .healthCentre)
    static let municipal = Identity.limited(.municipal, [.send], .socialService, .municipalCare, .housing)
    /// When things happen here: after all that the samples tell.
    static let now = Timestamp.testTime.adding(seconds: 60 * 86_400)
    static let neighbour = Identity.limited(.municipal, [.send], .neighbour)

    init(
        directory: Directory = .sample(),
        receiptDelivery: @escaping @Sendable (SystemID) -> ReceiptDelivery = { _ in .queue },
        storage: FaultyStorage = FaultyStorage()
    ) async throws {
        scratch = try await ScratchQueue(storage: storage)
        scratch.time.advance(seconds: 60 * 86_400)
        endpoint = IntakeEndpoint(
            reader: MessageReader(), fingerprints: scratch.fingerprints, directory: { directory }, plans: plans,
            queue: scratch.queue, receiptDestination: { receiptDelivery($1).destination(for: $0, of: $1) },
            now: scratch.now)
    }

    /// Posts a message.
    @discardableResult
    func post(
        _ message: Message, by identity: Identity = IntakeBench.ehr, as form: WireForm = .json
    ) async throws -> HTTPResponse {
        let body = MessageWriter().write(message, as: form)
        let type = form == .xml ? "application/xml" : "application/json"
        return try await endpoint.respond(
            to: .made("POST", "/v1/messages", headers: [("Content-Type", type)], by: identity, body: body))
    }

    /// Posts a body.
    func post(
        _ body: [UInt8], as form: WireForm, headers: [(String, String)] = [], answer: WireForm = .json
    ) async throws -> HTTPResponse {
        let type = form == .xml ? "application/xml" : "application/json"
        return try await endpoint.respond(
            to: .made(
                "POST", "/v1/messages", headers: [("Content-Type", type)] + headers, by: Self.ehr, form: answer,
                body: body))
    }

    /// The codes and places for which a message is refused: `VX-1221 /caseId`.
    func refusal(
        of message: Message, by identity: Identity = IntakeBench.ehr, as form: WireForm = .json
    ) async throws -> [String] {
        let error = await #expect(throws: Rejection.self) { try await post(message, by: identity, as: form) }
        return error?.problems.map { "\($0.code) \($0.path ?? "")" } ?? []
    }

    /// The codes and places that a message is accepted with.
    func warnings(of message: Message, by identity: Identity = IntakeBench.ehr) async throws -> [String] {
        let answer = try await post(message, by: identity)
        #expect(answer.status == 202)
        return try answer.value()["warnings"]?.items?.map {
            "\($0["code"]?.text ?? "") \($0["path"]?.text ?? "")"
        } ?? []
    }

    /// The destinations that a message was put into the queue of.
    func destinations(_ message: Message) -> [String] {
        (try? scratch.queue.status(of: message.id))?.deliveries.map(\.destination.name) ?? []
    }
}

extension Message {
    /// The same message under an id made of a number, with no transmission id.
    func numbered(_ number: Int) -> Message {
        let digits = String(number)
        let tail = String(repeating: "0", count: 12 - digits.count) + digits
        return head("messageId", .text("00000000-0000-4000-8000-\(tail)")).head("transmissionId", nil)
    }

    /// The same message about another message.
    func about(_ other: Message) -> Message {
        head("refersTo", .text(other.id.description))
    }

    /// The cancellation of the message, as its sender sends it, naming no receiver.
    func cancelled() throws -> Message {
        try ValidSample.read("MessageCancelled").about(self).sent(by: sender.unit).head("receivers", nil)
            .head("patient", record["patient"]).head("caseId", record["caseId"])
    }

    /// The same message about another person.
    func of(_ person: String, _ kind: String = "personnummer") -> Message {
        head(
            "patient",
            record.record("patient").map {
                .record($0.setting("id", to: .text(person)).setting("idType", to: .text(kind)))
            })
    }
}
