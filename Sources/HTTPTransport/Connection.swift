internal import Dispatch
internal import HTTPWire
internal import LinuxSystem
internal import Telemetry

/// One client's connection: does what its `ConnectionState` says.
///
/// `@unchecked Sendable`: everything but `init` runs on the loop's serial queue, which alone touches the stored
/// properties; event sources have it as their target, and tasks hop to it with their answers.
final class Connection: @unchecked Sendable {
    private let socket: Socket
    private let loop: EventLoop
    private let context: ServerContext
    private let peer: HTTPPeer

    private var state: ConnectionState
    private var readSource: (any DispatchSourceRead)?
    private var writeWatch: WriteWatch?
    private var isReading = false
    // Whether the read source may still look at the descriptor.
    private var isWatched = false
    private var handler: (@Sendable ([UInt8]) async -> HTTPResponse)?
    private var task: Task<Void, Never>?
    private var outgoing: [UInt8] = []
    private var sentBytes = 0
    private var heldBytes = 0

    init(socket: Socket, overUnixSocket: Bool, loop: EventLoop, context: ServerContext, now: UInt64) {
        self.socket = socket
        self.loop = loop
        self.context = context
        peer = HTTPPeer(socket, overUnixSocket: overUnixSocket)
        state = ConnectionState(limits: context.limits, now: now)
    }

    /// Begins to read.
    ///
    /// On the loop's queue, once.
    func start() {
        if !peer.overUnixSocket { socket.disableDelay() }
        let source = DispatchSource.makeReadSource(fileDescriptor: socket.descriptor, queue: loop.queue)
        source.setEventHandler { self.readable() }
        source.setCancelHandler { self.sourceEnded() }
        readSource = source
        isWatched = true
        isReading = true
        source.activate()
        // The request is mostly there already when its connection is accepted.
        readable()
    }

    /// Looks whether a time limit has passed.
    ///
    /// On the loop's queue.
    func tick(_ now: UInt64) {
        guard let deadline = state.deadline, now >= deadline else { return }
        run(state.apply(.tick, now: now))
    }

    /// Serves no further request.
    ///
    /// On the loop's queue.
    func stop() {
        run(state.apply(.stop, now: loop.now))
    }

    /// Closes whatever is going on.
    ///
    /// On the loop's queue.
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
        case .handle(let body):
            handle(body)
            return nil
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
                self.loop.queue.async { self.answered(response) }
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

    private func handle(_ body: [UInt8]) {
        guard let handler else { return }
        self.handler = nil
        task = Task {
            let response = await handler(body)
            self.loop.queue.async { self.answered(response) }
        }
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
                    guard try awaitWritable() else { return .failed }
                    return sentBytes > before ? .sentSome(bytes: sentBytes - before) : nil
                }
                sentBytes += count
            }
        } catch {
            return .failed
        }
        outgoing = []
        sentBytes = 0
        endWriteWatch()
        return .sentAll
    }

    // MARK: Sources

    // Brings the read source and the budget to where the state is.
    private func settle() {
        if heldBytes > state.reservedBytes {
            let released = heldBytes - state.reservedBytes
            heldBytes -= released
            context.bodyBytes.release(released)
            context.metrics.bodyBytes.add(-released)
        }
        // A suspended source of a dead connection would keep Dispatch's own thread busy until it is resumed.
        if state.inputHasEnded { return endReadSource() }
        guard let readSource, state.wantsInput != isReading else { return }
        isReading.toggle()
        isReading ? readSource.resume() : readSource.suspend()
    }

    // Whether it is awaited: watching takes a second descriptor, and slow readers must not use up what others need.
    private func awaitWritable() throws(SystemError) -> Bool {
        guard writeWatch == nil else { return true }
        guard context.clients.takeDescriptor() else { return false }
        do {
            writeWatch = try WriteWatch(socket, queue: loop.queue) { self.writable() }
        } catch {
            context.clients.giveDescriptorBack()
            throw error
        }
        return true
    }

    private func endReadSource() {
        guard let readSource else { return }
        // A suspended source never runs its cancel handler.
        if !isReading { readSource.resume() }
        readSource.cancel()
        self.readSource = nil
        isReading = false
    }

    private func endWriteWatch() {
        guard let writeWatch else { return }
        writeWatch.end()
        context.clients.giveDescriptorBack()
        self.writeWatch = nil
    }

    private func close() {
        task?.cancel()
        task = nil
        handler = nil
        outgoing = []
        endWriteWatch()
        endReadSource()
        if !isWatched { closeSocket() }
    }

    // The descriptor may go only when no source watches it: the next socket would get its number.
    private func sourceEnded() {
        isWatched = false
        if state.phase == .closed { closeSocket() }
    }

    private func closeSocket() {
        socket.close()
        loop.remove(self)
    }
}
