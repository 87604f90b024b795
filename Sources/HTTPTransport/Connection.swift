internal import Dispatch
internal import HTTPWire
internal import LinuxSystem
internal import Telemetry

/// One client's connection: does what its `ConnectionState` says.
///
/// `@unchecked Sendable`: everything but `init` runs on the loop's thread, which alone touches the stored properties;
/// tasks hop to it with their answers.
final class Connection: @unchecked Sendable {
    private let socket: Socket
    private let token: UInt64
    private let loop: EventLoop
    private let context: ServerContext
    private let peer: HTTPPeer

    private var state: ConnectionState
    private var watched: Poller.Interest = []
    private var awaitsRoom = false
    private var handler: (@Sendable ([UInt8]) async -> HTTPResponse)?
    private var task: Task<Void, Never>?
    // Whether a handler has just begun, and its answer when it did not have to wait for anything.
    private var isBeginning = false
    private var answerAtOnce: HTTPResponse?
    private var outgoing: [UInt8] = []
    private var sentBytes = 0
    private var heldBytes = 0

    init(
        socket: Socket, token: UInt64, overUnixSocket: Bool, loop: EventLoop, context: ServerContext, now: UInt64
    ) {
        self.socket = socket
        self.token = token
        self.loop = loop
        self.context = context
        peer = HTTPPeer(socket, overUnixSocket: overUnixSocket)
        state = ConnectionState(limits: context.limits, now: now)
    }

    /// Begins to read.
    ///
    /// On the loop's thread, once.
    func start() {
        if !peer.overUnixSocket { socket.disableDelay() }
        // The request is mostly there already when its connection is accepted.
        readable()
        settle()
    }

    /// Reads and writes what can be read and written.
    ///
    /// On the loop's thread.
    func ready(_ ready: Poller.Interest) {
        if ready.contains(.writing), awaitsRoom { writable() }
        if ready.contains(.reading) { readable() }
    }

    /// Looks whether a time limit has passed.
    ///
    /// On the loop's thread.
    func tick(_ now: UInt64) {
        guard let deadline = state.deadline, now >= deadline else { return }
        run(state.apply(.tick, now: now))
    }

    /// Serves no further request.
    ///
    /// On the loop's thread.
    func stop() {
        run(state.apply(.stop, now: loop.now))
    }

    /// Closes whatever is going on.
    ///
    /// On the loop's thread.
    func abort() {
        run(state.apply(.failed, now: loop.now))
    }

    // MARK: Events

    private func readable() {
        for _ in 0..<Limits.readsPerTurn {
            guard state.wantsInput else { return }
            guard read() else { return }
        }
    }

    // Whether there may be more to read at once.
    private func read() -> Bool {
        do throws(SystemError) {
            switch try socket.receive(into: loop.buffer) {
            case .nothing:
                return false
            case .end:
                run(state.apply(.inputEnded, now: loop.now))
                return false
            case .bytes(let count):
                run(state.receive(UnsafeRawBufferPointer(rebasing: loop.buffer[..<count]), now: loop.now))
                return count == loop.buffer.count
            }
        } catch {
            run(state.apply(.failed, now: loop.now))
            return false
        }
    }

    private func writable() {
        guard let event = flush() else { return }
        run(state.apply(event, now: loop.now))
    }

    private func answered(_ response: HTTPResponse) {
        task = nil
        guard state.phase == .answering else { return }
        context.metrics.countResponse(response.status)
        run(state.apply(.answered(response, loop.date), now: loop.now))
    }

    // MARK: Actions

    private func run(_ first: ConnectionAction) {
        var action = first
        while let event = perform(action) { action = state.apply(event, now: loop.now) }
        settle()
    }

    private func perform(_ action: ConnectionAction) -> ConnectionEvent? {
        switch action {
        case .wait: return nil
        case .admit(let head): return admit(head)
        case .reserve(let bytes): return .reserved(reserve(bytes))
        case .sendContinue:
            outgoing = ResponseWriter.continueBytes
            sentBytes = 0
            // A socket that cannot take these few bytes has failed, or will be found out by its time limit.
            if case .failed = flush() { return .failed }
            return .continued
        case .handle(let body): return handle(body)
        case .refuse(let refusal): return refuse(refusal)
        case .send(let bytes):
            outgoing.isEmpty ? (outgoing = bytes) : outgoing.append(contentsOf: bytes)
            return flush()
        case .cancelHandler:
            task?.cancel()
            return nil
        case .linger:
            socket.finishSending()
            return nil
        case .close:
            close()
            return nil
        }
    }

