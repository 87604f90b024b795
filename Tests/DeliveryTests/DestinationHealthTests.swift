@testable import Delivery
import HTTPTransport
import HTTPWire
import Messages
import Queues
import Testing

/// When a destination is down, and when one delivery is at fault.
struct DestinationHealthTests {
    private var health = DestinationHealth(pace: RetryPace(first: 5, longest: 900))
    private let now = Timestamp(microseconds: 1_000_000)

    private func id(_ number: Int) throws -> DeliveryID { try #require(DeliveryID("\(number)-0")) }

    private mutating func fail(_ number: Int, _ hindrance: Hindrance = .failing, chance: Double = 0.5) throws
        -> DestinationHealth.Blame
    {
        health.noteFailure(hindrance, of: try id(number), at: now, chance: chance)
    }

    @Test mutating func `a destination that is down is tried after pauses that grow, whatever is tried`() throws {
        let pauses = try (1...10).map { number -> Double in
            guard case .destination(let pause) = try fail(number) else { return -1 }
            return pause
        }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900])
        #expect(health.outage(pausing: 900, at: now)?.failures == 10)
        #expect(health.outage(pausing: 900, at: now)?.nextTryAt == Timestamp(microseconds: 901_000_000))
        health.noteAnswer(to: try id(11))
        #expect(health.outage(pausing: 5, at: now) == nil)
        #expect(try fail(12) == .destination(pause: 5))
    }

    @Test mutating func `an outage is as old as the first failure of the row`() throws {
        #expect(try fail(1) == .destination(pause: 5))
        _ = health.noteFailure(.failing, of: nil, at: now.adding(seconds: 60), chance: 0.5)
        #expect(health.outage(pausing: 10, at: now.adding(seconds: 60))?.since == now)
    }

    @Test(arguments: [
        (429, Hindrance.busy(seconds: 7)), (503, .busy(seconds: 7)), (400, .failing), (406, .failing),
        (415, .failing), (500, .failing), (504, .failing), (401, .unreachable), (404, .unreachable),
        (308, .unreachable),
    ])
    func `a status says whether the service is busy, broke on it, or is not where we thought`(
        status: Int, hindrance: Hindrance
    ) {
        let headers = HTTPHeaders([("Retry-After", "7")])
        #expect(Hindrance(HTTPResponse(status: status, headers: headers)) == hindrance)
    }

    @Test(arguments: ["", "-1", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999"])
    func `a wish for a pause that is no number of seconds is no wish`(wish: String) {
        let response = HTTPResponse(status: 503, headers: HTTPHeaders([("Retry-After", wish)]))
        #expect(Hindrance(response) == .busy(seconds: nil))
    }

    @Test mutating func `pauses are spread by a fifth to both sides`() throws {
        #expect(try fail(1, chance: 0) == .destination(pause: 4))
        #expect(try fail(1, chance: 1) == .destination(pause: 12))
    }

    @Test mutating func `the same one failing on is no fault of its own while nothing else succeeds`() throws {
        for _ in 1...30 { #expect(try fail(1) != .delivery) }
    }

    @Test mutating func `one that fails between the successes of others is at fault itself`() throws {
        #expect(try fail(1) == .destination(pause: 5))
        health.noteAnswer(to: try id(2))
        #expect(try fail(1) == .delivery)
        // Nothing has succeeded since: it may be the destination again.
        #expect(try fail(1) == .destination(pause: 5))
        health.noteAnswer(to: try id(3))
        #expect(try fail(1) == .delivery)
        health.noteAnswer(to: try id(1))
        #expect(try fail(1) == .destination(pause: 5))
    }

    @Test func `a service that ends the connection over a document has broken on it`() {
        let broken: [TransportFailure] = [
            .timedOut(requestSent: true), .connectionLost(requestSent: true), .responseMalformed(.bareLineFeed),
            .responseTooLarge,
        ]
        for failure in broken { #expect(Hindrance(failure) == .failing, "\(failure)") }
        let closed: [TransportFailure] = [
            .timedOut(requestSent: false), .connectionLost(requestSent: false), .addressUnusable,
            .cancelled(requestSent: true),
        ]
        for failure in closed { #expect(Hindrance(failure) == .unreachable, "\(failure)") }
    }

    @Test mutating func `amid an outage nothing is at fault itself`() throws {
        #expect(try fail(1) != .delivery)
        health.noteAnswer(to: try id(2))
        #expect(try fail(3) != .delivery)
        #expect(try fail(1) != .delivery)
    }

    @Test(arguments: [Hindrance.unreachable, .busy(seconds: nil)])
    mutating func `a way that is closed and a service that is busy say nothing of a delivery`(
        hindrance: Hindrance
    ) throws {
        #expect(try fail(1, hindrance) == .destination(pause: 5))
        health.noteAnswer(to: try id(2))
        #expect(try fail(1, hindrance) == .destination(pause: 5))
    }

    @Test mutating func `a service that says how long to wait is heeded up to the longest pause`() throws {
        #expect(try fail(1, .busy(seconds: 60)) == .destination(pause: 60))
        #expect(try fail(1, .busy(seconds: 1)) == .destination(pause: 10))
        #expect(try fail(1, .busy(seconds: 1e9)) == .destination(pause: 900))
    }

    @Test mutating func `however many fail, only so many are remembered`() throws {
        for number in 1...2_500 { _ = try fail(number) }
        health.noteAnswer(to: try id(9_999))
        #expect(try fail(2_500) == .delivery)
        #expect(try fail(1) != .delivery)
    }
}
