internal import Glibc

/// A value that one thread at a time may look at or change.
///
/// The system's own mutex, and not the standard library's, for two reasons. The thread sanitizer knows this one: the other
/// one's slow path is in a library that it does not see into, so that it reports races where there are none. And who finds
/// this one taken spins shortly and then sleeps, where the other one spins a thousand turns and then has the kernel hand the
/// lock from thread to thread.
///
/// `@unchecked Sendable`: the value is touched between `acquire` and `release` only.
package struct Lock<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let value: UnsafeMutablePointer<Value>

    /// Takes the value that is to be guarded.
    package init(_ value: consuming sending Value) {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        self.value = .allocate(capacity: 1)
        self.value.initialize(to: value)
        var attributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&attributes)
        pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_ADAPTIVE_NP))
        let code = pthread_mutex_init(mutex, &attributes)
        precondition(code == 0, "a lock can be made")
        pthread_mutexattr_destroy(&attributes)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
        value.deinitialize(count: 1)
        value.deallocate()
    }

    /// Does something with the value while nobody else can; must not be called again from within.
    ///
    /// - Parameter body: what to do; it should be short.
    /// - Returns: what `body` makes.
    /// - Throws: what `body` throws.
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value.pointee)
    }
}