    private func admit(_ head: HTTPRequestHead) -> ConnectionEvent {
        switch context.service.admit(head, peer) {
        case .answer(let response):
            context.metrics.countResponse(response.status)
            return .answered(response, loop.date)
        case .answerLater(let response, let seconds):
            task = Task {
                // Cancelled when the client goes away; the answer then only ends the connection.
                try? await Task.sleep(for: .seconds(seconds))
                self.loop.perform { self.answered(response) }
            }
            return .postponed
        case .readBody(let limit, let then):
            handler = then
            return .admitted(bodyLimit: limit)
        }
    }

    private func refuse(_ refusal: HTTPRefusal) -> ConnectionEvent {
        handler = nil
        context.metrics.refusals.add()
        // Whoever sends nonsense must not be able to fill the log; operators see refusals in the metrics.
        context.log.write(
            .debug, "request-refused",
            [
                ("status", .integer(refusal.status)), ("reason", .token(refusal.reason)),
                ("peer", .token(peer.description)),
            ])
        let response = context.service.response(to: refusal)
        context.metrics.countResponse(response.status)
        return .answered(response, loop.date)
    }

    // What is short is answered here and now unless it has to wait for something; what is long must not hold up others.
    private func handle(_ body: [UInt8]) -> ConnectionEvent? {
        guard let handler else { return nil }
        self.handler = nil
        guard body.count <= Limits.bodyBytesHandledAtOnce else {
            task = Task { self.take(await handler(body)) }
            return nil
        }
        isBeginning = true
        task = Task.immediate(executorPreference: loop) { self.take(await handler(body)) }
        isBeginning = false
        guard let answer = answerAtOnce else { return nil }
        answerAtOnce = nil
        task = nil
        context.metrics.countResponse(answer.status)
        return .answered(answer, loop.date)
    }

    // On the loop's thread mostly: at once within `handle`, or later when the handler had to wait for something.
    private func take(_ response: HTTPResponse) {
        guard loop.isCurrent else { return loop.perform { self.answered(response) } }
        if isBeginning { answerAtOnce = response } else { answered(response) }
    }

    private func reserve(_ bytes: Int) -> Bool {
        guard context.bodyBytes.reserve(bytes) else { return false }
        heldBytes += bytes
        context.metrics.bodyBytes.add(bytes)
        return true
    }

    // The event that follows from writing: `nil` when the socket takes no more for now.
    private func flush() -> ConnectionEvent? {
        let before = sentBytes
        do throws(SystemError) {
            while sentBytes < outgoing.count {
                let count = try socket.send(outgoing, from: sentBytes)
                guard count > 0 else {
                    awaitsRoom = true
                    return sentBytes > before ? .sentSome(bytes: sentBytes - before) : nil
                }
                sentBytes += count
            }
        } catch {
            return .failed
        }
        outgoing = []
        sentBytes = 0
        awaitsRoom = false
        return .sentAll
    }

    // Brings what the socket is watched for, and the budget, to where the state is.
    private func settle() {
        if heldBytes > state.reservedBytes {
            let released = heldBytes - state.reservedBytes
            heldBytes -= released
            context.bodyBytes.release(released)
            context.metrics.bodyBytes.add(-released)
        }
        guard state.phase != .closed else { return }
        var interest: Poller.Interest = []
        if state.wantsInput { interest.insert(.reading) }
        if awaitsRoom { interest.insert(.writing) }
        do throws(SystemError) {
            try loop.watch(socket, token, for: interest, before: watched)
            watched = interest
        } catch {
            run(state.apply(.failed, now: loop.now))
        }
    }

    private func close() {
        task?.cancel()
        task = nil
        handler = nil
        outgoing = []
        awaitsRoom = false
        // The kernel watches a descriptor no more when it is closed.
        socket.close()
        loop.remove(token)
    }
}
