internal import Dispatch
internal import HTTPWire
internal import LinuxSystem

/// One exchange of a client: makes or takes a connection and does what its `ExchangeState` says.
///
/// `@unchecked Sendable`: all that changes is touched on the client's serial queue only.
final class Exchange: @unchecked Sendable {
    private let loop: ClientLoop
    private let method: String
    private let request: [UInt8]
    private let seconds: Double

    private var state: ExchangeState
    private var addresses: ArraySlice<SocketAddress> = []
    private var connection: ClientConnection?
    private var timer: (any DispatchSourceTimer)?
    private var attemptTimer: (any DispatchSourceTimer)?
    private var attemptSeconds = 0.0
    private var completion: CheckedContinuation<Result<HTTPResponse, TransportFailure>, Never>?
    private var wasCancelled = false

    init(loop: ClientLoop, method: String, request: [UInt8], seconds: Double) {
        self.loop = loop
        self.method = method
        self.request = request
        self.seconds = seconds
        state = ExchangeState(method: method, limits: loop.limits, isOnUsedConnection: false)
    }

    /// Begins.
    ///
    /// On the client's queue, once.
    func start(_ completion: CheckedContinuation<Result<HTTPResponse, TransportFailure>, Never>) {
        self.completion = completion
        guard !wasCancelled else { return run(state.apply(.cancelled)) }
        startTimer()
        if let used = loop.takeIdleConnection() {
            state = ExchangeState(method: method, limits: loop.limits, isOnUsedConnection: true)
            adopt(used)
        } else {
            connect()
        }
    }

    /// Ends without a response.
    ///
    /// On the client's queue; before, during or after the exchange.
    func cancel() {
        wasCancelled = true
        guard completion != nil else { return }
        run(state.apply(.cancelled))
    }

    // MARK: What the connection tells

    /// Bytes came.
    func received(_ bytes: UnsafeRawBufferPointer) {
        run(state.receive(bytes))
    }

    /// Some of the request went out.
    func sentSome() {
        run(state.apply(.sentSome))
    }

    /// The server ended the connection.
    func inputEnded() {
        run(state.apply(.inputEnded))
    }

    /// The connection broke off.
    func inputFailed() {
        run(state.apply(.inputFailed))
    }

    /// The connection came about.
    func connected() {
        endAttemptTimer()
    }

    /// The connection did not come about; the name's next address is tried.
    func connectFailed(_ error: SystemError) {
        endAttempt()
        guard !addresses.isEmpty else { return run(state.apply(.connectFailed(error))) }
        connectToNext()
    }

    // MARK: Acting

    private func connect() {
        loop.findAddresses { self.connect(to: $0) }
    }

    private func connect(to found: [SocketAddress]) {
        // The deadline may have passed, or the caller gone, while the resolver was asked.
        guard completion != nil else { return }
        guard !found.isEmpty else { return end(.failure(.addressUnusable), isReusable: false) }
        addresses = found[...]
        attemptSeconds = min(loop.limits.connectSeconds, max(0, seconds) / Double(found.count))
        connectToNext()
    }

    private func connectToNext() {
        guard let address = addresses.popFirst() else { return }
        if !addresses.isEmpty { startAttemptTimer() }
        do {
            adopt(ClientConnection(socket: try Socket.connecting(to: address), loop: loop))
        } catch {
            connectFailed(error)
        }
    }

    private func adopt(_ connection: ClientConnection) {
        self.connection = connection
        connection.serve(self, request: request)
    }

    private func run(_ action: ExchangeState.Action) {
        switch action {
        case .wait: break
        case .finish(let result, let isReusable): end(result, isReusable: isReusable)
        case .retry:
            endAttempt()
            state = ExchangeState(method: method, limits: loop.limits, isOnUsedConnection: false)
            connect()
        }
    }

    private func end(_ result: Result<HTTPResponse, TransportFailure>, isReusable: Bool) {
        timer?.cancel()
        timer = nil
        endAttemptTimer()
        if let connection { isReusable && connection.hasSentAll ? loop.keep(connection) : connection.close() }
        connection = nil
        completion?.resume(returning: result)
        completion = nil
    }

    private func startTimer() {
        timer = makeTimer(seconds) { $0.run($0.state.apply(.deadlinePassed)) }
    }

    // An address that does not answer must not use up the time that another one needs.
    private func startAttemptTimer() {
        attemptTimer = makeTimer(attemptSeconds) { exchange in
            guard exchange.attemptTimer != nil else { return }
            exchange.endAttempt()
            exchange.connectToNext()
        }
    }

    private func makeTimer(
        _ seconds: Double, _ act: @escaping @Sendable (Exchange) -> Void
    ) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: loop.queue)
        timer.schedule(deadline: .now() + max(0, seconds))
        timer.setEventHandler { [weak self] in
            guard let self, self.completion != nil else { return }
            act(self)
        }
        timer.activate()
        return timer
    }

    private func endAttempt() {
        endAttemptTimer()
        connection?.close()
        connection = nil
    }

    private func endAttemptTimer() {
        attemptTimer?.cancel()
        attemptTimer = nil
    }
}
