package import LinuxSystem

/// A clock that stands still until a test moves it.
package final class ManualClock: Sendable {
    private let microseconds: Lock<Int64>

    /// Starts at 2026-11-22T08:00:00Z unless told otherwise, one hour after the machine's start.
    package init(wallMicroseconds: Int64 = 1_795_334_400_000_000) {
        microseconds = Lock(wallMicroseconds)
        start = wallMicroseconds
    }

    private let start: Int64

    /// Moves both clocks on.
    package func advance(seconds: Double) {
        microseconds.withLock { $0 += Int64(seconds * 1_000_000) }
    }

    /// What is given to the program.
    package var clock: SystemClock {
        SystemClock(
            wallMicroseconds: { self.microseconds.withLock { $0 } },
            bootNanoseconds: {
                let elapsed = self.microseconds.withLock { $0 } - self.start
                return UInt64(3_600_000_000 + elapsed) * 1_000
            })
    }
}
