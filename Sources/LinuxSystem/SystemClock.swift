internal import Glibc

/// The two clocks: one for display and deadlines, one for leases. Closures, so that a test can hold time still.
package struct SystemClock: Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z by the wall clock, which may jump.
    package let wallMicroseconds: @Sendable () -> Int64
    /// Nanoseconds since the machine started, sleep included; never goes back. Source: clock_gettime(2), CLOCK_BOOTTIME.
    package let bootNanoseconds: @Sendable () -> UInt64

    /// Takes the readings of another pair of clocks.
    package init(
        wallMicroseconds: @escaping @Sendable () -> Int64, bootNanoseconds: @escaping @Sendable () -> UInt64
    ) {
        self.wallMicroseconds = wallMicroseconds
        self.bootNanoseconds = bootNanoseconds
    }

    /// The machine's own clocks.
    package static let system = SystemClock(
        wallMicroseconds: {
            let time = read(CLOCK_REALTIME)
            return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
        },
        bootNanoseconds: {
            let time = read(CLOCK_BOOTTIME)
            return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
        })

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)
        return time
    }
}
