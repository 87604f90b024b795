import HTTPWire
import Testing

@testable import HTTPTransport

/// The life of a connection with a clock in the hand; times in milliseconds.
@Suite struct ConnectionStateTests {
    private struct Held {
        var state: ConnectionState
        var now: UInt64 = 0

        init(_ change: (inout HTTPServerLimits) -> Void = { _ in }) {
            var limits = HTTPServerLimits()
            limits.headSeconds = 1
            limits.bodySeconds = 2
            limits.idleSeconds = 3
            limits.writeSeconds = 4
            limits.lingerSeconds = 5
            change(&limits)
            state = ConnectionState(limits: limits, now: 0)
        }

        mutating func receive(_ text: String) -> String {
            Array(text.utf8).withUnsafeBytes { Self.name(state.receive($0, now: now)) }
        }

        mutating func apply(_ event: ConnectionEvent) -> String {
            Self.name(state.apply(event, now: now))
        }

        mutating func tick(at milliseconds: UInt64) -> String {
            now = milliseconds * 1_000_000
            return apply(.tick)
        }

        mutating func answer(_ status: Int = 200) -> String {
            apply(.answered(HTTPResponse(status: status), HTTPDate(seconds: 0)))
        }

        private static func name(_ action: ConnectionAction) -> String {
            switch action {
            case .wait: "wait"
            case .admit(let head): "admit \(head.path)"
            case .reserve(let bytes): "reserve \(bytes)"
            case .sendContinue: "continue"
            case .handle(let body): "handle \(String(decoding: body, as: UTF8.self))"
            case .refuse(let refusal): "refuse \(refusal.status) \(refusal.reason)"
            case .send(let answer):
                "send "
                    + (String(decoding: answer.front, as: UTF8.self).contains("Connection: close") ? "close" : "keep")
            case .cancelHandler: "cancel"
            case .linger: "linger"
            case .close: "close"
            }
        }
    }

    private static let get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"

    @Test func `a request goes through its phases and the connection rests`() {
        var held = Held()
        #expect(held.receive("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n") == "wait")
        #expect(held.state.phase == .head)
        #expect(held.receive("\r\nbo") == "admit /a")
        #expect(held.apply(.admitted(bodyLimit: 10)) == "reserve 4")
        #expect(held.apply(.reserved(true)) == "wait")
        #expect(held.state.reservedBytes == 4)
        #expect(held.receive("dy") == "handle body")
        #expect(held.state.deadline == nil)
        #expect(held.answer() == "send keep")
        #expect(held.state.reservedBytes == 4)
        #expect(held.apply(.sentAll) == "wait")
        #expect(held.state.reservedBytes == 0)
        #expect(held.state.phase == .idle)
    }

    @Test(arguments: [
        // A refused head, a body longer than is read, and one that nobody reads.
        ("GET /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", [ConnectionEvent]()),
        ("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\n", [.admitted(bodyLimit: 5)]),
        ("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\n", [.postponed]),
        ("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\n", []),
    ])
    func `what comes behind the last request is not kept`(head: String, events: [ConnectionEvent]) {
        var held = Held()
        _ = held.receive(head + String(repeating: "x", count: 50_000))
        for event in events { _ = held.apply(event) }
        #expect(held.answer(400) == "send close")
        #expect(!held.state.hasLaterInput && held.state.inputRoom == HTTPServerLimits().pipelinedBytes)
        _ = held.receive(String(repeating: "y", count: 8_000))
        #expect(held.apply(.sentAll) == "linger")
        #expect(!held.state.hasLaterInput)
        _ = held.receive(String(repeating: "z", count: 50_000))
        #expect(!held.state.hasLaterInput && held.state.phase == .lingering)
    }

    @Test func `an answer that is held back waits without a time limit, and is the last`() {
        var bodiless = Held()
        _ = bodiless.receive(String(repeating: Self.get, count: 1_000))
        #expect(bodiless.apply(.postponed) == "wait")
        #expect(bodiless.state.phase == .answering)
        #expect(
            bodiless.state.laterBytes == 0 && !bodiless.state.hasLaterInput, "else the next would wait as long again")
        #expect(bodiless.tick(at: 100_000) == "wait")
        #expect(bodiless.receive(Self.get) == "wait")
        #expect(bodiless.answer(401) == "send close")
        #expect(bodiless.apply(.sentAll) == "linger")

        var body = Held()
        _ = body.receive("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody")
        #expect(body.apply(.postponed) == "wait")
        #expect(body.answer(401) == "send close")

