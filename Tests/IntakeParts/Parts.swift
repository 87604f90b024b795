import AccessControl
import Digests
import Foundation
import HTTPDoors
import HTTPWire
import Intake
import LinuxSystem
import MessageFormats
import Messages
import Plans
import Queues
import Routing
import SampleWorld

/// The parts of an intake, each by itself, in microseconds of user time.
struct Parts {
    let notice: Notice
    private let reader = MessageReader()
    private let fingerprints = Fingerprints(key: Array(0..<16))
    private let directory = Directory.sample(
        [.healthCentre, .municipalCare].map {
            Subscription(
                subscriber: $0, selection: .process(.discharge), senders: [.ward], whenAddressed: .municipality)
        })
    private let identity = Identity.limited(.ehr, [.send], .ward, .healthCentre)

    init(_ notice: Notice) {
        self.notice = notice
    }

    /// The request read from its bytes, and the answer written.
    func wire() throws -> Double {
        let head = """
            POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAuthorization: Bearer \(Self.token)\r
            Content-Type: \(notice.contentType)\r\nContent-Length: \(notice.bytes.count)\r\n\r\n
            """
        let request = Array(head.utf8) + notice.bytes
        let answer = HTTPResponse(
            status: 202, headers: HTTPHeaders([("Content-Type", notice.contentType), ("Cache-Control", "no-store")]),
            body: Array(repeating: 0x20, count: 700))
        var parser = RequestParser()
        let date = HTTPDate(seconds: 0)
        return ProcessorTime.each {
            request.withUnsafeBytes { parser.feed($0) }
            while parser.next() != nil {}
            _ = ResponseWriter.bytes(of: answer, date: date, keepsAlive: true, isForHead: false)
        }
    }

    /// Who speaks, of ten credentials.
    func rights() throws -> Double {
        let credentials = (0..<10).map { number in
            Credential(system: .ehr, digest: SHA256.hash(Array((number == 0 ? Self.token : "\(number)").utf8)))
        }
        let table = AccessTable(credentials: credentials, grants: [.ehr: [Grant([.send], scope: .everywhere)]])
        let claim = Claim(authorization: ["Bearer \(Self.token)"], certificate: [], isFromProxy: false)
        return try ProcessorTime.each { _ = try table.identify(claim).mayAnywhere(.send) }
    }

    /// The message read and validated.
    func reading() throws -> Double {
        try ProcessorTime.each { _ = try reader.read(notice.bytes, as: notice.form) }
    }

    /// The content digest, by which a duplicate is known.
    func digest() throws -> Double {
        let message = try reader.read(notice.bytes, as: notice.form).message
        let writer = MessageWriter()
        return ProcessorTime.each { _ = fingerprints.digest(of: writer.canonicalBytes(of: message)) }
    }

    /// The recipients found.
    func routing() throws -> Double {
        let message = try reader.read(notice.bytes, as: notice.form).message
        let router = Router(directory: directory)
        return try ProcessorTime.each { _ = try router.route(message, context: RoutingContext(), at: .testTime) }
    }

    /// The message on disk, with so many callers at a time.
    func storing(callers: Int, in folder: String) async throws -> Double {
        let queue = try await MessageQueue.open(at: folder)
        let recipients = [UnitID.socialService, .municipalCare, .healthCentre].map {
            Recipient(destination: Destination($0), name: "Socialtjänsten", why: "addressed", state: .queued)
        }
        let notice = notice
        let micros = try await ProcessorTime.each(12_800, by: callers) { number in
            var message = IncomingMessage(
                id: MessageID(UUIDBytes(high: 1, low: number)), transmissionID: nil,
                digest: Digest128(high: number, low: number), type: "AdmissionNotice", version: 1,
                senderUnit: .ward, senderSystem: .ehr, caseID: CaseID("case\(number)"), lane: LaneKey(number),
                sentAt: Timestamp(microseconds: 1), recipients: recipients,
                form: notice.form == .xml ? .xml : .json, contentType: notice.contentType, payload: notice.bytes)
            message.senderOrganisation = OrganisationID.region.id
            message.patient = PatientKey(digest: Digest128(high: 7, low: number), isReserve: false)
            _ = try await queue.accept(message)
        }
        await queue.close()
        return micros
    }

    /// The whole call behind its door: reading, deciding, storing and the receipt.
    func door(callers: Int, in folder: String) async throws -> Double {
        let queue = try await MessageQueue.open(at: folder)
        let (notice, identity, directory) = (notice, identity, directory)
        let endpoint = IntakeEndpoint(
            reader: reader, fingerprints: fingerprints, directory: { directory }, plans: PlanRegister(), queue: queue,
            now: { Timestamp(microseconds: SystemClock.system.wallMicroseconds()) })
        let door = endpoint.door
        let micros = try await ProcessorTime.each(12_800, by: callers) { number in
            let call = try Call.made(
                "POST", "/v1/messages", headers: [("Content-Type", notice.contentType)], by: identity,
                form: notice.form, body: notice.numbered(number))
            let answer = try await door.respond(to: call)
            precondition(answer.status == 202, "the notice is accepted")
        }
        await queue.close()
        return micros
    }

    private static let token = "0123456789abcdef0123456789abcdef0123456789a"
}
