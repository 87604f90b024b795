import Foundation

/// Times single steps on the processor: how long each on average, how long the longest, and how many above a millisecond.
///
/// Asking for the time takes about a third of a microsecond, and is counted.
struct StepWatch {
    private var count = 0
    private var nanoseconds: UInt64 = 0
    private var longest: UInt64 = 0
    private var long = 0

    mutating func step<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        let start = Self.now
        let value = try body()
        let duration = Self.now - start
        count += 1
        nanoseconds += duration
        longest = max(longest, duration)
        if duration > 1_000_000 { long += 1 }
        return value
    }

    func line(_ what: String) -> String {
        let mean = Double(nanoseconds) / Double(max(count, 1)) / 1_000
        return Self.title(what)
            + String(
                format: "%10.2f ms, %9.3f µs each, longest %9.1f µs, above 1 ms: %d", Double(nanoseconds) / 1e6, mean,
                Double(longest) / 1_000, long)
    }

    static func title(_ what: String) -> String {
        "  " + what.padding(toLength: 34, withPad: " ", startingAt: 0)
    }

    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