        var gone = Held()
        _ = gone.receive(Self.get)
        _ = gone.apply(.postponed)
        #expect(gone.apply(.inputEnded) == "wait", "else nobody would have to wait for it")
        #expect(gone.answer(401) == "send close")
        #expect(gone.apply(.sentAll) == "close")
    }

    @Test func `a server that stops does not wait for an answer that is held back`() {
        var held = Held()
        _ = held.receive(Self.get)
        _ = held.apply(.postponed)
        #expect(held.apply(.stop) == "cancel")
        #expect(held.answer(401) == "send close")

        var late = Held()
        _ = late.receive("GET")
        #expect(late.apply(.stop) == "wait")
        _ = late.receive(String(Self.get.dropFirst(3)))
        #expect(late.apply(.postponed) == "cancel")
    }

    @Test func `each phase has its time limit`() {
        var silent = Held()
        #expect(silent.tick(at: 999) == "wait")
        #expect(silent.tick(at: 1_000) == "close")

        var head = Held()
        head.now = 500_000_000
        _ = head.receive("GET")
        #expect(head.tick(at: 1_499) == "wait")
        #expect(head.tick(at: 1_500) == "refuse 408 head-timeout")

        var body = Held()
        _ = body.receive("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n")
        #expect(body.apply(.admitted(bodyLimit: 10)) == "wait")
        #expect(body.tick(at: 1_999) == "wait")
        #expect(body.tick(at: 2_000) == "refuse 408 body-timeout")

        var answering = Held()
        _ = answering.receive(Self.get)
        #expect(answering.apply(.admitted(bodyLimit: 0)) == "handle ")
        #expect(answering.tick(at: 1_000_000) == "wait")
        #expect(answering.answer() == "send keep")
        #expect(answering.tick(at: 1_003_000) == "wait")
        #expect(answering.apply(.sentSome(bytes: 1 << 20)) == "wait")
        #expect(answering.tick(at: 1_006_999) == "wait")
        #expect(answering.apply(.sentAll) == "wait")
        #expect(answering.tick(at: 1_009_998) == "wait")
        #expect(answering.tick(at: 1_009_999) == "close")
    }

    @Test func `a byte of the head now and then does not move its limit`() {
        var held = Held()
        for byte in 0..<10 {
            held.now = UInt64(byte) * 100_000_000
            _ = held.receive("A")
        }
        #expect(held.tick(at: 1_000) == "refuse 408 head-timeout")
    }

    @Test func `a body earns time by its bytes`() {
        var held = Held { $0.bodyBytesPerSecond = 10 }
        _ = held.receive("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 40\r\n\r\n")
        _ = held.apply(.admitted(bodyLimit: 100))
        _ = held.receive("01234")
        _ = held.apply(.reserved(true))
        #expect(held.tick(at: 1_000) == "wait")
        _ = held.receive("56789")
        #expect(held.tick(at: 2_999) == "wait")
        #expect(held.tick(at: 3_000) == "refuse 408 body-timeout")
    }

    @Test func `a body that has come fast and stalls is not waited for longer than one that never came`() {
        var held = Held { $0.bodyBytesPerSecond = 1 }
        _ = held.receive("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n")
        _ = held.apply(.admitted(bodyLimit: 2_000))
        _ = held.receive(String(repeating: "x", count: 999))
        _ = held.apply(.reserved(true))
        #expect(held.tick(at: 1_999) == "wait")
        _ = held.receive("x")
        #expect(held.tick(at: 3_998) == "wait")
        #expect(held.tick(at: 3_999) == "refuse 408 body-timeout")
        #expect(held.state.reservedBytes == 1_001)
        #expect(held.answer(408) == "send close")
        _ = held.apply(.sentAll)
        #expect(held.state.reservedBytes == 0)
    }

    @Test(arguments: [ConnectionEvent.inputEnded, .failed, .tick])
    func `what came of a body that never becomes whole is known when it ends`(end: ConnectionEvent) {
        var held = Held()
        _ = held.receive("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n")
        _ = held.apply(.admitted(bodyLimit: 10))
        _ = held.apply(.reserved(true))
        held.now = 9_000_000_000
        _ = held.apply(end)
        #expect(held.state.unfinishedBytes == 5)
        #expect(held.state.phase != .body)

        var whole = Held()
        _ = whole.receive("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")
        _ = whole.apply(.admitted(bodyLimit: 10))
        #expect(whole.apply(.reserved(true)) == "handle x")
        #expect(whole.state.unfinishedBytes == 0)
    }

    @Test func `only a connection of which nothing of a request has come is given up`() {
        var held = Held()
        #expect(held.state.restingSince == 0)
        _ = held.receive("GET /a")
        #expect(held.state.restingSince == nil)
        #expect(held.apply(.givenUp) == "wait")
        _ = held.receive(" HTTP/1.1\r\nHost: h\r\n\r\n")
        _ = held.apply(.admitted(bodyLimit: 0))
        #expect(held.apply(.givenUp) == "wait")
        _ = held.answer()
        #expect(held.apply(.givenUp) == "wait")
        held.now = 7
        _ = held.apply(.sentAll)
        #expect(held.state.restingSince == 7)
        #expect(held.apply(.givenUp) == "close")
    }

    @Test func `a connection whose answer is held back does not give way, which would tell it what the answer is`() {
        var held = Held()
        _ = held.receive(Self.get)
        _ = held.apply(.postponed)
        #expect(held.state.restingSince == nil)
        #expect(held.apply(.givenUp) == "wait")
        _ = held.apply(.inputEnded)
        #expect(held.state.restingSince == nil)
        #expect(held.apply(.givenUp) == "wait")
        #expect(held.answer(401) == "send close")
    }

    @Test func `an answer earns time by its bytes, not by each of them`() {
        var held = Held { $0.answerBytesPerSecond = 10 }
        _ = held.receive(Self.get)
        _ = held.apply(.admitted(bodyLimit: 0))
        #expect(held.answer() == "send keep")
        for second in 1...3 {
            #expect(held.tick(at: UInt64(second) * 1_000) == "wait")
            #expect(held.apply(.sentSome(bytes: 5)) == "wait")
        }
        #expect(held.tick(at: 5_499) == "wait")
        #expect(held.tick(at: 5_500) == "close")
    }

    @Test func `a refused body ends the connection, after the client had time to see it`() {
        var held = Held { $0.lingerBytes = 10 }
        _ = held.receive("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 40\r\n\r\nabc")
        #expect(held.answer(401) == "send close")
        #expect(held.apply(.sentAll) == "linger")
        #expect(held.state.wantsInput)
        #expect(held.receive("0123456789") == "wait")
        #expect(held.receive("0") == "close")

        var slow = Held()
        _ = slow.receive("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 40\r\n\r\nabc")
        _ = slow.answer(401)
        _ = slow.apply(.sentAll)
        #expect(slow.tick(at: 5_000) == "close")
    }

    @Test func `a chunked body is reserved as it grows`() {
        var held = Held()
        _ = held.receive("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
        #expect(held.apply(.admitted(bodyLimit: 1_000_000)) == "wait")
        #expect(held.receive("11170\r\nx") == "reserve 65536")
        #expect(held.apply(.reserved(true)) == "wait")
        #expect(held.receive(String(repeating: "x", count: 69_999)) == "reserve 65536")
        #expect(held.apply(.reserved(false)) == "refuse 503 bodies-in-flight")
        #expect(held.state.reservedBytes == 65_536)
        _ = held.answer(503)
        _ = held.apply(.sentAll)
        #expect(held.state.reservedBytes == 0)
    }

    @Test func `a counted body is reserved as it comes, not as it is announced`() {
        var held = Held()
        #expect(held.receive("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n") == "admit /a")
        #expect(held.apply(.admitted(bodyLimit: 1_000_000)) == "wait")
        #expect(held.state.reservedBytes == 0)
        #expect(held.receive("x") == "reserve 65536")
        #expect(held.apply(.reserved(true)) == "wait")
        #expect(held.receive(String(repeating: "x", count: 65_535)) == "wait")
        #expect(held.receive("x") == "reserve 34464")
        #expect(held.apply(.reserved(false)) == "refuse 503 bodies-in-flight")
        #expect(held.answer(503) == "send close")
        #expect(held.apply(.sentAll) == "linger")
        #expect(held.state.reservedBytes == 0)
    }

    @Test(arguments: ["Content-Length: 1", "Transfer-Encoding: chunked\r\nExpect: 100-continue"])
    func `where no body is wanted an announced one is refused unread`(announcement: String) {
        var held = Held()
        _ = held.receive("DELETE /a HTTP/1.1\r\nHost: h\r\n\(announcement)\r\n\r\n")
        #expect(held.apply(.admitted(bodyLimit: 0)) == "refuse 413 body-too-large")
        #expect(held.state.reservedBytes == 0)
    }

    @Test func `where no body is wanted chunks are refused with their first byte and an empty body is none`() {
        let head = "DELETE /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        var full = Held()
        _ = full.receive(head)
        #expect(full.apply(.admitted(bodyLimit: 0)) == "wait")
        #expect(full.receive("1\r\nx") == "refuse 413 body-too-large")
        #expect(full.state.reservedBytes == 0)

        var empty = Held()
        _ = empty.receive(head)
        _ = empty.apply(.admitted(bodyLimit: 0))
        #expect(empty.receive("0\r\n\r\n") == "handle ")
    }

    @Test func `100-continue is sent only to a client that waits for it`() {
        let head = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"
        var waiting = Held()
        _ = waiting.receive(head)
        #expect(waiting.apply(.admitted(bodyLimit: 10)) == "continue")
        #expect(waiting.apply(.continued) == "wait")
        #expect(waiting.receive("body") == "reserve 4")
        #expect(waiting.apply(.reserved(true)) == "handle body")

        var eager = Held()
        _ = eager.receive(head + "body")
        _ = eager.apply(.admitted(bodyLimit: 10))
        #expect(eager.apply(.reserved(true)) == "handle body")
    }

    @Test func `the next request waits until this one is answered`() {
        var held = Held { $0.pipelinedBytes = 40 }
        _ = held.receive(Self.get + Self.get)
        #expect(held.apply(.admitted(bodyLimit: 0)) == "handle ")
        #expect(held.state.wantsInput)
        #expect(held.receive(Self.get) == "wait")
        #expect(!held.state.wantsInput)
        _ = held.answer()
        #expect(held.apply(.sentAll) == "admit /a")
    }

    @Test func `what is read while a request is answered is no more than one head`() {
        var held = Held { $0.pipelinedBytes = 100 }
        #expect(held.state.inputRoom == .max)
        _ = held.receive(Self.get)
        #expect(held.apply(.admitted(bodyLimit: 0)) == "handle ")
        #expect(held.state.inputRoom == 100)
        _ = held.receive(Self.get)
        #expect(held.state.inputRoom == 100 - Self.get.utf8.count)
        #expect(held.state.laterBytes == 0)
        _ = held.answer()
        #expect(held.state.inputRoom == 100 - Self.get.utf8.count)
    }

    @Test func `what has come with a request and is more than that must have room, or the connection ends`() {
        for hasRoom in [true, false] {
            var held = Held { $0.pipelinedBytes = 100 }
            _ = held.receive(String(repeating: Self.get, count: 10))
            #expect(held.state.laterBytes == 0)
            #expect(held.apply(.admitted(bodyLimit: 0)) == "handle ")
            #expect(held.state.laterBytes == 9 * Self.get.utf8.count - 100)
            if !hasRoom {
                #expect(held.apply(.overbooked) == "wait")
                #expect(held.state.laterBytes == 0)
            }
            #expect(held.answer() == (hasRoom ? "send keep" : "send close"))
            #expect(held.apply(.sentAll) == (hasRoom ? "admit /a" : "linger"))
        }
    }

    @Test func `a client that goes away while it is answered cancels, and elsewhere closes`() {
        var answering = Held()
        _ = answering.receive(Self.get)
        _ = answering.apply(.admitted(bodyLimit: 0))
        #expect(answering.apply(.inputEnded) == "cancel")
        #expect(!answering.state.wantsInput)
        #expect(answering.answer() == "send close")
        #expect(answering.apply(.sentAll) == "close")

        var between = Held()
        #expect(between.apply(.inputEnded) == "close")
        var within = Held()
        _ = within.receive("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbo")
        _ = within.apply(.admitted(bodyLimit: 10))
        _ = within.apply(.reserved(true))
        #expect(within.apply(.inputEnded) == "close")
        #expect(within.state.reservedBytes == 0)
    }

    @Test func `stopping closes what rests and ends what runs after its answer`() {
        var resting = Held()
        #expect(resting.apply(.stop) == "close")

        var running = Held()
        _ = running.receive(Self.get + Self.get)
        _ = running.apply(.admitted(bodyLimit: 0))
        #expect(running.apply(.stop) == "wait")
        #expect(running.answer() == "send close")
        #expect(running.apply(.sentAll) == "linger")
    }

    @Test func `a failed socket closes in any phase, once`() {
        var held = Held()
        _ = held.receive(Self.get)
        _ = held.apply(.admitted(bodyLimit: 0))
        #expect(held.apply(.failed) == "close")
        #expect(held.apply(.failed) == "wait")
        #expect(held.answer() == "wait")
        #expect(held.receive("x") == "wait")
    }
}
