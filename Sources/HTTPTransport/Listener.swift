internal import Dispatch
internal import HTTPWire
internal import LinuxSystem
internal import Synchronization
internal import Telemetry

/// Accepts clients and hands them to the loops in turn.
///
/// `@unchecked Sendable`: all that changes is touched on `queue` only; it is handed over there by `start` and `stop`.
final class Listener: @unchecked Sendable {
    private let socket: Socket
    private let address: SocketAddress
    private let peer: MachineUser?
    private let loops: [EventLoop]
    private let context: ServerContext
    private let takeClient: () -> Result<Socket.Accepted, SystemError>
    private let queue = DispatchQueue(label: "vaxel.http.accept")
    private var source: (any DispatchSourceRead)?
    private var isPaused = false
    private var next = 0
    private var spare = SpareDescriptor()
    private var lastShortage: UInt64 = 0
    private var lastStranger: UInt64 = 0
    private var lastFullHouse: UInt64 = 0
    // Clients for whom a place is looked for; while there are any, one search is under way.
    private var waiting: [Socket] = []
    private var ended: CheckedContinuation<Void, Never>?

    /// A listener that does not yet accept.
    ///
    /// For a Unix socket only clients of the user `peer` are served. Takes its clients from `socket` unless told how.
    init(
        socket: Socket, address: SocketAddress, peer: MachineUser?, loops: [EventLoop], context: ServerContext,
        takeClient: (() -> Result<Socket.Accepted, SystemError>)? = nil
    ) {
        self.socket = socket
        self.address = address
        self.peer = peer
        self.loops = loops
        self.context = context
        self.takeClient = takeClient ?? { Result { () throws(SystemError) in try socket.accept() } }
    }

    /// Begins to accept.
    func start() {
        queue.async {
            let source = DispatchSource.makeReadSource(fileDescriptor: self.socket.descriptor, queue: self.queue)
            source.setEventHandler { self.accept() }
            source.setCancelHandler { self.close() }
            self.source = source
            source.activate()
        }
    }

    /// Accepts no more and closes the socket; a second call does nothing.
    func stop() async {
        await withCheckedContinuation { continuation in
            queue.async {
                guard let source = self.source else { return continuation.resume() }
                // A suspended source never runs its cancel handler.
                self.resume()
                self.source = nil
                self.ended = continuation
                source.cancel()
            }
        }
    }

    private func close() {
        // First the file, then the socket: nobody else can have made a file of that name in between.
        address.removeFile()
        socket.close()
        ended?.resume()
        ended = nil
    }

    private func accept() {
        for _ in 0..<Limits.acceptsPerTurn {
            switch takeClient() {
            case .success(.nobody): return
            case .success(.socket(let client)): serve(client)
            case .success(.noDescriptor): return turnAway()
            case .failure(let error):
                // The socket stays readable: without a pause the queue would do nothing but fail.
                logShortage(error.code)
                return pause()
            }
        }
    }

    private func serve(_ client: Socket) {
        guard isExpected(client) else {
            client.close()
            return
        }
        guard context.clients.enter(overUnixSocket: overUnixSocket) else { return findPlace(for: client) }
        add(client)
    }

    private var overUnixSocket: Bool { peer != nil }

    private func add(_ client: Socket) {
        let loop = loops[next % loops.count]
        next += 1
        let overUnixSocket = overUnixSocket
        loop.perform { loop.add(client, overUnixSocket: overUnixSocket) }
    }

    // Whoever only keeps a connection open must not keep others out.
    private func findPlace(for client: Socket) {
        if mayLog(&lastFullHouse) { context.log.write(.warning, "connections-full", []) }
        guard source != nil, waiting.count < Limits.waitingForPlace else { return refuse(client) }
        waiting.append(client)
        // Of many, a search gives up some at once: one for each client would close far more than are needed.
        if waiting.count == 1 { search() }
    }

    private func search() {
        Task {
            let isGivenUp = await self.giveUpResting()
            self.queue.async { self.searched(isGivenUp) }
        }
    }

    // Who came while it was looked shares what was found; for whom it was not enough another search begins.
    private func searched(_ isGivenUp: Bool) {
        let clients = waiting
        waiting = []
        for client in clients {
            if source != nil, context.clients.enter(overUnixSocket: overUnixSocket) {
                add(client)
            } else if source != nil, isGivenUp {
                waiting.append(client)
            } else {
                refuse(client)
            }
        }
        if !waiting.isEmpty { search() }
    }

    // Whether there was one that rested; the loop is asked that has the one that has rested longest.
    private func giveUpResting() async -> Bool {
        let besidesUnixSocket = !overUnixSocket
        var longest: (loop: EventLoop, since: UInt64)?
        for loop in loops {
            guard let since = await loop.ask({ loop.longestRest(besidesUnixSocket: besidesUnixSocket) }) ?? nil else {
                continue
            }
            if longest.map({ since < $0.since }) ?? true { longest = (loop, since) }
        }
        guard let loop = longest?.loop else { return false }
        let count = await loop.ask { loop.giveUpResting(besidesUnixSocket: besidesUnixSocket) } ?? 0
        context.metrics.givenUpConnections.add(count)
        return count > 0
    }

    // Whoever opens a Unix socket's file is believed only when the kernel says who it is: modes alone are easily wrong.
    private func isExpected(_ client: Socket) -> Bool {
        guard let peer else { return true }
        let user = client.peerUser
        guard user != peer.id else { return true }
        context.metrics.unexpectedPeers.add()
        if mayLog(&lastStranger) {
            context.log.write(.warning, "unix-peer-refused", [("user", .integer(Int(user ?? .max)))])
        }
        return false
    }

    private func turnAway() {
        var isTurnedAway = false
        spare.lend {
            guard case .success(.socket(let client)) = takeClient() else { return }
            isExpected(client) ? refuse(client) : client.close()
            isTurnedAway = true
        }
        logShortage(0)
        if !isTurnedAway { pause() }
    }

    private func pause() {
        guard let source, !isPaused else { return }
        isPaused = true
        source.suspend()
        queue.asyncAfter(deadline: .now() + Limits.acceptPauseSeconds) { self.resume() }
    }

    // Does nothing when `stop` has resumed already.
    private func resume() {
        guard let source, isPaused else { return }
        isPaused = false
        source.resume()
    }

    // One attempt to say why; a client that does not take it at once is not waited for.
    private func refuse(_ client: Socket) {
        context.metrics.unacceptedClients.add()
        let refusal = HTTPRefusal(status: 503, reason: "too-many-connections", requestHead: nil)
        let bytes = ResponseWriter.bytes(
            of: context.service.response(to: refusal), date: HTTPDate(seconds: HostFacts.wallSeconds),
            keepsAlive: false, isForHead: false)
        _ = try? client.send(bytes)
        client.finishSending()
        // Closed with a request unread it would be reset, and the client might never see why. Source: RFC 9112 §9.6.
        var unread = [UInt8](repeating: 0, count: Limits.readBytes)
        _ = try? unread.withUnsafeMutableBytes { try client.receive(into: $0) }
        client.close()
    }

    // Whether the last line about the same is long enough ago.
    private func mayLog(_ last: inout UInt64) -> Bool {
        let now = DispatchTime.now().uptimeNanoseconds
        guard now - last > UInt64(Limits.shortageLogSeconds * 1_000_000_000) else { return false }
        last = now
        return true
    }

    private func logShortage(_ code: Int32) {
        guard mayLog(&lastShortage) else { return }
        context.log.write(.error, "accept-failed", [("errno", .integer(Int(code)))])
    }
}
