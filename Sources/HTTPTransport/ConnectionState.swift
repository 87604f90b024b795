internal import HTTPWire

/// The life of one connection, without socket and clock: events in, actions out.
///
/// Requests are served one after the other; while one is answered, further bytes wait unread in the parser.
/// `now` is nanoseconds of a clock that never goes back.
struct ConnectionState {
    /// Where the connection is.
    enum Phase: Hashable {
        /// Between requests; nothing of the next has come.
        case idle
        /// Some bytes of a head have come.
        case head
        /// The service decides by the head.
        case admission
        /// The body comes.
        case body
        /// The service answers.
        case answering
        /// The answer goes out.
        case sending
        /// Everything is said; what the client still sends is dropped, so that it can see the answer.
        case lingering
        case closed
    }

    private(set) var phase = Phase.idle
    /// When `tick` will do something.
    private(set) var deadline: UInt64?
    /// Since when nothing of a request has come; nil while there is one.
    var restingSince: UInt64? { phase == .idle ? restStart : nil }
    /// Bytes of the budget that this connection holds.
    private(set) var reservedBytes = 0
    /// Bytes that have come of a body that is not whole.
    private(set) var unfinishedBytes = 0
    /// The head of the request that is being answered.
    private(set) var head: HTTPRequestHead?
    /// Whether the client sends no more; nothing is to be read ever again.
    private(set) var inputHasEnded = false

    private let limits: HTTPServerLimits
    private var restStart: UInt64
    private var parser: RequestParser
    private var framing = BodyFraming.none
    private var body: [UInt8] = []
    private var bodyLimit = 0
    private var bodyStart: UInt64 = 0
    private var requestedBytes = 0
    private var answerStart: UInt64 = 0
    private var sentBytes = 0
    private var lingeredBytes = 0
    private var isStopping = false
    private var closesAfterAnswer = false
    // Whether the answer is known, and held back.
    private var isPostponed = false

    /// A connection just accepted; its first byte must come as soon as a head's last.
    init(limits: HTTPServerLimits, now: UInt64) {
        self.limits = limits
        restStart = now
        parser = RequestParser(limits: limits.wire)
        deadline = now + Self.nanoseconds(limits.headSeconds)
    }

    /// Whether bytes should be read from the socket now.
    var wantsInput: Bool { inputRoom > 0 }

    /// How many bytes may be read from the socket now.
    var inputRoom: Int {
        guard !inputHasEnded else { return 0 }
        return switch phase {
        case .closed: 0
        case .idle, .head, .body, .lingering: .max
        // Reading on is the only way to learn that the client is gone.
        case .admission, .answering, .sending: max(0, limits.pipelinedBytes - parser.bufferedBytes)
        }
    }

    /// Whether bytes of a next request have come.
    var hasLaterInput: Bool { parser.bufferedBytes > 0 }

    /// Bytes of later requests that wait while one is answered, beyond what every connection may have for nothing.
    var laterBytes: Int {
        switch phase {
        case .answering, .sending: max(0, parser.bufferedBytes - limits.pipelinedBytes)
        case .idle, .head, .admission, .body, .lingering, .closed: 0
        }
    }

    /// Gives memory back while nothing is read.
    mutating func compact() {
        switch phase {
        case .answering, .sending: parser.compact()
        case .idle, .head, .admission, .body, .lingering, .closed: break
        }
    }

    /// Takes bytes that came.
    mutating func receive(_ bytes: UnsafeRawBufferPointer, now: UInt64) -> ConnectionAction {
        switch phase {
        case .idle, .head, .body:
            parser.feed(bytes)
            return read(now)
        case .admission, .answering, .sending:
            parser.feed(bytes)
            return .wait
        case .lingering:
            lingeredBytes += bytes.count
            return lingeredBytes > limits.lingerBytes ? close() : .wait
        case .closed:
            return .wait
        }
    }

