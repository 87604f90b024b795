internal import Glibc

/// Where time comes from: the wall clock, and a clock that neither jumps nor stops while the machine sleeps.
///
/// A pair of closures, so that tests can hold time still.
package struct SystemClock: Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z; may jump when an operator or NTP sets it.
    package let wallMicroseconds: @Sendable () -> Int64
    /// Nanoseconds since the machine started, time asleep included; never goes backwards.
    ///
    /// Source: clock_gettime(2), CLOCK_BOOTTIME.
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
            let now = read(CLOCK_REALTIME)
            return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000
        },
        bootNanoseconds: {
            let now = read(CLOCK_BOOTTIME)
            return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
        })

    /// Neither clock can fail on a kernel that has it, and both are older than every kernel this runs on.
    private static func read(_ clock: clockid_t) -> timespec {
        var now = timespec()
        clock_gettime(clock, &now)
        return now
    }
}
