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
    private var outgoing = Outgoing()
    // Told of what came of a body that does not become whole.
    private var unfinished: (@Sendable (Int) -> Void)?
    // What this connection has of the budgets.
    private var heldBytes = 0
    private var part: BodyRoom.Part?
    private var heldAnswerBytes = 0
    // What of the answer is counted, in the budget or not.
    private var countedAnswerBytes = 0
    // Whether the body of the answer is one that other answers have too.
    private var sharesBody = false
    private var keepsake: Keepsake?
    // Requests answered since others last had their turn.
    private var answeredInTurn = 0

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
        answeredInTurn = 0
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

    /// Whether it came over a Unix socket, which has places of its own.
    var isOverUnixSocket: Bool { peer.overUnixSocket }

    /// Since when nothing of a request has come; nil while there is one.
    ///
    /// On the loop's thread.
    var restingSince: UInt64? { state.restingSince }

    /// Closes when nothing of a request has come: another client needs the place.
    ///
    /// On the loop's thread. Source: RFC 9112 §9.5.
    func giveUp() {
        run(state.apply(.givenUp, now: loop.now))
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
            let buffer = UnsafeMutableRawBufferPointer(rebasing: loop.buffer.prefix(state.inputRoom))
            switch try socket.receive(into: buffer) {
            case .nothing:
                return false
            case .end:
                run(state.apply(.inputEnded, now: loop.now))
                return false
            case .bytes(let count):
                run(state.receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]), now: loop.now))
                return count == buffer.count
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
        answeredInTurn = 0
        run(state.apply(answering(response), now: loop.now))
    }

    // MARK: Actions

    private func run(_ first: ConnectionAction) {
        var action = first
        while let event = perform(action) {
            if case .sentAll = event, state.hasLaterInput, mustWaitForTurn() { break }
            action = state.apply(event, now: loop.now)
        }
        settle()
    }

    // Whoever sends many requests at once gets some answers, then the others of the loop have their turn.
    private func mustWaitForTurn() -> Bool {
        answeredInTurn += 1
        guard answeredInTurn >= Limits.requestsPerTurn else { return false }
        loop.perform { self.goOn() }
        return true
    }

    private func goOn() {
        answeredInTurn = 0
        guard state.phase == .sending else { return }
        run(state.apply(.sentAll, now: loop.now))
    }

    private func perform(_ action: ConnectionAction) -> ConnectionEvent? {
        switch action {
        case .wait: return nil
        case .admit(let head): return admit(head)
        case .reserve(let bytes): return .reserved(reserve(bytes))
        case .sendContinue:
            outgoing = Outgoing(front: ResponseWriter.continueBytes)
            // A socket that cannot take these few bytes has failed, or will be found out by its time limit.
            if case .failed = flush() { return .failed }
            return .continued
        case .handle(let body): return handle(body)
        case .refuse(let refusal): return refuse(refusal)
        case .send(let answer):
            outgoing = outgoing.isEmpty ? answer : outgoing.followed(by: answer)
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
            return answering(response)
        case .answerLater(let response, let seconds):
            task = Task {
                // Cancelled when the server stops, which does not wait for it, and when the connection has closed.
                try? await Task.sleep(for: .seconds(seconds))
                self.loop.perform { self.answered(response) }
            }
            return .postponed
        case .readBody(let limit, let owner, let then):
            handler = then
            unfinished = owner?.unfinished
            own(by: owner?.name)
            return .admitted(bodyLimit: limit)
        }
    }

    // What waits of later requests is held by whom the connection was last known to be.
    private func own(by owner: String?) {
        guard let owner, owner != part?.owner else { return }
        let new = context.bodyBytes.part(of: owner)
        context.bodyBytes.release(heldBytes, of: part)
        part = new
        guard heldBytes > 0, !context.bodyBytes.reserve(heldBytes, for: new) else { return }
        context.metrics.bodyBytes.add(-heldBytes)
        heldBytes = 0
    }

    private func tellUnfinished() {
        if state.unfinishedBytes > 0 { unfinished?(state.unfinishedBytes) }
        unfinished = nil
    }

    private func refuse(_ refusal: HTTPRefusal) -> ConnectionEvent {
        handler = nil
        tellUnfinished()
        return answering(answer(to: refusal))
    }

    private func answer(to refusal: HTTPRefusal) -> HTTPResponse {
        context.metrics.refusals.add()
        // Whoever sends nonsense must not be able to fill the log; operators see refusals in the metrics.
        context.log.write(
            .debug, "request-refused",
            [
                ("status", .integer(refusal.status)), ("reason", .token(refusal.reason)),
                ("peer", .token(peer.description)),
            ])
        return context.service.response(to: refusal)
    }

    // Takes room for a long answer until its client has it; without room the client is to come again.
    private func answering(_ response: HTTPResponse) -> ConnectionEvent {
        var response = response
        keepsake = response.keepsake
        if response.body.count > Limits.answerBytesAtOnce, !response.sharesBody,
            !holdAnswer(response.body.count, beyondRoom: response.isOwed)
        {
            response = answer(
                to: HTTPRefusal(
                    status: 503, reason: "answers-in-flight", requestHead: state.head, withdrawn: response.headers))
        }
        sharesBody = response.sharesBody
        keepsake = response.keepsake
        context.metrics.countResponse(response.status)
        return .answered(response, loop.date)
    }

    // What is short is answered here and now unless it has to wait for something; what is long must not hold up others.
    private func handle(_ body: [UInt8]) -> ConnectionEvent? {
        guard let handler else { return nil }
        self.handler = nil
        unfinished = nil
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
        return answering(answer)
    }

    // On the loop's thread mostly: at once within `handle`, or later when the handler had to wait for something.
    private func take(_ response: HTTPResponse) {
        guard loop.isCurrent else { return loop.perform { self.answered(response) } }
        if isBeginning { answerAtOnce = response } else { answered(response) }
    }

    private func reserve(_ bytes: Int) -> Bool {
        guard context.bodyBytes.reserve(bytes, for: part) else { return false }
        heldBytes += bytes
        context.metrics.bodyBytes.add(bytes)
        return true
    }

    // The event that follows from writing: `nil` when the socket takes no more for now.
    private func flush() -> ConnectionEvent? {
        let before = outgoing.sentBytes
        do throws(SystemError) {
            try outgoing.send(to: socket)
        } catch {
            return .failed
        }
        guard outgoing.isSent else {
            // A short answer takes room only when its client does not take it. What has begun is not cut, room or not.
            if countedAnswerBytes == 0, !sharesBody { _ = holdAnswer(outgoing.count, beyondRoom: true) }
            awaitsRoom = true
            let sent = outgoing.sentBytes - before
            return sent > 0 ? .sentSome(bytes: sent) : nil
        }
        outgoing = Outgoing()
        releaseAnswer()
        awaitsRoom = false
        return .sentAll
    }

    private func holdAnswer(_ bytes: Int, beyondRoom: Bool) -> Bool {
        // Whoever keeps something with the answer has made room for it elsewhere.
        if keepsake == nil {
            if beyondRoom {
                context.answerBytes.take(bytes)
            } else {
                guard context.answerBytes.reserve(bytes) else { return false }
            }
            heldAnswerBytes += bytes
        }
        countedAnswerBytes += bytes
        context.metrics.answerBytes.add(bytes)
        return true
    }

    private func releaseAnswer() {
        keepsake = nil
        guard countedAnswerBytes > 0 else { return }
        context.answerBytes.release(heldAnswerBytes)
        context.metrics.answerBytes.add(-countedAnswerBytes)
        heldAnswerBytes = 0
        countedAnswerBytes = 0
    }

    // Brings what the socket is watched for, and the budget, to where the state is.
    private func settle() {
        state.compact()
        let needed = state.reservedBytes + state.laterBytes
        if needed > heldBytes, !reserve(needed - heldBytes) { _ = state.apply(.overbooked, now: loop.now) }
        if heldBytes > state.reservedBytes + state.laterBytes {
            let released = heldBytes - state.reservedBytes - state.laterBytes
            heldBytes -= released
            context.bodyBytes.release(released, of: part)
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
        tellUnfinished()
        outgoing = Outgoing()
        releaseAnswer()
        awaitsRoom = false
        // The kernel watches a descriptor no more when it is closed.
        socket.close()
        loop.remove(token)
    }
}
