internal import Dispatch
internal import Foundation
internal import HTTPWire
internal import LinuxSystem
internal import Synchronization
internal import Telemetry

/// One thread with the connections that live on it.
///
/// The thread is the loop's own, from `start` until the loop has stopped: Dispatch has 255 for all serial queues of one
/// priority, and who holds some of them for good takes them from all others. It asks the kernel itself which connections are ready: a
/// source of Dispatch for each costs a switch of threads and a system call more for every request (28,000 requests a
/// second in place of 60,000), and a thousand bytes for every idle client.
///
/// It is also where the handlers of its connections go on after they have waited: what they answer is then written by the
/// thread that made it, and no request crosses to a pool of threads and back.
///
/// `@unchecked Sendable`: all that changes is touched by jobs on that thread only, but for the list of jobs, which is
/// locked, and `thread` and `isWaiting`, which are atomic.
final class EventLoop: TaskExecutor, @unchecked Sendable {
    /// Something to do on the loop's thread.
    typealias Job = @Sendable () -> Void

    /// What waits for the thread.
    private struct Jobs {
        var waiting: [Job] = []
        /// The thread has gone.
        var isOver = false
    }

    /// Where sockets are read into; what is needed longer is copied before the next read.
    let buffer: UnsafeMutableRawBufferPointer

    private let number: Int
    private let poller: Poller
    private let context: ServerContext
    private let jobs = Lock(Jobs())
    // Whether the thread waits, or is about to, and must be woken for a job.
    private let isWaiting = Atomic(false)
    private let thread = Atomic<UInt>(0)
    private var connections: [UInt64: Connection] = [:]
    private var lastToken: UInt64 = 0
    private var nextTick: UInt64 = 0
    private var dateSecond: Int64 = -1
    private var lastDate = HTTPDate(seconds: 0)
    private var isStopping = false
    private var hasStopped = false
    private var stopDeadline: UInt64 = 0
    private var drained: CheckedContinuation<Void, Never>?

    /// A loop that does not run yet.
    ///
    /// - Throws: `SystemError` when there is no descriptor left.
    init(number: Int, context: ServerContext) throws(SystemError) {
        poller = try Poller()
        self.number = number
        buffer = .allocate(byteCount: Limits.readBytes, alignment: 16)
        self.context = context
    }

    deinit {
        buffer.deallocate()
    }

    /// Begins to run, once.
    func start() {
        let own = Thread { self.run() }
        own.name = "http-\(number)"
        own.start()
    }

    /// Does something on the loop's thread, after what was given before.
    ///
    /// From anywhere. What is given to a loop that has stopped is not done.
    func perform(_ job: @escaping Job) {
        _ = take(job)
    }

