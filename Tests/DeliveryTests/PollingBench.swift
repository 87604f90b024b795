import AccessControl
import Delivery
import HTTPDoors
import HTTPWire
import MessageFormats
import Messages
import Queues
import Routing
import SampleWorld
import TestSupport
import Testing

/// The doors for pollers over a queue in memory.
///
/// The nurses of the municipality are on call for its social service at nights and weekends; the clock starts on a Sunday morning.
struct PollingBench {
    let scratch: ScratchQueue
    let receipts: ApplicationReceipts
    let leases: LeaseEndpoint
    let settle: SettleEndpoints
    let kvittens: KvittensEndpoint

    static let social = Identity.limited(.municipal, [.receive], .socialService)
    static let nurses = Identity.limited(.nurses, [.receive], .municipalCare)
    static let municipality = Identity.limited(.municipal, [.receive], .socialService, .municipalCare, .housing)
    static let stranger = Identity.limited(.ehr, [.receive], .ward)

    static let directory = Directory(
        organisations: [],
        units: [
            Unit(id: .ward, name: "Avdelning 52", kind: .ward, organisation: .region, highestSensitivity: 2),
            Unit(
                id: .socialService, name: "Socialtjänsten", kind: .socialService, organisation: .municipality,
                highestSensitivity: 3,
                onCall: [
                    OnCallDuty(
                        unit: .municipalCare,
                        hours: WeeklyHours.list("mon-fri 16:00-08:00, sat-sun 00:00-24:00") ?? [])
                ]),
            Unit(
                id: .municipalCare, name: "Hälso- och sjukvården", kind: .municipalHealthCare,
                organisation: .municipality, highestSensitivity: 3),
            Unit(
                id: .housing, name: "Boendet", kind: .specialHousing, organisation: .municipality,
                highestSensitivity: 2),
        ], subscriptions: [])

    /// Makes the doors; each kvittens that is about to be stored is told of.
    init(
        receiptDelivery: ReceiptDelivery = .queue, scratch: ScratchQueue? = nil, directory: Directory? = nil,
        catalogue: MessageCatalogue = .standard, room: LeaseRoom = .standard(),
        onReceipt: @escaping @Sendable () -> Void = {}
    ) async throws {
        let scratch = if let scratch { scratch } else { try await ScratchQueue() }
        self.scratch = scratch
        let now = scratch.now
        let rights: @Sendable () -> PollingRights = { PollingRights(Self.directory, at: now()) }
        receipts = ApplicationReceipts(
            gatewayUnit: .gateway, fingerprints: scratch.fingerprints, unitName: { _ in nil }, now: now,
            receiptDestination: { receiptDelivery.destination(for: $0, of: $1) })
        leases = LeaseEndpoint(
            queue: scratch.queue,
            documents: DeliveryDocuments(
                reader: MessageReader(), queue: scratch.queue, receipts: receipts,
                directory: { directory ?? Self.directory }, catalogue: catalogue),
            rights: rights, elapsed: { Double(now().microseconds) / 1e6 }, room: room)
        settle = SettleEndpoints(queue: scratch.queue, receipts: receipts, rights: rights)
        kvittens = KvittensEndpoint(
            queue: scratch.queue,
            receipts: ReadReceipts(
                fingerprints: scratch.fingerprints,
                unitName: { unit in
                    onReceipt()
                    return Self.directory.units[unit]?.name
                }, now: now,
                receiptDestination: { receiptDelivery.destination(for: $0, of: $1) }),
            rights: rights, now: now)
    }

    private func doors() -> [Door] { leases.doors + settle.doors + [kvittens.door] }

    /// Posts to the door that fits the path.
    func post(
        _ target: String, _ body: String = "", as identity: Identity, type: String = "application/json",
        form: WireForm = .json
    ) async throws -> HTTPResponse {
        let path = try HTTPRequestHead(method: "POST", target: target, headers: HTTPHeaders([])).pathSegments
        let found = doors().lazy.compactMap { door in door.pattern.match(path).map { (door, $0) } }.first
        let (door, parameters) = try #require(found)
        return try await door.respond(
            to: try Call.made(
                "POST", target, parameters: parameters, headers: body.isEmpty ? [] : [("Content-Type", type)],
                by: identity, form: form, body: Array(body.utf8)))
    }

    /// The problem by which a post is refused.
    func refusal(
        _ target: String, _ body: String = "", as identity: Identity, type: String = "application/json"
    ) async throws -> Problem {
        let rejection = try await #require(
            #expect(throws: Rejection.self) { _ = try await post(target, body, as: identity, type: type) })
        return rejection.first
    }

    /// The deliveries of an answer; none of 204.
    func deliveries(_ answer: HTTPResponse) throws -> [APIValue] {
        answer.status == 204 ? [] : try #require(try answer.value()["deliveries"]?.items)
    }
}

extension SystemID {
    static let nurses = SystemID("nurses") ?? .anonymous
}
