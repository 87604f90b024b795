import Messages
import Routing
import SampleWorld
import Testing

extension Directory {
    /// Routes a message at the time of the tests.
    func route(_ message: Message, _ context: RoutingContext = RoutingContext()) throws -> Routed {
        try Router(directory: self).route(message, context: context, at: .testTime)
    }

    /// The recipients of a message as `unit why`, with the code of what keeps one away.
    func recipients(_ message: Message, _ context: RoutingContext = RoutingContext()) throws -> [String] {
        try route(message, context).recipients.map {
            "\($0.destination) \($0.why)\($0.skipped.map { " but \($0.code)" } ?? "")"
        }
    }

    /// The problems of a message that is refused.
    func refusal(_ message: Message, _ context: RoutingContext = RoutingContext()) throws -> [Problem] {
        try #require(#expect(throws: Rejection.self) { try route(message, context) }).problems
    }

    /// The problems of a message that is refused, as `code path`.
    func problems(_ message: Message, _ context: RoutingContext = RoutingContext()) throws -> [String] {
        try refusal(message, context).map { "\($0.code) \($0.path ?? "-")" }
    }
}

extension Unit {
    /// A unit of a test's own, which serves the sample municipality and takes everything.
    static func made(
        _ id: UnitID, _ kind: UnitKind = .socialService, of organisation: OrganisationID = .municipality,
        codes: Set<String> = ["2580"], takes sensitivity: Int = 3, partOf: UnitID? = nil, onCall: [OnCallDuty] = [],
        from: Timestamp? = nil, to: Timestamp? = nil
    ) -> Unit {
        Unit(
            id: id, name: "Prov", kind: kind, organisation: organisation, municipalityCodes: codes,
            highestSensitivity: sensitivity, partOf: partOf, onCall: onCall, validFrom: from, validTo: to)
    }
}

extension MessageType {
    /// A type with a name and a process, and no fields of its own.
    static func made(_ name: String, _ process: Process = .discharge, sensitivity: Int = 2) -> MessageType {
        MessageType(
            name: name, title: "Prov", summary: "A message of a test.", process: process, sensitivity: sensitivity,
            legalBasis: "none", receipts: [.transport], fields: [])
    }
}

extension UnitID {
    static let otherCentre = sample("SE0000000001-HC02")
    static let school = sample("SE0000000002-SKOLA1")
    static let office = sample("SE0000000001-FORV1")
    static let stranger = sample("SE0000000009-X")
}
