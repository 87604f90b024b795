internal import Dispatch

/// One timer of Dispatch, set anew for whatever is due first: however many sleep, one timer waits.
///
/// `@unchecked Sendable`: the source is the only stored property and never changes, and Dispatch lets any thread set and
/// cancel it.
final class AlarmClock: @unchecked Sendable {
    private let source: any DispatchSourceTimer

    /// A clock that is not set yet.
    init(on queue: DispatchQueue) {
        source = DispatchSource.makeTimerSource(queue: queue)
    }

    deinit {
        source.cancel()
    }

    /// Begins, once; `ring` runs on the queue.
    func start(_ ring: @escaping @Sendable () -> Void) {
        source.setEventHandler(handler: ring)
        source.activate()
    }

    /// Rings once when Dispatch's clock shows so many nanoseconds, and no more for what was set before.
    func set(at nanoseconds: UInt64) {
        source.schedule(deadline: DispatchTime(uptimeNanoseconds: nanoseconds), leeway: .milliseconds(1))
    }
}
