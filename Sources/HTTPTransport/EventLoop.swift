internal import Dispatch
internal import HTTPWire
internal import LinuxSystem
internal import Telemetry

/// One serial queue with the connections that live on it.
///
/// `@unchecked Sendable`: all but `queue`, which never changes, is touched on that queue only.
final class EventLoop: @unchecked Sendable {
    /// Everything of this loop's connections happens here.
    let queue: DispatchQueue
    /// Where sockets are read into; what is needed longer is copied before the next read.
    let buffer: UnsafeMutableRawBufferPointer

    private let context: ServerContext
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var timer: (any DispatchSourceTimer)?
    private var dateSecond: Int64 = -1
    private var lastDate = HTTPDate(seconds: 0)
    private var isStopping = false
    private var stopDeadline: UInt64 = 0
    private var drained: CheckedContinuation<Void, Never>?

    init(number: Int, context: ServerContext) {
        queue = DispatchQueue(label: "vaxel.http.\(number)")
        buffer = .allocate(byteCount: Limits.readBytes, alignment: 16)
        self.context = context
    }

    deinit {
        buffer.deallocate()
    }

    /// Nanoseconds of a clock that never goes back.
    var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

    /// The second that is now, written as HTTP writes it; once a second it is written anew.
    var date: HTTPDate {
        let second = HostFacts.wallSeconds
        if second != dateSecond {
            dateSecond = second
            lastDate = HTTPDate(seconds: second)
        }
        return lastDate
    }

    /// Serves a client.
    ///
    /// On the queue.
    func add(_ socket: Socket, overUnixSocket: Bool) {
        let connection = Connection(
            socket: socket, overUnixSocket: overUnixSocket, loop: self, context: context, now: now)
        connections[ObjectIdentifier(connection)] = connection
        context.metrics.connections.add(1)
        startTimer()
        connection.start()
        if isStopping { connection.stop() }
    }

    /// Forgets a connection that has closed.
    ///
    /// On the queue.
    func remove(_ connection: Connection) {
        guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        context.metrics.connections.add(-1)
        context.clients.leave()
        guard connections.isEmpty else { return }
        timer?.cancel()
        timer = nil
        drained?.resume()
        drained = nil
    }

    /// Lets running requests end for so many seconds, then closes what is left.
    ///
    /// From anywhere, once.
    func stop(within seconds: Double) async {
        await withCheckedContinuation { continuation in
            queue.async { self.beginStop(within: seconds, continuation) }
        }
    }

    private func beginStop(within seconds: Double, _ continuation: CheckedContinuation<Void, Never>) {
        isStopping = true
        stopDeadline = now + UInt64(max(0, seconds) * 1_000_000_000)
        for connection in Array(connections.values) { connection.stop() }
        if connections.isEmpty { continuation.resume() } else { drained = continuation }
    }

    private func startTimer() {
        guard timer == nil else { return }
        let interval = DispatchTimeInterval.milliseconds(tickMilliseconds)
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + interval, repeating: interval, leeway: interval)
        timer.setEventHandler { [weak self] in self?.tick() }
        self.timer = timer
        timer.activate()
    }

    // Often enough for the shortest limit to be kept with a quarter's tolerance.
    private var tickMilliseconds: Int {
        let limits = context.limits
        let shortest = [
            limits.headSeconds, limits.bodySeconds, limits.idleSeconds, limits.writeSeconds, limits.lingerSeconds,
        ].reduce(60, min)
        return min(max(Int(shortest * 250), Limits.tickMilliseconds.shortest), Limits.tickMilliseconds.longest)
    }

    private func tick() {
        let now = now
        let mustEnd = isStopping && now >= stopDeadline
        for connection in Array(connections.values) {
            mustEnd ? connection.abort() : connection.tick(now)
        }
    }
}
