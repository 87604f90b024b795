import AccessControl
import HTTPDoors
import HTTPWire
import MessageFormats
import Messages
import Queues
import SampleWorld
import Testing

/// Who may come in at a door, and what the doors say in common.
struct DoorTests {
    @Test func `a door admits those who hold its right somewhere`() {
        let sender = Identity.limited(.ehr, [.send], .ward)
        #expect(Door.Access.right(.send).admits(sender))
        #expect(!Door.Access.right(.operate).admits(sender))
        #expect(Door.Access.anyRight([.operate, .send]).admits(sender))
        #expect(!Door.Access.anyRight([.operate, .receive]).admits(sender))
        #expect(!Door.Access.anyRight([]).admits(.mayAll))
    }

    @Test func `an open door admits everybody and no other admits nobody in particular`() {
        #expect(Door.Access.open.admits(.anonymous))
        for right in Right.allCases { #expect(!Door.Access.right(right).admits(.anonymous)) }
    }

    @Test func `a door that declares no body takes an empty object at most, and with GET not even that`() {
        let bodies: [(String, DoorSign.Body, Int)] = [
            ("GET", .none, 0), ("POST", .none, 64), ("POST", .object(.problem), 64 * 1024),
            ("POST", .messages(upTo: 2), 64 * 1024),
        ]
        for (method, body, limit) in bodies {
            let sign = DoorSign(
                method, "/x", access: .open, name: "x", summary: "A door of a test.", body: body, answers: [])
            #expect(sign.bodyLimit == limit)
        }
    }

    @Test(arguments: ["", "{}", " {\r\n\t} ", " ", "\r\n"]) func `where no body is declared an empty object is none`(
        body: String
    ) async throws {
        for type in ["application/json", "application/xml", "text/plain", ""] {
            let call = try Call.made(headers: [("Content-Type", type)], body: Array(body.utf8))
            #expect(try await Self.bodiless.respond(to: call).status == 204)
        }
    }

    @Test(arguments: ["{", "}{", "{}{}", "{{}}", "[]", "null", "{\"a\":1}", "<a/>", "{\u{a0}}"])
    func `where no body is declared any other is too large`(body: String) async throws {
        let refusal = await #expect(throws: Rejection.self) {
            _ = try await Self.bodiless.respond(
                to: .made(headers: [("Content-Type", "application/json")], body: Array(body.utf8)))
        }
        #expect(refusal?.first.code == .bodyTooLarge)
    }