    /// Takes any other event.
    mutating func apply(_ event: ConnectionEvent, now: UInt64) -> ConnectionAction {
        guard phase != .closed else { return .wait }
        switch event {
        case .inputEnded: return endInput()
        case .failed: return close()
        case .admitted(let limit): return admitted(limit, now)
        case .postponed: return postponed()
        case .reserved(let granted): return reserved(granted, now)
        case .overbooked: return overbooked()
        case .continued: return read(now)
        case .answered(let response, let date): return answered(response, date, now)
        case .sentSome(let bytes): return sentSome(bytes, now)
        case .sentAll: return sentAll(now)
        case .tick: return tick(now)
        case .stop:
            isStopping = true
            if phase == .idle { return close() }
            return isPostponed ? .cancelHandler : .wait
        // Also who waits for an answer that is held back keeps the place: filling all places must not end the waits.
        case .givenUp: return phase == .idle ? close() : .wait
        }
    }

    // MARK: Reading

    private mutating func read(_ now: UInt64) -> ConnectionAction {
        while let event = parser.next() {
            switch event {
            case .head(let head, let framing):
                self.head = head
                self.framing = framing
                phase = .admission
                deadline = nil
                return .admit(head)
            case .bodyChunk(let bytes):
                if let action = take(bytes, now) { return action }
            case .end:
                return handle()
            case .malformed(let problem):
                return refuse(problem.status, problem.rawValue)
            }
        }
        // What is left of a request that will never be whole is nobody's.
        guard !inputHasEnded else { return close() }
        guard phase != .body, !parser.isBetweenRequests else {
            parser.rest()
            return .wait
        }
        if phase == .idle {
            phase = .head
            deadline = now + Self.nanoseconds(limits.headSeconds)
        }
        return .wait
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>, _ now: UInt64) -> ConnectionAction? {
        unfinishedBytes += bytes.count
        guard body.count + bytes.count <= bodyLimit else { return refuse(413, "body-too-large") }
        body.append(contentsOf: bytes)
        extendBodyDeadline(now)
        guard body.count > reservedBytes else { return nil }
        return reserve()
    }

    // Room is taken for what has come, step by step: an announcement costs its sender nothing.
    private mutating func reserve() -> ConnectionAction {
        let whole = if case .length(let length) = framing { length } else { bodyLimit }
        let missing = max(body.count - reservedBytes, Limits.reservationStep)
        requestedBytes = min(missing, whole - reservedBytes)
        return .reserve(requestedBytes)
    }

    // Whoever has sent fast must not rest on it: what is earned is for going on, not for stopping.
    private mutating func extendBodyDeadline(_ now: UInt64) {
        let earned = Double(body.count) / Double(max(1, limits.bodyBytesPerSecond))
        deadline = min(
            now + Self.nanoseconds(limits.bodySeconds), bodyStart + Self.nanoseconds(limits.bodySeconds + earned))
    }

    private mutating func endInput() -> ConnectionAction {
        inputHasEnded = true
        switch phase {
        case .idle, .head, .body, .lingering, .admission, .closed: return close()
        // Who could end the wait by ending its sending would never wait: it can read on. Closing would tell as much as the answer.
        case .answering: return isPostponed ? .wait : .cancelHandler
        case .sending: return .wait
        }
    }

    // The answer that is under way is given; a client sends again what was not answered. Source: RFC 9112 §9.3.2.
    private mutating func overbooked() -> ConnectionAction {
        endAfterAnswer()
        return .wait
    }

    // MARK: Answering

    private mutating func admitted(_ limit: Int, _ now: UInt64) -> ConnectionAction {
        bodyLimit = limit
        bodyStart = now
        unfinishedBytes = 0
        phase = .body
        extendBodyDeadline(now)
        guard framing != .none else { return read(now) }
        if case .length(let length) = framing, length > limit { return refuse(413, "body-too-large") }
        // A client that already sends does not wait for our leave. Source: RFC 9110 §10.1.1.
        guard head?.expectsContinue == true, parser.bufferedBytes == 0 else { return read(now) }
        return limit > 0 ? .sendContinue : refuse(413, "body-too-large")
    }

