internal import AccessControl
internal import HTTPDoors
internal import HTTPTransport
internal import HTTPWire
internal import LinuxSystem
internal import Messages
internal import Telemetry

/// Sees who calls and whether that system may call just now; whoever fails to say who he is gets his answer later each time.
final class Reception: Sendable {
    /// Why a caller is turned away, and how that is to be answered.
    struct Refusal: Error {
        let rejection: Rejection
        /// Seconds after which the call may succeed, where that is known.
        var retryAfter: Int?
        /// Seconds by which the answer is held back.
        var delay = 0.0
    }

    private let access: @Sendable () -> AccessTable
    private let elapsed: @Sendable () -> Double
    private let failures = Lock(FailedIdentifications())
    private let meter = SystemMeter()
    private let failed: [IdentificationFailure: Counter]
    private let limited: Counter

    /// Takes credentials and limits as they are now, asked for at each call; where to count; and the seconds since any fixed
    /// moment.
    init(
        access: @escaping @Sendable () -> AccessTable, metrics: MetricsRegistry,
        elapsed: @escaping @Sendable () -> Double
    ) {
        self.access = access
        self.elapsed = elapsed
        let counters = IdentificationFailure.allCases.map { failure in
            let counter = metrics.counter(
                name: "vaxel_failed_identifications_total", help: "Calls whose caller could not be identified.",
                labels: [("reason", failure.rawValue)])
            return (failure, counter)
        }
        failed = Dictionary(uniqueKeysWithValues: counters)
        limited = metrics.counter(
            name: "vaxel_limited_calls_total", help: "Calls refused because the system had used up a limit.")
    }

    /// Who calls a door, counted as one of the system's calls.
    func receive(_ head: HTTPRequestHead, _ peer: HTTPPeer, at door: Door) throws(Refusal) -> Identity {
        if door.access == .open || door.access == .local { return .anonymous }
        let identity = try identify(head, peer)
        if let wait = meter.admit(identity, bytes: min(head.announcedBytes, door.bodyLimit), at: elapsed()) {
            limited.add()
            throw Refusal(
                rejection: Rejection(.limitReached, "system \(identity.system) has used up its calls or bytes for now"),
                retryAfter: max(1, Int(wait.rounded(.up))))
        }
        guard door.access.admits(identity) else {
            throw Refusal(
                rejection: Rejection(door.access.refusal, "system \(identity.system) has no right to that call"))
        }
        return identity
    }

    /// Counts a body whose size was not announced.
    func note(_ body: [UInt8], of head: HTTPRequestHead, by identity: Identity) {
        meter.charge(identity, bytes: body.count - head.announcedBytes, at: elapsed())
    }

    /// Whose room a body takes; of one whose size was not announced what came is counted also when its end never comes.
    ///
    /// Nil of who is nobody: such callers share one part with those who get no further than being refused.
    func owner(ofBodyOf head: HTTPRequestHead, by identity: Identity) -> HTTPBodyOwner? {
        guard identity != .anonymous else { return nil }
        guard identity.limits.bytesPerMinute != nil, head.announcedBytes == 0 else {
            return HTTPBodyOwner(identity.system.text)
        }
        return HTTPBodyOwner(identity.system.text) { self.meter.charge(identity, bytes: $0, at: self.elapsed()) }
    }

    private func identify(_ head: HTTPRequestHead, _ peer: HTTPPeer) throws(Refusal) -> Identity {
        do {
            return try access().identify(
                Claim(
                    authorization: head.headers.all("authorization"),
                    certificate: head.headers.all("vaxel-client-hsa-id").filter { !$0.isEmpty },
                    isFromProxy: peer.overUnixSocket))
        } catch {
            failed[error]?.add()
            throw Refusal(rejection: Rejection(error), delay: delay(after: error, of: peer))
        }
    }

    /// Who has tried no token has guessed nothing; and behind the proxy's socket all have one address, so that holding one of
    /// them back would hold back all.
    private func delay(after failure: IdentificationFailure, of peer: HTTPPeer) -> Double {
        guard failure == .malformed || failure == .unknown, !peer.overUnixSocket else { return 0 }
        let now = elapsed()
        return failures.withLock { $0.note(peer.network, at: now) }
    }
}

extension HTTPRequestHead {
    /// The size that the head announces for the body; 0 for none, and for one in chunks.
    fileprivate var announcedBytes: Int {
        headers.first("content-length").flatMap { Int($0) } ?? 0
    }
}
