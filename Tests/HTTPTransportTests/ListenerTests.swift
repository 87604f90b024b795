import Dispatch
import HTTPWire
import LinuxSystem
import Telemetry
import Testing

@testable import HTTPTransport

/// Accepting while the kernel refuses to give a client.
@Suite struct ListenerTests {
    private static let noBuffers = SystemError(call: "accept4", code: 105)

    private func listener(
        places: Int = 10, metrics: MetricsRegistry = MetricsRegistry(),
        admit: @escaping @Sendable (HTTPRequestHead) -> Void = { _ in },
        _ takeClient: @escaping @Sendable (Socket) -> Result<Socket.Accepted, SystemError>
    ) throws -> (listener: Listener, port: Int) {
        let address = try #require(SocketAddress(number: "127.0.0.1", port: 0))
        let socket = try Socket.listening(at: address)
        let context = ServerContext(
            limits: HTTPServerLimits(),
            service: HTTPService(
                admit: { head, _ in
                    admit(head)
                    return .answer(HTTPResponse(status: 200))
                },
                refuse: { HTTPResponse(status: $0.status) }),
            bodyBytes: BodyRoom(limit: 0, floor: 0), answerBytes: Budget(limit: 0),
            clients: ClientAllowance(limit: places, descriptors: Budget(limit: 1_000)),
            log: .silent, metrics: ServerMetrics(metrics))
        let loop = try EventLoop(number: 0, context: context)
        loop.start()
        let listener = Listener(
            socket: socket, address: address, peer: nil, loops: [loop], context: context,
            takeClient: { takeClient(socket) })
        return (listener, try #require(socket.localAddress).port)
    }

    @Test(arguments: [false, true])
    func `after an error it pauses, and then accepts whom it could not`(hasNoDescriptor: Bool) async throws {
        let times = Lock<[UInt64]>([])
        let accepted = Signal()
        let (listener, port) = try listener { socket in
            let call = times.withLock { times in
                times.append(DispatchTime.now().uptimeNanoseconds)
                return times.count
            }
            // Without a descriptor it asks again at once, with the spare one lent.
            guard call > (hasNoDescriptor ? 6 : 3) else {
                return hasNoDescriptor ? .success(.noDescriptor) : .failure(Self.noBuffers)
            }
            accepted.happen()
            return Result { () throws(SystemError) in try socket.accept() }
        }
        listener.start()
        let client = try RawClient(port: port)
        await client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        await accepted.wait()
        #expect(await client.receiveToEnd().hasPrefix("HTTP/1.1 200 OK"))
        let failed = times.withLock { Array($0.prefix(hasNoDescriptor ? 7 : 4)) }
        let first = try #require(failed.first)
        let last = try #require(failed.last)
        #expect(last - first >= 300_000_000)
        await listener.stop()
    }

    @Test func `a client that is turned away is not reset though it has sent a request`() async throws {
        let sent = DispatchSemaphore(value: 0)
        let (listener, port) = try listener(places: 0) { socket in
            let client = Result { () throws(SystemError) in try socket.accept() }
            if case .success(.socket) = client { sent.wait() }
            return client
        }
        listener.start()
        let client = try RawClient(port: port)
        await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        sent.signal()
        #expect(await client.receiveToEnd().hasPrefix("HTTP/1.1 503 "))
        await listener.stop()
        #expect(!client.isReset)
    }

    @Test func `for many who come at once no more connections are given up than they need, but for some`() async throws
    {
        let (resting, newcomers) = (192, Limits.waitingForPlace)
        let (isBlocked, allWait) = (Signal(), Signal())
        let goesOn = DispatchSemaphore(value: 0)
        let metrics = MetricsRegistry()
        let taken = Lock(0)
        let (listener, port) = try listener(
            places: resting + 1, metrics: metrics,
            admit: { head in
                guard head.path == "/block" else { return }
                isBlocked.happen()
                goesOn.wait()
            }
        ) { socket in
            let client = Result { () throws(SystemError) in try socket.accept() }
            switch client {
            case .success(.socket): taken.withLock { $0 += 1 }
            // Whoever was taken before has been seen to by now.
            default: if taken.withLock({ $0 }) == resting + 1 + newcomers { allWait.happen() }
            }
            return client
        }
        listener.start()
        var clients: [RawClient] = []
        for _ in 0..<resting {
            let client = try RawClient(port: port)
            await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(await client.receive(through: "\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
            clients.append(client)
        }
        // Nothing is looked for until all have come.
        let blocking = try RawClient(port: port)
        await blocking.send("GET /block HTTP/1.1\r\nHost: h\r\n\r\n")
        await isBlocked.wait()
        let new = try (0..<newcomers).map { _ in try RawClient(port: port) }
        await allWait.wait()
        goesOn.signal()
        for client in new {
            await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(await client.receive(through: "\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
        }
        let givenUp = metrics.counter(name: "vaxel_http_given_up_connections_total", help: "").value
        // Fewer where some of those that rested have come to the end of their time meanwhile.
        #expect(givenUp < newcomers + resting / Limits.restingPerGivenUp)
        await listener.stop()
        withExtendedLifetime(clients) {}
    }

    @Test func `it can be stopped in a pause`() async throws {
        let failed = Signal()
        let (listener, port) = try listener { _ in
            failed.happen()
            return .failure(Self.noBuffers)
        }
        listener.start()
        let client = try RawClient(port: port)
        await failed.wait()
        await listener.stop()
        #expect(await client.receiveToEnd() == "")
    }
}
