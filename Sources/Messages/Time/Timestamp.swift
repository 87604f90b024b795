/// A moment in time, in whole microseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// For display, delays and legal deadlines. Leases are timed by the kernel's boot-time clock, not by this.
package struct Timestamp: Hashable, Sendable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
    package var microseconds: Int64

    /// Takes microseconds since 1970-01-01T00:00:00Z.
    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    package var seconds: Int64 {
        microseconds >= 0 ? microseconds / 1_000_000 : -((999_999 - microseconds) / 1_000_000)
    }

    /// This moment and so many seconds more.
    package func adding(seconds: Double) -> Timestamp {
        Timestamp(microseconds: microseconds + Int64(seconds * 1_000_000))
    }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
}
