import HTTPWire
import LinuxSystem
import Testing

@testable import HTTPTransport

@Suite struct ExchangeStateTests {
    private func state(_ method: String = "GET", used: Bool = false) -> ExchangeState {
        ExchangeState(method: method, limits: HTTPClientLimits(), isOnUsedConnection: used)
    }

    private func receive(_ text: String, _ state: inout ExchangeState) -> ExchangeState.Action {
        Array(text.utf8).withUnsafeBytes { state.receive($0) }
    }

    private func failure(_ action: ExchangeState.Action) -> TransportFailure? {
        guard case .finish(.failure(let failure), _) = action else { return nil }
        return failure
    }

    @Test func `a whole response leaves the connection usable`() {
        var exchange = state()
        guard
            case .finish(.success(let response), let isReusable) = receive(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", &exchange)
        else { return #expect(Bool(false), "not finished") }
        #expect(response.body == Array("ok".utf8))
        #expect(isReusable)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokX",
    ])
    func `a connection that ends or has stray bytes is not used again`(text: String) {
        var exchange = state()
        guard case .finish(.success, let isReusable) = receive(text, &exchange) else {
            return #expect(Bool(false), "not finished")
        }
        #expect(!isReusable)
    }

    @Test func `a response without length is finished by the end`() {
        var exchange = state()
        guard case .wait = receive("HTTP/1.1 200 OK\r\n\r\nall", &exchange) else {
            return #expect(Bool(false), "finished too early")
        }
        guard case .finish(.success(let response), isReusable: false) = exchange.apply(.inputEnded) else {
            return #expect(Bool(false), "not finished")
        }
        #expect(response.body == Array("all".utf8))
    }

    @Test func `a response without length is not finished by a connection that breaks off`() {
        var exchange = state(used: true)
        _ = exchange.apply(.sentSome)
        _ = receive("HTTP/1.1 200 OK\r\n\r\nhalf", &exchange)
        #expect(failure(exchange.apply(.inputFailed)) == .connectionLost(requestSent: true))

        var unused = state(used: true)
        guard case .retry = unused.apply(.inputFailed) else { return #expect(Bool(false), "not tried again") }
    }

    @Test(arguments: [
        ("GET", true, true, true), ("PUT", true, true, true), ("POST", true, true, false), ("POST", true, false, true),
        ("GET", false, true, false),
    ])
    func `only what may be sent twice is sent again`(method: String, used: Bool, sent: Bool, again: Bool) {
        var exchange = state(method, used: used)
        if sent { _ = exchange.apply(.sentSome) }
        let action = exchange.apply(.inputEnded)
        if case .retry = action {
            #expect(again)
        } else {
            #expect(!again)
            #expect(failure(action) == .connectionLost(requestSent: sent))
        }
    }

    @Test func `nothing is sent again after the first byte of a response`() {
        var exchange = state("GET", used: true)
        _ = exchange.apply(.sentSome)
        _ = receive("H", &exchange)
        #expect(failure(exchange.apply(.inputEnded)) == .connectionLost(requestSent: true))
    }

    @Test func `failures tell whether anything was sent`() {
        var exchange = state()
        #expect(failure(exchange.apply(.deadlinePassed)) == .timedOut(requestSent: false))
        #expect(failure(exchange.apply(.cancelled)) == .cancelled(requestSent: false))
        _ = exchange.apply(.sentSome)
        #expect(failure(exchange.apply(.deadlinePassed)) == .timedOut(requestSent: true))
        #expect(failure(receive("nonsense\r\n", &exchange)) == .responseMalformed(.versionMalformed))
    }

    @Test func `a response announced too large is not waited for`() {
        var exchange = state()
        #expect(
            failure(receive("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", &exchange)) == .responseTooLarge)
    }
}
