import AccessControl
import Foundation
@testable import GatewayService
import HTTPDoors
import HTTPWire
import MessageFormats
import Messages
import Queues
import SampleWorld
import TestSupport
import Testing

/// Every call by every right for every kind of unit: who gets in, and what everybody else is told.
///
/// Each cell is a real call to the gateway's own table of doors, by a system that holds one right in one scope and no other.
struct RightsMatrixTests {
    /// Whose units are meant, seen from a message of the ward to the social service.
    enum Side: String, CaseIterable {
        case sender, receiver, stranger
        /// Another unit of the same organisation.
        case besideSender, besideReceiver
        case everywhere
    }

    /// For which units a right is held, as the directory says it: a unit by its name, or with all others of its organisation.
    struct Scope: Hashable, CustomStringConvertible {
        let side: Side
        let isOrganisation: Bool

        private static let units: [Side: UnitID] = [
            .sender: .ward, .receiver: .socialService, .stranger: .neighbour, .besideSender: .healthCentre,
            .besideReceiver: .municipalCare,
        ]
        private static let organisations: [Side: String] = [
            .sender: "SE0000000001", .receiver: "SE0000000002", .stranger: "SE0000000003",
        ]

        static let all =
            Side.allCases.map { Scope($0) } + organisations.keys.sorted { $0.rawValue < $1.rawValue }.map { of($0) }

        /// The unit on a side, or all units there are.
        init(_ side: Side) {
            self.side = side
            isOrganisation = false
        }

        private init(organisationOf side: Side) {
            self.side = side
            isOrganisation = true
        }

        /// The organisation on a side.
        static func of(_ side: Side) -> Scope { Scope(organisationOf: side) }