    /// Goes on with a task that has waited; after the loop's end elsewhere, since a task must end whoever its client was.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        guard !take({ job.runSynchronously(on: self.asUnownedTaskExecutor()) }) else { return }
        globalConcurrentExecutor.enqueue(ExecutorJob(job))
    }

    /// What is so on the loop's thread; nil of a loop that has stopped.
    func ask<Value: Sendable>(_ question: @escaping @Sendable () -> Value) async -> Value? {
        await withCheckedContinuation { continuation in
            guard !take({ continuation.resume(returning: question()) }) else { return }
            continuation.resume(returning: nil)
        }
    }

    // Whether the job will be done.
    private func take(_ job: @escaping Job) -> Bool {
        let isTaken = jobs.withLock { jobs in
            guard !jobs.isOver else { return false }
            jobs.waiting.append(job)
            return true
        }
        if isTaken, isWaiting.exchange(false, ordering: .sequentiallyConsistent) { poller.wake() }
        return isTaken
    }

    /// Whether the caller is on the loop's thread.
    var isCurrent: Bool { thread.load(ordering: .relaxed) == CurrentThread.id }

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

    // MARK: Connections

    /// Serves a client.
    ///
    /// On the thread.
    func add(_ socket: Socket, overUnixSocket: Bool) {
        lastToken += 1
        let connection = Connection(
            socket: socket, token: lastToken, overUnixSocket: overUnixSocket, loop: self, context: context, now: now)
        connections[lastToken] = connection
        context.metrics.connections.add(1)
        connection.start()
        if isStopping { connection.stop() }
    }

    /// Tells a connection when its socket is ready for what it is watched for; no number is ever given twice, so that
    /// nothing is told of a socket to whoever got its descriptor after it.
    ///
    /// On the thread.
    func watch(_ socket: Socket, _ token: UInt64, for interest: Poller.Interest, before: Poller.Interest)
        throws(SystemError)
    {
        if interest == before { return }
        if interest.isEmpty {
            poller.remove(socket)
        } else if before.isEmpty {
            try poller.add(socket, token, for: interest)
        } else {
            try poller.change(socket, token, to: interest)
        }
    }

    /// Forgets a connection that has closed.
    ///
    /// On the thread.
    func remove(_ token: UInt64) {
        guard let connection = connections.removeValue(forKey: token) else { return }
        context.metrics.connections.add(-1)
        context.clients.leave(overUnixSocket: connection.isOverUnixSocket)
        guard connections.isEmpty, let drained else { return }
        drained.resume()
        self.drained = nil
        hasStopped = true
    }

    /// Since when the connection has rested that has longest; nil when all have requests.
    ///
    /// On the thread.
    func longestRest(besidesUnixSocket: Bool) -> UInt64? {
        resting(besidesUnixSocket).lazy.map(\.since).min()
    }

    /// Closes those that have rested longest: of many some at once, so that finding them is not done for each client.
    ///
    /// On the thread. Says how many.
    func giveUpResting(besidesUnixSocket: Bool) -> Int {
        let resting = resting(besidesUnixSocket)
        let given = resting.sorted { $0.since < $1.since }.prefix(max(1, resting.count / Limits.restingPerGivenUp))
        for connection in given { connection.connection.giveUp() }
        return given.count
    }

    private func resting(_ besidesUnixSocket: Bool) -> [(connection: Connection, since: UInt64)] {
        connections.values.compactMap { connection in
            guard !(besidesUnixSocket && connection.isOverUnixSocket), let since = connection.restingSince else {
                return nil
            }
            return (connection, since)
        }
    }

    // MARK: Running

    private func run() {
        thread.store(CurrentThread.id, ordering: .relaxed)
        while !hasStopped {
            doJobs()
            serve(wait())
            tickIfDue()
        }
        while doJobs() {}
        thread.store(0, ordering: .relaxed)
    }

    // What is ready at once is a round; who comes alone has nobody to share with.
    private func serve(_ events: [Poller.Event]) {
        let rounds = events.count > 1 ? context.service.rounds : nil
        rounds?.begin()
        defer { rounds?.end() }
        for event in events { connections[event.token]?.ready(event.ready) }
    }

    // Whether there was anything to do; of a loop that has stopped there never will be, once there was not.
    @discardableResult
    private func doJobs() -> Bool {
        let waiting = jobs.withLock { jobs in
            let waiting = jobs.waiting
            jobs.waiting = []
            jobs.isOver = hasStopped && waiting.isEmpty
            return waiting
        }
        for job in waiting { job() }
        return !waiting.isEmpty
    }

    private func wait() -> [Poller.Event] {
        guard !hasStopped else { return [] }
        isWaiting.store(true, ordering: .sequentiallyConsistent)
        // A job that came before the line above has woken nobody.
        let hasJobs = jobs.withLock { !$0.waiting.isEmpty }
        defer { isWaiting.store(false, ordering: .sequentiallyConsistent) }
        do {
            return try poller.wait(milliseconds: hasJobs ? 0 : connections.isEmpty ? nil : millisecondsToTick)
        } catch {
            // Of a descriptor of our own this does not happen; a loop that spins would hide it.
            context.log.write(.error, "poll-failed", [("errno", .integer(Int(error.code)))])
            return []
        }
    }

    // MARK: Time

    // Often enough for the shortest limit to be kept with a quarter's tolerance.
    private var tickMilliseconds: Int {
        let limits = context.limits
        let shortest = [
            limits.headSeconds, limits.bodySeconds, limits.idleSeconds, limits.writeSeconds, limits.lingerSeconds,
        ].reduce(60, min)
        return min(max(Int(shortest * 250), Limits.tickMilliseconds.shortest), Limits.tickMilliseconds.longest)
    }

    private var millisecondsToTick: Int {
        let now = now
        return nextTick > now ? Int((nextTick - now) / 1_000_000) + 1 : 0
    }

    private func tickIfDue() {
        let now = now
        guard now >= nextTick else { return }
        nextTick = now + UInt64(tickMilliseconds) * 1_000_000
        let mustEnd = isStopping && now >= stopDeadline
        for connection in Array(connections.values) {
            mustEnd ? connection.abort() : connection.tick(now)
        }
    }

    // MARK: Stopping

    /// Lets running requests end for so many seconds, then closes what is left.
    ///
    /// From anywhere, once. Calls `told` when every connection knows.
    func stop(within seconds: Double, told: @escaping Job) async {
        await withCheckedContinuation { continuation in
            perform {
                self.beginStop(within: seconds, continuation)
                told()
            }
        }
    }

    private func beginStop(within seconds: Double, _ continuation: CheckedContinuation<Void, Never>) {
        isStopping = true
        stopDeadline = now + UInt64(max(0, seconds) * 1_000_000_000)
        drained = continuation
        for connection in Array(connections.values) { connection.stop() }
        guard connections.isEmpty, let drained else { return }
        self.drained = nil
        hasStopped = true
        drained.resume()
    }
}
