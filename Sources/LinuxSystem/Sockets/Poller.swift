internal import CLinux
internal import Glibc

/// Tells which of many sockets can be read or written, and can be woken from any thread.
///
/// Watching is level-triggered: what is not taken is told again. Source: epoll(7), eventfd(2).
package final class Poller: Sendable {
    /// What a socket is watched for.
    package struct Interest: OptionSet, Sendable, Hashable {
        /// The bits of the set.
        package let rawValue: UInt8

        /// A set from its bits.
        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Bytes have come, or the other side has ended or failed.
        package static let reading = Interest(rawValue: 1)
        /// The kernel takes bytes again.
        package static let writing = Interest(rawValue: 2)
    }

    /// What happened to a socket.
    package struct Event: Sendable, Hashable {
        /// The number under which the socket is watched.
        package let token: UInt64
        /// What can be done now; both when the connection has failed.
        package let ready: Interest
    }

    private static let wakerToken = UInt64.max
    private let poller: Int32
    private let waker: Int32

    /// Makes a poller that watches nothing yet.
    ///
    /// - Throws: `SystemError` when there is no descriptor left.
    package init() throws(SystemError) {
        let poller = try retryingInterrupts("epoll_create1") { vaxel_poller_create() }
        do throws(SystemError) {
            waker = try retryingInterrupts("eventfd") { vaxel_waker_create() }
            self.poller = poller
        } catch {
            _ = Glibc.close(poller)
            throw error
        }
        try checked("epoll_ctl") { vaxel_poller_add(poller, waker, Self.wakerToken, 1, 0) }
    }

    deinit {
        _ = Glibc.close(poller)
        _ = Glibc.close(waker)
    }

    /// Watches a socket under a number; any but the greatest.
    package func add(_ socket: Socket, _ token: UInt64, for interest: Interest) throws(SystemError) {
        try checked("epoll_ctl") {
            vaxel_poller_add(
                poller, socket.descriptor, token, interest.contains(.reading) ? 1 : 0,
                interest.contains(.writing) ? 1 : 0)
        }
    }

    /// Watches a socket that is watched already for something else.
    package func change(_ socket: Socket, _ token: UInt64, to interest: Interest) throws(SystemError) {
        try checked("epoll_ctl") {
            vaxel_poller_change(
                poller, socket.descriptor, token, interest.contains(.reading) ? 1 : 0,
                interest.contains(.writing) ? 1 : 0)
        }
    }

    /// Watches a socket no more; one that fails is told of even while it is watched for nothing.
    package func remove(_ socket: Socket) {
        _ = vaxel_poller_remove(poller, socket.descriptor)
    }

    /// Waits until something happens or somebody wakes, at most so many milliseconds; without end when nil.
    ///
    /// - Returns: what happened; nothing after a wake or when the time is over.
    package func wait(milliseconds: Int?) throws(SystemError) -> [Event] {
        var failure: SystemError?
        let events = withUnsafeTemporaryAllocation(of: vaxel_poll_event.self, capacity: 256) { found in
            let count = vaxel_poller_wait(
                poller, found.baseAddress, Int32(found.count), Int32(clamping: milliseconds ?? -1))
            guard count >= 0 else {
                if errno != EINTR { failure = .last("epoll_wait") }
                return [Event]()
            }
            return found[..<Int(count)].compactMap(told)
        }
        if let failure { throw failure }
        return events
    }

    /// Ends the wait of another thread, or the next one.
    package func wake() {
        vaxel_waker_raise(waker)
    }

    private func told(_ event: vaxel_poll_event) -> Event? {
        guard event.token != Self.wakerToken else {
            vaxel_waker_clear(waker)
            return nil
        }
        var ready: Interest = []
        if event.readable != 0 { ready.insert(.reading) }
        if event.writable != 0 { ready.insert(.writing) }
        return Event(token: event.token, ready: ready)
    }

    private func checked(_ call: String, _ body: () -> Int32) throws(SystemError) {
        _ = try retryingInterrupts(call, body)
    }
}