        /// The member of a grant that says it.
        var inDirectory: String {
            if isOrganisation { return #""organisation": "\#(Self.organisations[side] ?? "")""# }
            return Self.units[side].map { #""units": ["\#($0.text)"]"# } ?? #""everywhere": true"#
        }

        var description: String { (isOrganisation ? "organisation of " : "") + side.rawValue }
    }

    /// A right in a scope.
    struct Held: CustomStringConvertible {
        let right: Right
        let scope: Scope

        static let each = Right.allCases.flatMap { right in Scope.all.map { Held(right: right, scope: $0) } }

        var description: String { "\(right.rawValue) for \(scope)" }
    }

    /// A door, the cells that open it, what others are told, and what must have happened before the call.
    struct Row: Sendable, CustomTestStringConvertible {
        let door: String
        let opens: [Right: Set<Side>]
        /// What those are told who hold one of the rights, but not for a unit that has a part.
        let elsewhere: RejectionCode?
        let subject: RightsWorld.Subject
        let query: String
        let body: String

        var testDescription: String { door }

        /// A row; a list that a caller may always ask for refuses nobody `elsewhere`.
        init(
            _ door: String, _ opens: [(Right, [Side])], elsewhere: RejectionCode? = nil,
            _ subject: RightsWorld.Subject = .message, query: String = "", body: String = ""
        ) {
            self.door = door
            self.opens = Dictionary(uniqueKeysWithValues: opens.map { ($0, Set($1)) })
            self.elsewhere = elsewhere
            self.subject = subject
            self.query = query
            self.body = body
        }

        /// Whether the door hides what there is from those who have no part in it.
        var hides: Bool { elsewhere.map { $0.status != 403 } ?? false }

        func opens(to held: Held) -> Bool { opens[held.right]?.contains(held.scope.side) ?? false }

        /// What a caller is told; nil when it is let in.
        func refusal(of held: Held) -> RejectionCode? {
            if opens(to: held) { return nil }
            if opens[held.right] != nil { return elsewhere }
            // So that people know what to ask for.
            return opens.keys.elementsEqual([.payload]) ? .payloadRightMissing : .rightMissing
        }
    }

    private static let anyone = Right.allCases.map { ($0, Side.allCases) }
    private static let reason = #"{"reason": "Prov"}"#
    private static let range =
        #"{"from": "2026-11-22T08:00:00Z", "to": "2026-11-22T09:00:00Z", "reason": "Prov"}"#
    private static let receiver: [(Right, [Side])] = [(.receive, [.receiver, .everywhere])]
    private static let operates: [(Right, [Side])] = [(.operate, [.receiver, .everywhere])]

    static let matrix: [Row] = [
        Row("POST /v1/messages", [(.send, [.sender, .everywhere])], elsewhere: .senderUnitNotYours, .freshBody),
        Row(
            "GET /v1/messages/{messageId}",
            [(.send, [.sender, .everywhere]), (.receive, [.receiver, .everywhere]), (.operate, [.everywhere])],
            elsewhere: .notFound),
        Row(
            "GET /v1/cases/{caseId}",
            [
                (.send, [.sender, .receiver, .everywhere]), (.receive, [.sender, .receiver, .everywhere]),
                (.operate, [.everywhere]),
            ], elsewhere: .notFound),
        // Which units there are is no secret.
        Row("POST /v1/queues/{unit}/leases", receiver, elsewhere: .queueNotYours, query: "?wait=0"),
        Row(
            "POST /v1/leases", receiver, elsewhere: .queueNotYours,
            body: #"{"units": ["SE0000000002-SOC1"], "wait": 0}"#),
        Row("POST /v1/leases/{leaseId}/complete", receiver, elsewhere: .leaseLost, .lease),
        Row(
            "POST /v1/leases/{leaseId}/reject", receiver, elsewhere: .leaseLost, .lease,
            body: #"{"code": "X", "reason": "Prov", "permanent": true}"#),
        Row("POST /v1/leases/{leaseId}/renew", receiver, elsewhere: .leaseLost, .lease),
        Row("POST /v1/leases/{leaseId}/release", receiver, elsewhere: .leaseLost, .lease),
        Row(
            "POST /v1/deliveries/{deliveryId}/kvittens", receiver, elsewhere: .deliveryUnknown, .lease,
            body: RightsWorld.kvittens),
        Row(
            "POST /v1/messages/{messageId}/payload", [(.payload, [.sender, .receiver, .everywhere])],
            elsewhere: .notFound, body: reason),
        Row(
            "POST /v1/dead-letters/{id}/payload", [(.payload, [.receiver, .everywhere])],
            elsewhere: .deadLetterUnknown, .deadLetter, body: reason),
        Row("GET /v1/queues", [(.operate, Side.allCases)], .nothing),
        Row("GET /v1/queues/{unit}", operates, elsewhere: .unknownUnit),
        Row("POST /v1/queues/{unit}/pause", operates, elsewhere: .unknownUnit, .nothing, body: reason),
        Row("POST /v1/queues/{unit}/resume", operates, elsewhere: .unknownUnit, .nothing),
        Row("POST /v1/queues/{unit}/replay", operates, elsewhere: .unknownUnit, .nothing, body: range),
        Row("GET /v1/dead-letters", [(.operate, Side.allCases)], .deadLetter),
        Row("GET /v1/dead-letters/{id}", operates, elsewhere: .deadLetterUnknown, .deadLetter),
        Row("POST /v1/dead-letters/{id}/retry", operates, elsewhere: .deadLetterUnknown, .deadLetter),
        Row("POST /v1/dead-letters/{id}/discard", operates, elsewhere: .deadLetterUnknown, .deadLetter, body: reason),
        Row("GET /livez", anyone, .nothing),
        Row("GET /readyz", anyone, .nothing),
        Row("GET /metrics", anyone, .nothing),
        Row("GET /docs", anyone, .nothing),
        Row("GET /docs/{file}", anyone, .nothing),
        Row("GET /docs/schemas/{file}", anyone, .schema),
        Row("GET /openapi.json", anyone, .nothing),
    ]

    /// What the codes of the rows are answered with: what one may not see looks like what is not there.
    private static let statuses: [RejectionCode: Int] = [
        .rightMissing: 403, .payloadRightMissing: 403, .senderUnitNotYours: 403, .queueNotYours: 403, .notFound: 404,
        .unknownUnit: 404, .deliveryUnknown: 404, .deadLetterUnknown: 404, .leaseLost: 410,
    ]

    /// Holds an answer to what the row says; `never` is that to a call for what never was, where the door hides the rest.
    private func expect(
        _ rejection: Rejection?, is code: RejectionCode?, _ row: Row, never: Rejection?, _ cell: String,
        at place: SourceLocation = #_sourceLocation
    ) {
        let got = rejection.map { "\($0.status) \($0.first.code.text)" } ?? "let in"
        let wanted = code.map { "\(Self.statuses[$0] ?? 0) \($0.text)" } ?? "let in"
        #expect(got == wanted, "\(cell)", sourceLocation: place)
        guard let never, code == row.elsewhere else { return }
        #expect(rejection == never, "\(cell), in every word", sourceLocation: place)
    }

    /// What is told of that which never was, by doors that hide what there is from those who have no part in it.
    private func never(_ row: Row, in world: RightsWorld) async throws -> Rejection? {
        guard row.hides, let door = world.doors[row.door] else { return nil }
        let refusal = try await world.callForNothing(door, row, by: .mayAll)
        #expect(refusal != nil)
        return refusal
    }

    @Test func `every door of the gateway has its row, and every row its door`() async throws {
        try await RightsWorld.run { world in
            #expect(world.doors.keys.sorted() == Self.matrix.map(\.door).sorted())
        }
    }

    @Test(arguments: matrix)
    func `a door opens to the rights and units of its row, and tells all others what its row says`(row: Row)
        async throws
    {
        try await RightsWorld.run { world in
            let door = try #require(world.doors[row.door])
            let never = try await never(row, in: world)
            for held in Held.each {
                let refusal = try await world.call(door, row, by: world.identity(held))
                expect(refusal, is: row.refusal(of: held), row, never: never, "\(held)")
            }
        }
    }

    @Test(arguments: matrix.filter { $0.elsewhere == .leaseLost })
    func `another system's lease looks in every word like one that never was, whatever the other may do`(row: Row)
        async throws
    {
        try await RightsWorld.run { world in
            let door = try #require(world.doors[row.door])
            let never = try #require(await never(row, in: world))
            #expect(try await world.call(door, row, by: .mayAll) == never)
        }
    }

    /// The doors through which a message of compulsory care comes in, is read, receipted or seen; not those where it is leased,
    /// which give the rest of what there is, nor those of operators, which say restricted.
    private static let ofMessages = matrix.filter { row in
        [
            "POST /v1/messages", "GET /v1/messages/{messageId}", "GET /v1/cases/{caseId}",
            "POST /v1/deliveries/{deliveryId}/kvittens", "POST /v1/messages/{messageId}/payload",
            "POST /v1/dead-letters/{id}/payload",
        ].contains(row.door)
    }

    /// Where the right `compulsory` covers no unit that has a part.
    private static let beside: [Scope?] =
        [nil, .of(.stranger)] + [.stranger, .besideSender, .besideReceiver].map { Scope($0) }

    /// Where it covers the unit that has a part by a right in a scope.
    private static func covering(_ scope: Scope) -> [Scope] {
        let hasPart = scope.side == .sender || scope.side == .receiver
        return [Scope(.everywhere)] + (hasPart ? [Scope(scope.side), .of(scope.side)] : [])
    }

    @Test(arguments: ofMessages)
    func
        `for compulsory care a door opens to its row with the right compulsory for the same unit, and without to nobody`(
            row: Row
        ) async throws
    {
        try await RightsWorld.run(about: "CompulsoryReadmission") { world in
            let door = try #require(world.doors[row.door])
            let never = try await never(row, in: world)
            for held in Held.each where held.right != .compulsory {
                // Who sends knows what it is about; to all others it does not exist.
                let lacking = row.subject == .freshBody ? .rightMissing : row.elsewhere
                for scope in Self.beside {
                    let identity = try world.identity(held, compulsory: scope)
                    let refusal = try await world.call(door, row, by: identity)
                    let expected = row.opens(to: held) ? lacking : row.refusal(of: held)
                    let cell = "\(held), compulsory for \(scope?.description ?? "nobody")"
                    expect(refusal, is: expected, row, never: never, cell)
                }
                for scope in Self.covering(held.scope) {
                    let identity = try world.identity(held, compulsory: scope)
                    let refusal = try await world.call(door, row, by: identity)
                    let cell = "\(held), compulsory for \(scope)"
                    expect(refusal, is: row.refusal(of: held), row, never: never, cell)
                }
            }
        }
    }

    @Test func `compulsory care is leased with the right compulsory for the unit, and with no other right`()
        async throws
    {
        try await RightsWorld.run(about: "CompulsoryReadmission") { world in
            _ = try await world.prepare(.message)
            let one = "POST /v1/queues/{unit}/leases"
            for receiving in [Scope(.receiver), .of(.receiver)] {
                let held = Held(right: .receive, scope: receiving)
                for scope in Self.beside + [Scope(.sender), .of(.sender)] {
                    #expect(try await world.lease(one, by: world.identity(held, compulsory: scope)) == 0)
                }
                for scope in Self.covering(receiving) {
                    #expect(try await world.lease(one, by: world.identity(held, compulsory: scope)) == 1)
                    _ = try await world.prepare(.message)
                }
            }
        }
    }

    @Test func `a list shows what the caller operates and nothing else`() async throws {
        try await RightsWorld.run { world in
            _ = try await world.prepare(.deadLetter)
            let ofMunicipality = ["SE0000000002-KHS1", "SE0000000002-MAS1", "SE0000000002-SABO1", "SE0000000002-SOC1"]
            for (scope, letters, queues) in [
                (Scope(.receiver), 1, ["SE0000000002-SOC1"]), (.of(.receiver), 1, ofMunicipality),
                (Scope(.besideReceiver), 0, ["SE0000000002-KHS1"]), (Scope(.stranger), 0, ["SE0000000003-SOC1"]),
                (.of(.stranger), 0, ["SE0000000003-SOC1"]),
            ] {
                let identity = try world.identity(Held(right: .operate, scope: scope))
                let list = try await world.answer("GET /v1/dead-letters", by: identity)
                #expect(try list.value()["deadLetters"]?.items?.count == letters, "\(scope)")
                let figures = try await world.answer("GET /v1/queues", by: identity)
                #expect(try figures.value()["queues"]?.items?.map { $0["unit"]?.text } == queues, "\(scope)")
            }
        }
    }

    @Test func `nobody in particular comes in nowhere but at the open doors`() async throws {
        try await RightsWorld.run { world in
            for (name, door) in world.doors {
                let isOpen = door.access == .open || door.access == .local
                #expect(door.access.admits(.anonymous) == isOpen, "\(name)")
                #expect(isOpen == !name.contains("/v1/"), "\(name)")
            }
        }
    }
}