    // It is the last answer: hundreds of requests sent at once, each to be held back, would keep the place for hours, and their
    // bytes in memory.
    private mutating func postponed() -> ConnectionAction {
        endAfterAnswer()
        isPostponed = true
        phase = .answering
        deadline = nil
        return isStopping ? .cancelHandler : .wait
    }

    // Answered without its body: one that nobody read would be taken for the next request.
    private mutating func passBody() {
        if framing == .none { _ = parser.next() } else { endAfterAnswer() }
    }

    // What has come behind the last request that is answered is nobody's.
    private mutating func endAfterAnswer() {
        closesAfterAnswer = true
        parser.discard()
    }

    private mutating func reserved(_ granted: Bool, _ now: UInt64) -> ConnectionAction {
        guard granted else { return refuse(503, "bodies-in-flight") }
        reservedBytes += requestedBytes
        return read(now)
    }

    private mutating func handle() -> ConnectionAction {
        phase = .answering
        deadline = nil
        parser.rest()
        let whole = body
        unfinishedBytes = 0
        body = []
        return .handle(whole)
    }

    private mutating func refuse(_ status: Int, _ reason: String) -> ConnectionAction {
        phase = .answering
        deadline = nil
        endAfterAnswer()
        body = []
        return .refuse(HTTPRefusal(status: status, reason: reason, requestHead: head))
    }

    private mutating func answered(_ response: HTTPResponse, _ date: HTTPDate, _ now: UInt64) -> ConnectionAction {
        if phase == .admission { passBody() }
        isPostponed = false
        closesAfterAnswer =
            closesAfterAnswer || response.closesConnection || isStopping || head?.wantsKeepAlive != true
            || (inputHasEnded && parser.bufferedBytes == 0)
        phase = .sending
        answerStart = now
        sentBytes = 0
        deadline = now + Self.nanoseconds(limits.writeSeconds)
        let (front, rest) = ResponseWriter.pieces(
            of: response, date: date, keepsAlive: !closesAfterAnswer, isForHead: parser.isForHead)
        return .send(Outgoing(front: front, rest: rest))
    }

    // Whoever takes a byte now and then must not hold the answer for ever, and whoever takes nothing not for long.
    private mutating func sentSome(_ bytes: Int, _ now: UInt64) -> ConnectionAction {
        guard phase == .sending else { return .wait }
        sentBytes += bytes
        let earned = Double(sentBytes) / Double(max(1, limits.answerBytesPerSecond))
        deadline = min(
            now + Self.nanoseconds(limits.writeSeconds), answerStart + Self.nanoseconds(limits.writeSeconds + earned))
        return .wait
    }

    private mutating func sentAll(_ now: UInt64) -> ConnectionAction {
        guard phase == .sending else { return .wait }
        reservedBytes = 0
        head = nil
        if closesAfterAnswer || isStopping {
            guard !inputHasEnded else { return close() }
            phase = .lingering
            parser.discard()
            deadline = now + Self.nanoseconds(limits.lingerSeconds)
            return .linger
        }
        phase = .idle
        restStart = now
        deadline = now + Self.nanoseconds(limits.idleSeconds)
        return read(now)
    }

    // MARK: Ending

    private mutating func tick(_ now: UInt64) -> ConnectionAction {
        guard let deadline, now >= deadline else { return .wait }
        switch phase {
        case .head: return refuse(408, "head-timeout")
        case .body: return refuse(408, "body-timeout")
        case .idle, .sending, .lingering: return close()
        case .admission, .answering, .closed: return .wait
        }
    }

    private mutating func close() -> ConnectionAction {
        phase = .closed
        deadline = nil
        reservedBytes = 0
        body = []
        return .close
    }

    private static func nanoseconds(_ seconds: Double) -> UInt64 { UInt64(max(0, seconds) * 1_000_000_000) }
}