    @Test(arguments: [
        ("/units/3", "/*/units/*[4]"), ("/readBy/hsaId", "/*/readBy/hsaId"), ("", "/*"), ("/*", "/*/*"),
    ])
    func `places in the body of a call are told in the form in which it came`(pointer: String, elements: String)
        async throws
    {
        let sign = DoorSign(
            "POST", "/x", access: .open, name: "x", summary: "A door of a test.", body: .object(.problem), answers: [])
        let door = Door(sign) { _ async throws(Rejection) in
            throw Rejection(.requestBodyInvalid, "no", path: pointer, line: 7)
        }
        for (type, path) in [("application/json", pointer), ("text/xml", elements), ("image/png", pointer)] {
            let refusal = await #expect(throws: Rejection.self) {
                _ = try await door.respond(to: .made(headers: [("Content-Type", type)], body: [1]))
            }
            #expect(refusal?.first.path == path && refusal?.first.line == 7, "\(type)")
            #expect(refusal?.first.detail == "no")
        }
    }

    private static let bodiless = Door(
        DoorSign("POST", "/x", access: .right(.operate), name: "x", summary: "A door of a test.", answers: [])
    ) { call async throws(Rejection) in
        APIAnswer.empty(status: 204, for: call)
    }

    @Test func `a door takes a small body unless it says otherwise, and a GET none`() async throws {
        let door = Door("POST", "/x", access: .open) { call async throws(Rejection) in
            APIAnswer.empty(status: 204, for: call)
        }
        #expect(door.bodyLimit == 64 * 1024)
        let looking = Door("GET", "/x", access: .open) { call async throws(Rejection) in
            try await door.respond(to: call)
        }
        #expect(looking.bodyLimit == 0)
        #expect(try await door.respond(to: Call.made()).status == 204)
    }

    @Test func `a door refuses what its sign does not name in the query, or names once, unless it is open`()
        async throws
    {
        let number = NumberParameter("max", 1...9, default: 3, "Deliveries at most.")
        let door = { (access: Door.Access) in
            Door("GET", "/x", access: access, query: [.number(number)]) { call async throws(Rejection) in
                HTTPResponse(status: 200 + (try call.number(number)))
            }
        }
        let closed = door(.right(.operate))
        #expect(try await closed.respond(to: .made("GET", "/x?max=5")).status == 205)
        #expect(try await closed.respond(to: .made("GET", "/x")).status == 203)
        for query in ["now=1", "max=5&max=6", "max=10"] {
            let refusal = await #expect(throws: Rejection.self) {
                _ = try await closed.respond(to: .made("GET", "/x?\(query)"))
            }
            #expect(refusal?.first.code == .queryInvalid, "\(query)")
        }
        #expect(try await door(.open).respond(to: .made("GET", "/x?now=1")).status == 203)
    }

    @Test func `an answer is in the caller's form and is not to be stored`() throws {
        let value = APIValue.object([("a", .integer(1))])
        let json = APIAnswer.response(status: 200, root: "r", value, for: try .made(), headers: [("X", "y")])
        #expect(json.text == #"{"a":1}"#)
        #expect(json.headers.first("content-type") == "application/json")
        #expect(json.headers.first("cache-control") == "no-store")
        #expect(json.headers.first("vaxel-request-id") == "test-1")
        #expect(json.headers.first("x") == "y")
        let xml = APIAnswer.response(status: 200, root: "r", value, for: try .made(form: .xml))
        #expect(xml.headers.first("content-type") == "application/xml")
        #expect(xml.text.hasSuffix(#"<r xmlns="urn:vaxel:api:1"><a>1</a></r>"#))
    }

    @Test(arguments: [
        (QueueFailure.overloaded, RejectionCode.overloaded, 503),
        (.diskFull, .diskFull, 507),
        (.closed, .stopping, 503),
        (.unreadableRecord(sequence: 1), .journalFailed, 503),
    ])
    func `a failure of the queue tells when to try again`(failure: QueueFailure, code: RejectionCode, status: Int) {
        let rejection = Rejection(queueFailure: failure)
        #expect(rejection.first.code == code)
        #expect(rejection.status == status)
        #expect(RejectionCode.ofQueueFailures.contains(code))
    }

    @Test func `the words of causes lead back to the causes`() {
        #expect(DeathCause.all.map(\.word) == ["rejected", "attemptsSpent", "timeSpent", "poison", "unreadable"])
        for cause in DeathCause.all { #expect(DeathCause(word: cause.word) == cause) }
        #expect(DeathCause(word: "Rejected") == nil)
    }

    @Test func `the words of states and outcomes are those of the contract`() {
        let states: [DeliveryState] = [
            .waiting, .leased, .retrying(at: .testTime), .held(until: .testTime), .dead, .completed, .cancelled,
            .discarded, .expired,
        ]
        let stateWords = [
            "waiting", "leased", "retrying", "held", "dead", "completed", "cancelled", "discarded", "expired",
        ]
        #expect(states.map(\.word) == stateWords)
        #expect(described(.deliveryState) == stateWords)
        let outcomes: [AttemptOutcome] = [.open, .completed, .rejected, .failed, .lapsed, .released, .held]
        let outcomeWords = ["leased", "completed", "rejected", "failed", "lapsed", "released", "held"]
        #expect(outcomes.map(\.word) == outcomeWords)
        #expect(described(.attemptOutcome) == outcomeWords)
    }

    private func described(_ shape: Shape) -> [String]? {
        if case .word(let words) = shape { words } else { nil }
    }

    @Test func `a lease of somebody else is told as one that never was`() {
        #expect(LeaseLoss.otherSystem.detail == LeaseLoss.unknown.detail)
        let told: [LeaseLoss] = [.unknown, .offeredAnew, .completed, .rejected, .released, .lapsed]
        #expect(Set(told.map(\.detail)).count == told.count)
    }
}
