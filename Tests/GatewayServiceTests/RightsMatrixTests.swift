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

/// Every call by every right for every kind of unit: who gets in, and that nobody else does.
///
/// Each cell is a real call to the gateway's own table of doors, by a system that holds one right in one scope and no other.
struct RightsMatrixTests {
    /// For which unit the one right is held, seen from a message of the ward to the social service.
    enum Scope: String, CaseIterable {
        case sender, receiver, stranger, everywhere

        private var granted: Grant.Scope {
            switch self {
            case .sender: .units([.ward])
            case .receiver: .units([.socialService])
            case .stranger: .units([.neighbour])
            case .everywhere: .everywhere
            }
        }

        /// A system that holds one right in this scope, and the right `compulsory` in another, or nowhere.
        func identity(_ right: Right, compulsory: Scope? = nil) -> Identity {
            let grants =
                [Grant([right], scope: granted)] + (compulsory.map { [Grant([.compulsory], scope: $0.granted)] } ?? [])
            return Identity(system: .municipal, who: "Prov", grants: grants)
        }
    }

    /// A door, the cells that open it, and what must have happened before the call.
    struct Row: Sendable, CustomTestStringConvertible {
        let door: String
        let opens: Set<String>
        var subject = RightsWorld.Subject.message
        var query = ""
        var body = ""

        var testDescription: String { door }

        init(
            _ door: String, _ opens: [(Right, [Scope])], _ subject: RightsWorld.Subject = .message, query: String = "",
            body: String = ""
        ) {
            self.door = door
            self.opens = Set(opens.flatMap { right, scopes in scopes.map { "\(right.rawValue) \($0.rawValue)" } })
            self.subject = subject
            self.query = query
            self.body = body
        }
    }

    private static let anyone = Right.allCases.map { ($0, Scope.allCases) }
    private static let reason = #"{"reason": "Prov"}"#
    private static let range =
        #"{"from": "2026-11-22T08:00:00Z", "to": "2026-11-22T09:00:00Z", "reason": "Prov"}"#
    private static let receiver: [(Right, [Scope])] = [(.receive, [.receiver, .everywhere])]
    private static let operates: [(Right, [Scope])] = [(.operate, [.receiver, .everywhere])]

    static let matrix: [Row] = [
        Row("POST /v1/messages", [(.send, [.sender, .everywhere])], .freshBody),
        Row(
            "GET /v1/messages/{messageId}",
            [(.send, [.sender, .everywhere]), (.receive, [.receiver, .everywhere]), (.operate, [.everywhere])]),
        Row(
            "GET /v1/cases/{caseId}",
            [
                (.send, [.sender, .receiver, .everywhere]), (.receive, [.sender, .receiver, .everywhere]),
                (.operate, [.everywhere]),
            ]),
        Row("POST /v1/queues/{unit}/leases", receiver, query: "?wait=0"),
        Row("POST /v1/leases", receiver, body: #"{"units": ["SE0000000002-SOC1"], "wait": 0}"#),
        Row("POST /v1/leases/{leaseId}/complete", receiver, .lease),
        Row(
            "POST /v1/leases/{leaseId}/reject", receiver, .lease,
            body: #"{"code": "X", "reason": "Prov", "permanent": true}"#),
        Row("POST /v1/leases/{leaseId}/renew", receiver, .lease),
        Row("POST /v1/leases/{leaseId}/release", receiver, .lease),
        Row("POST /v1/deliveries/{deliveryId}/kvittens", receiver, .lease, body: RightsWorld.kvittens),
        Row(
            "POST /v1/messages/{messageId}/payload", [(.payload, [.sender, .receiver, .everywhere])], body: reason),
        Row("POST /v1/dead-letters/{id}/payload", [(.payload, [.receiver, .everywhere])], .deadLetter, body: reason),
        Row("GET /v1/queues", [(.operate, Scope.allCases)], .nothing),
        Row("GET /v1/queues/{unit}", operates),
        Row("POST /v1/queues/{unit}/pause", operates, .nothing, body: reason),
        Row("POST /v1/queues/{unit}/resume", operates, .nothing),
        Row("POST /v1/queues/{unit}/replay", operates, .nothing, body: range),
        Row("GET /v1/dead-letters", [(.operate, Scope.allCases)], .deadLetter),
        Row("GET /v1/dead-letters/{id}", operates, .deadLetter),
        Row("POST /v1/dead-letters/{id}/retry", operates, .deadLetter),
        Row("POST /v1/dead-letters/{id}/discard", operates, .deadLetter, body: reason),
        Row("GET /livez", anyone, .nothing),
        Row("GET /readyz", anyone, .nothing),
        Row("GET /metrics", anyone, .nothing),
        Row("GET /docs", anyone, .nothing),
        Row("GET /docs/{file}", anyone, .nothing),
        Row("GET /docs/schemas/{file}", anyone, .schema),
        Row("GET /openapi.json", anyone, .nothing),
    ]

    @Test func `every door of the gateway has its row, and every row its door`() async throws {
        try await RightsWorld.run { world in
            #expect(world.doors.keys.sorted() == Self.matrix.map(\.door).sorted())
        }
    }

    @Test(arguments: matrix)
    func `a door opens to the rights and units of its row, and to no others`(row: Row) async throws {
        try await RightsWorld.run { world in
            let door = try #require(world.doors[row.door])
            for right in Right.allCases {
                for scope in Scope.allCases {
                    let cell = "\(right.rawValue) \(scope.rawValue)"
                    let outcome = try await world.call(door, row, by: scope.identity(right))
                    #expect((outcome == nil) == row.opens.contains(cell), "\(cell): \(outcome?.text ?? "let in")")
                    let status = outcome?.status ?? 200
                    #expect([200, 403, 404, 410].contains(status), "\(cell): \(outcome?.text ?? "")")
                }
            }
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

    @Test(arguments: ofMessages)
    func
        `for compulsory care a door opens to its row with the right compulsory in the same scope, and without to nobody`(
            row: Row
        ) async throws
    {
        try await RightsWorld.run(about: "CompulsoryReadmission") { world in
            let door = try #require(world.doors[row.door])
            for right in Right.allCases where right != .compulsory {
                for scope in Scope.allCases {
                    let cell = "\(right.rawValue) \(scope.rawValue)"
                    for other in [nil, Scope.stranger] where other != scope {
                        let outcome = try await world.call(door, row, by: scope.identity(right, compulsory: other))
                        #expect(outcome != nil, "\(cell) without the right")
                    }
                    let outcome = try await world.call(door, row, by: scope.identity(right, compulsory: scope))
                    #expect((outcome == nil) == row.opens.contains(cell), "\(cell): \(outcome?.text ?? "let in")")
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
            for compulsory in [nil, Scope.sender, .stranger] {
                let identity = Scope.receiver.identity(.receive, compulsory: compulsory)
                #expect(try await world.lease(one, by: identity) == 0)
            }
            #expect(try await world.lease(one, by: Scope.receiver.identity(.receive, compulsory: .receiver)) == 1)
        }
    }

    @Test func `a list shows what the caller operates and nothing else`() async throws {
        try await RightsWorld.run { world in
            _ = try await world.prepare(.deadLetter)
            for (scope, letters, queues) in [(Scope.receiver, 1, 1), (.stranger, 0, 1)] {
                let identity = scope.identity(.operate)
                let list = try await world.answer("GET /v1/dead-letters", by: identity)
                #expect(try list.value()["deadLetters"]?.items?.count == letters)
                let figures = try await world.answer("GET /v1/queues", by: identity)
                #expect(try figures.value()["queues"]?.items?.count == queues)
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
