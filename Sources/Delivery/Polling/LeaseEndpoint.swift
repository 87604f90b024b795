internal import AccessControl
package import HTTPDoors
internal import HTTPWire
internal import MessageFormats
internal import Messages
package import Queues

/// The doors through which systems fetch deliveries: of one unit, `POST /v1/queues/{unit}/leases?max=10&wait=20&lease=60`, or
/// of many, `POST /v1/leases`.
///
/// Both answer at once when something waits, else when something comes or `wait` seconds are over (long poll, then 204). Who
/// may fetch is judged when the call comes, also when it then waits.
package struct LeaseEndpoint: Sendable {
    private let poll: LeasePoll
    private let rights: @Sendable () -> PollingRights

    /// Makes the doors.
    ///
    /// - Parameters:
    ///   - queue: what is leased from.
    ///   - documents: makes the answer of what was leased.
    ///   - rights: who may act for which unit now; asked for once per call.
    ///   - elapsed: seconds since any fixed moment, unmoved by changes of the wall clock.
    ///   - room: what messages on their way to pollers may take of the memory.
    package init(
        queue: MessageQueue, documents: DeliveryDocuments, rights: @escaping @Sendable () -> PollingRights,
        elapsed: @escaping @Sendable () -> Double, room: LeaseRoom = .standard()
    ) {
        poll = LeasePoll(queue: queue, documents: documents, elapsed: elapsed, room: room)
        self.rights = rights
    }

    /// The entries in the table of doors.
    package var doors: [Door] {
        [
            Door(Self.oneSign) { call async throws(Rejection) in
                try await leaseOfOne(call)
            },
            Door(Self.manySign) { call async throws(Rejection) in
                try await leaseOfMany(call)
            },
        ]
    }

    private func leaseOfOne(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let wish = LeasePoll.Wish(
            maximum: try call.number(Self.maximum), wait: try call.number(Self.wait),
            duration: try call.number(Self.duration))
        guard let unit = call.parameters["unit"].flatMap({ UnitID($0) }) else {
            throw Rejection(.unknownUnit, "the directory has no such unit")
        }
        let rights = rights()
        try expect([unit], for: call, rights, path: { _ in nil })
        return try await poll.answer(to: call, from: source([unit], rights, call), wish)
    }

    private func leaseOfMany(_ call: Call) async throws(Rejection) -> HTTPResponse {
        let body = try call.bodyObject(Self.body)
        let wish = LeasePoll.Wish(
            maximum: try body.number(Self.maximum), wait: try body.number(Self.wait),
            duration: try body.number(Self.duration))
        let rights = rights()
        let units = try units(in: body, of: call, rights)
        return try await poll.answer(to: call, from: source(units, rights, call), wish)
    }

    // MARK: What may be asked for

    /// The units that a body names, each once, or with `all` every one that the caller may act for now.
    private func units(in body: APIObject, of call: Call, _ rights: PollingRights) throws(Rejection) -> [UnitID] {
        if body["units"]?.text == "all" { return rights.units(of: call.identity) }
        guard let units = try body.units("units", maximum: Limits.unitsPerLease) else {
            throw Rejection(.requestBodyInvalid, "units is a list of HSA-ids, or the text all", path: "/units")
        }
        try expect(units, for: call, rights, path: { "/units/\($0)" })
        return Set(units).sorted()
    }

    /// The units' deliveries, without compulsory care where the caller may not handle it: that stays for those who may.
    private func source(_ units: [UnitID], _ rights: PollingRights, _ call: Call) -> LeaseSource {
        let spared = units.filter { !rights.mayHandleCompulsoryCare(of: $0, by: call.identity) }
        return LeaseSource(
            destinations: units.map { Destination($0) }, spared: Set(spared.map { Destination($0) }))
    }

    private func expect(
        _ units: [UnitID], for call: Call, _ rights: PollingRights, path: (Int) -> String?
    ) throws(Rejection) {
        for (index, unit) in units.enumerated() {
            guard rights.isKnown(unit) else {
                throw Rejection(.unknownUnit, "the directory has no such unit", path: path(index))
            }
            guard rights.actor(for: unit, by: call.identity) != nil else {
                throw Rejection(
                    .queueNotYours, "system \(call.identity.system) may not receive for that unit", path: path(index))
            }
        }
    }
}
