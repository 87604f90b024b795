import LinuxSystem
import Synchronization
import TestSupport

/// A wall clock that somebody sets wrong, above a boot clock that nobody can.
final class ShiftedWall: Sendable {
    private let microseconds = Mutex<Int64>(0)
    private let time: ManualClock

    init(over time: ManualClock) {
        self.time = time
    }

    /// Sets the wall clock forwards, or backwards by a negative number.
    func shift(seconds: Int64) {
        microseconds.withLock { $0 += seconds * 1_000_000 }
    }

    var clock: SystemClock {
        SystemClock(
            wallMicroseconds: { self.time.clock.wallMicroseconds() + self.microseconds.withLock { $0 } },
            bootNanoseconds: { self.time.clock.bootNanoseconds() })
    }
}
